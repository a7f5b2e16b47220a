import CKernels
import Datasets
import Experiments
import NeuralNets
import Tensors
import Testing

@testable import Training

struct UnitRemovalTests {
  private static func values(_ trained: TrainedNetwork, examples: Int = 1000) throws -> ProbeRecord {
    let request = ProbeRequest(.unitRemoval, sample: ProbeSample(split: .test, examples: examples))
    return try ProbeRunner(trained).record(of: request) { false }
  }

  /// Accuracy, negative log-likelihood and margin at β, in Double from the logits, by another way than the kernel's.
  static func means(_ trained: TrainedNetwork, beta: Double) -> (accuracy: Double, nll: Double, margin: Double) {
    let examples = trained.data.test
    trained.take(Array(0..<UInt32(examples.count))[...], of: examples)
    trained.forward(.evaluation, rows: examples.count)
    let classes = trained.network.outputs
    var (hits, nll, margin) = (0.0, 0.0, 0.0)
    for row in 0..<examples.count {
      let logits = (0..<classes).map { Double(trained.network.logits.base[row * classes + $0]) * beta }
      let label = Int(examples.labels[row])
      let rival = logits.enumerated().filter { $0.offset != label }.map(\.element).max() ?? 0
      hits += logits[label] > rival ? 1 : 0
      nll += dl_log(logits.reduce(0) { $0 + dl_exp($1 - logits[label]) })
      margin += logits[label] - rival
    }
    let count = Double(examples.count)
    return (hits / count, nll / count, margin / count)
  }

  @Test(arguments: [("hidden1", "hidden2.weight", 24), ("hidden2", "output.weight", 18)])
  func `a removed neuron is one whose outgoing weights are zero`(
    _ layer: String, _ reader: String, _ units: Int
  ) throws {
    let fixture = ProbeFixture(TrialFixture(), [])
    let record = try Self.values(try fixture.untrained())
    let beta = 1 / (try #require(record.value(.temperature)))
    let whole = Self.means(try fixture.untrained(), beta: beta)
    let losses = try (0..<units).map { unit in
      let cut = try fixture.untrained()
      try cut.network.change(reader) { values in
        for output in 0..<values.count / units { values[output * units + unit] = 0 }
      }
      let means = Self.means(cut, beta: beta)
      return (whole.accuracy - means.accuracy, means.nll - whole.nll, whole.margin - means.margin)
    }
    let expected: [(ProbeStatistic, SortedSample)] = [
      (.accuracyDropMean, SortedSample(losses.map(\.0))), (.nllRiseMean, SortedSample(losses.map(\.1))),
      (.marginDropMean, SortedSample(losses.map(\.2))),
    ]
    for (statistic, sample) in expected {
      #expect(abs(try #require(record.value(statistic, layer: layer)) - sample.mean) < 2e-6, "\(statistic)")
    }
    let most = SortedSample(losses.map(\.1))
    #expect(abs(try #require(record.value(.nllRiseMost, layer: layer)) - most.quantile(1)) < 1e-5)
    #expect(abs(try #require(record.value(.nllRiseHigh, layer: layer)) - most.quantile(0.95)) < 1e-5)
    #expect(abs(try #require(record.value(.nllRiseGini, layer: layer)) - most.gini) < 1e-4)
  }

  @Test(arguments: [("conv1", "conv2.weight", 5, 9), ("conv2", "fc1.weight", 4, 1)])
  func `a removed channel is one whose outgoing weights are zero`(
    _ layer: String, _ reader: String, _ channels: Int, _ taps: Int
  ) throws {
    let fixture = ProbeFixture(ProbeFixture.convolving, [])
    let record = try Self.values(try fixture.untrained())
    let beta = 1 / (try #require(record.value(.temperature)))
    let whole = Self.means(try fixture.untrained(), beta: beta)
    let rises = try (0..<channels).map { channel in
      let cut = try fixture.untrained()
      try cut.network.change(reader) { values in
        // Convolutions: [outputs × channels × taps]; dense behind maps: unit = position · channels + channel.
        for index in values.indices where index / taps % channels == channel { values[index] = 0 }
      }
      return Self.means(cut, beta: beta).nll - whole.nll
    }
    #expect(abs(try #require(record.value(.nllRiseMean, layer: layer)) - SortedSample(rises).mean) < 2e-6)
    #expect(abs(try #require(record.value(.nllRiseMost, layer: layer)) - SortedSample(rises).quantile(1)) < 1e-5)
  }

  @Test
  func `a dead unit is worth exactly nothing, and one that says all is worth everything`() throws {
    let fixture = ProbeFixture(TrialFixture(), [])
    let trained = try fixture.untrained()
    try trained.network.change("hidden2.weight") { values in
      for index in 24..<values.count { values[index] = 0 }
    }
    // The first unit of the layer alone is alive; the others have no weights and a bias below 0.
    try trained.network.change("hidden2.bias") { $0 = [1] + [Float](repeating: -1, count: 17) }
    let record = try Self.values(trained)
    for statistic in [ProbeStatistic.nllRiseGini] {
      let gini = try #require(record.value(statistic, layer: "hidden2"))
      #expect(gini == 0 || abs(gini - 17.0 / 18) < 1e-12)
    }
    #expect(record.value(.accuracyDrop, layer: "hidden2", at: 0.5) == 0)
    let removed = AblatedNetwork(trained, trained.data.test)
    let sets = removed.layers.map { layer in layer.name == "hidden2" ? (0..<18).map { [$0] } : [] }
    let answers = try removed.answers(without: sets, beta: 1) { false }
    #expect(answers.without[1][0].nll != answers.whole.nll)
    for unit in 1..<18 {
      #expect(answers.without[1][unit].nll.bitPattern == answers.whole.nll.bitPattern)
      #expect(answers.without[1][unit].margin.bitPattern == answers.whole.margin.bitPattern)
    }
  }

  @Test
  func `the temperature takes the scale of the logits away`() throws {
    let fixture = ProbeFixture(TrialFixture(), [])
    let plain = try Self.values(try fixture.trained())
    let scaled = try fixture.trained()
    for name in ["output.weight", "output.bias"] {
      try scaled.network.change(name) { $0 = $0.map { $0 * 8 } }
    }
    let loud = try Self.values(scaled)
    let (quiet, hot) = (try #require(plain.value(.temperature)), try #require(loud.value(.temperature)))
    #expect(abs(hot / quiet - 8) < 1e-9)
    for statistic in [ProbeStatistic.nllRiseMean, .marginDropMost, .nllRiseGini] {
      for layer in ["hidden1", "hidden2"] {
        let values = (
          try #require(plain.value(statistic, layer: layer)), try #require(loud.value(statistic, layer: layer))
        )
        #expect(abs(values.0 - values.1) < 1e-9, "\(statistic) of \(layer)")
      }
    }
  }

  @Test
  func `Gini's coefficient is 0 of equals, (n − 1) / n of one and known in between`() {
    #expect(SortedSample([3, 3, 3]).gini == 0)
    #expect(SortedSample([0, 0, 0, 5]).gini == 0.75)
    #expect(SortedSample([1, 2, 3, 4]).gini == 0.25)
    #expect(SortedSample([-1, -2]).gini == 0)
    #expect(SortedSample([-1, 0, 0, 5]).gini == 0.75)
  }
}
