import Experiments
import Testing

/// Networks, losses and metrics against what the data ask for.
struct AnswersTests {
  private func problems(dataset: String, network: String, loss: String? = nil, metric: String) -> String {
    Sample.problems(
      """
      name: a
      question: Is it fine?
      seed: 1
      replicates: 1
      metric: { name: \(metric) }
      trial:
        dataset: { name: \(dataset), training: 200, validation: 100, test: 100 }
        network: \(network)
        optimizer: { sgd: { learningRate: 0.1 } }
        training: { batchSize: 20, epochs: 2 }
        \(loss.map { "loss: \($0)" } ?? "")
      """)
  }

  @Test(arguments: [
    ("linear-regression", "linear", "meanSquaredError", "meanSquare"),
    ("concrete-line", "{ mlp: { hidden: [8] } }", "normalLikelihood", "loss"),
    ("adding", "{ gru: { units: 8 } }", "meanSquaredError", "meanSquare"),
    ("markov-language", "{ lstm: { units: 8, embedding: 4 } }", "crossEntropy", "perplexity"),
    ("rare-features", "logistic", "crossEntropy", "error"),
    ("synthetic-digits", "{ autoencoder: { hidden: [8] } }", "meanSquaredError", "meanSquare"),
    ("delayed-recall", "{ lstm: { units: 8 } }", "crossEntropy", "accuracy"),
  ])
  func `what goes together is read`(dataset: String, network: String, loss: String, metric: String) {
    let said = problems(dataset: dataset, network: network, loss: loss, metric: metric)
    #expect(said == "no problem", "\(dataset): \(said)")
  }

  @Test func `a loss that is not for the answers is refused with those that are`() {
    #expect(
      problems(dataset: "linear-regression", network: "linear", metric: "meanSquare")
        == """
        a.yaml:7:3: the loss is crossEntropy, but the network answers with real numbers; write loss: \
        meanSquaredError or normalLikelihood
        """)
    #expect(
      problems(
        dataset: "markov-language", network: "{ gru: { units: 8, embedding: 4 } }", loss: "meanSquaredError",
        metric: "perplexity")
        == "a.yaml:11:9: the loss is meanSquaredError, but the network answers with symbols; write loss: crossEntropy")
    #expect(
      problems(dataset: "two-moons", network: "{ autoencoder: { hidden: [2] } }", metric: "meanSquare")
        .contains("the network answers with its own input; write loss: meanSquaredError or normalLikelihood"))
  }

  @Test func `symbols need an embedding, and numbers have none`() {
    #expect(
      problems(dataset: "markov-language", network: "{ gru: { units: 8 } }", metric: "perplexity")
        == """
        a.yaml:8:12: the features of markov-language are symbols; the network needs lstm or gru with 'embedding'
        """)
    #expect(
      problems(dataset: "two-moons", network: "{ gru: { units: 8, embedding: 4 } }", metric: "error")
        == "a.yaml:8:12: embedding is for symbols, but the features of two-moons are numbers")
  }

  @Test func `a metric that the answers do not have is refused with those that they have`() {
    #expect(
      problems(dataset: "linear-regression", network: "linear", loss: "meanSquaredError", metric: "error")
        == """
        a.yaml:5:9: metric is error, but meanSquaredError on real numbers does not measure it; use loss, meanSquare
        """)
    #expect(
      problems(dataset: "synthetic-digits", network: "{ mlp: { hidden: [8] } }", metric: "perplexity")
        == """
        a.yaml:5:9: metric is perplexity, but crossEntropy on classes does not measure it; use loss, error, accuracy, \
        nll, ece, brier, gap
        """)
  }
}
