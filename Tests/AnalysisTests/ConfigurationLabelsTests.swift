import Analysis
import Testing

struct ConfigurationLabelsTests {
  @Test
  func `values are shortened to words`() {
    let configurations = [
      ["trial.dropout.hidden": "none", "trial.network.mlp.hidden": "[256, 256]"],
      ["trial.dropout.hidden": "{bernoulli: {rate: 0.5}}", "trial.network.mlp.hidden": "[512, 512]"],
      ["trial.dropout.hidden": "{bernoulli: {rate: 0.5, convention: classic}}", "trial.network.mlp.hidden": "[64, 9]"],
    ]
    #expect(
      labels(configurations) == ["none, 256-256", "bernoulli 0.5, 512-512", "bernoulli 0.5, convention classic, 64-9"])
  }

  @Test
  func `bare numbers and shared words get the name of their field`() {
    #expect(
      labels([["trial.optimizer.sgd.learningRate": "0.1"], ["trial.optimizer.sgd.learningRate": "0.3"]])
        == ["learning rate 0.1", "learning rate 0.3"])
    #expect(
      labels([
        ["trial.dropout.input": "none", "trial.dropout.hidden": "none"],
        ["trial.dropout.input": "none", "trial.dropout.hidden": "{gaussian: {rate: 0.2}}"],
      ]) == ["hidden none, input none", "hidden gaussian 0.2, input none"])
  }

  @Test
  func `retentions keep their name`() {
    #expect(labels([["a.hidden": "{bernoulli: {retention: 0.8}}"]]) == ["bernoulli retention 0.8"])
  }

  @Test
  func `equal labels are told apart, no fields have a label`() {
    #expect(labels([["a.b": "{x: {rate: 1}}"], ["a.b": "{x: 1}"]]) == ["x 1 #1", "x 1 #2"])
    #expect(labels([[:]]) == ["the only configuration"])
  }

  private func labels(_ configurations: [[String: String]]) -> [String] {
    ConfigurationLabels.make(
      configurations.map { $0.sorted { $0.key < $1.key }.map { ConfigurationField(path: $0.key, value: $0.value) } })
  }
}
