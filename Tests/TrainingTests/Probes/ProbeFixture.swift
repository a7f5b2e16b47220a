import CKernels
import Datasets
import Experiments
import NeuralNets
import Randomness
import Specifications
import Tensors

@testable import Training

/// Small trained networks asked by probes, and networks whose weights are set by hand.
struct ProbeFixture {
  var fixture: TrialFixture
  var requests: [ProbeRequest]

  init(_ fixture: TrialFixture, _ requests: [ProbeRequest]) {
    self.fixture = fixture
    self.requests = requests
  }

  /// Dropout on two hidden layers, for some epochs more than usual.
  static var dropping: TrialFixture {
    TrialFixture(epochs: 12, dropout: DropoutPlacement(hidden: .same(TrialFixture.half)))
  }

  /// Two convolutions, the first pooled, then a dense layer; classic dropout on channels and units.
  static var convolving: TrialFixture {
    var convolving = TrialFixture(epochs: 20, dropout: DropoutPlacement(hidden: .same(TrialFixture.classic)))
    convolving.spec.optimizer = .sgd(learningRate: 0.02, momentum: .constant(0.9), nesterov: false)
    convolving.spec.network = .cnn(
      CNNSpec(
        convolutions: [
          ConvolutionSpec(channels: 5, kernel: 3, padding: 1, pool: .max(size: 2, stride: 2)),
          ConvolutionSpec(channels: 4, kernel: 3, padding: 1),
        ], hidden: [9]))
    return convolving
  }

  var trial: PlannedTrial {
    let plain = fixture.trial
    return PlannedTrial(
      id: plain.id, spec: plain.spec, seed: plain.seed, replicate: plain.replicate, configuration: 0, position: 0,
      purpose: .measurement, keepsWeights: fixture.keepsWeights,
      probes: ProbePlan(requests).requests(for: plain.spec))
  }

  func finished(evaluationBatch: Int = 250) throws -> FinishedTrial {
    try Trainer(trial, on: fixture.dealt(), evaluationBatch: evaluationBatch).train()
  }

  /// The network of the trial before training, changed by hand, ready to be asked.
  func untrained(_ change: (Network) -> Void = { _ in }) throws -> TrainedNetwork {
    let data = try fixture.dealt()
    let plan = RandomPlan(seed: fixture.seed).replicate(fixture.replicate)
    let input = MapShape(data.training.shape)
    let task = LearningTask(of: fixture.spec, input: input, targets: data.training.targetShape)
    let network = Network(
      fixture.spec.network, dropout: fixture.spec.dropout, regularization: fixture.spec.regularization,
      optimizer: fixture.spec.optimizer, input: input, outputs: task.outputs, capacity: 250,
      trainingExamples: data.training.count, plan: plan)
    change(network)
    return TrainedNetwork(trial, network: network, data: data, plan: plan, evaluationBatch: 250)
  }
}

extension ProbeFixture {
  /// The network of the trial after training, changed by hand; for networks whose kept weights are exact.
  func trained(_ change: (Network) -> Void = { _ in }) throws -> TrainedNetwork {
    var keeping = self
    keeping.fixture.keepsWeights = true
    guard let weights = try keeping.finished().outcome.weights else { throw FinishedTrial.Missing(text: "weights") }
    return try untrained { network in
      _ = network.take(weights)
      change(network)
    }
  }
}

extension Network {
  /// The array of a name.
  func parameter(_ name: String) throws -> Parameter {
    guard let found = parameters.first(where: { $0.name == name }) else { throw FinishedTrial.Missing(text: name) }
    return found
  }

  /// Changes the numbers of an array.
  func change(_ name: String, _ change: (inout [Float]) -> Void) throws {
    let found = try parameter(name)
    var values = found.rowMajor
    change(&values)
    set(found, values)
  }
}

extension FinishedTrial {
  func value(
    _ statistic: ProbeStatistic, layer: String = "", at place: Double? = nil, of probe: Probe
  ) throws -> Double {
    guard let record = probes.first(where: { $0.request.probe == probe }),
      let value = record.value(statistic, layer: layer, at: place)
    else { throw Missing(text: "\(statistic) at \(layer) of \(probe.title)") }
    return value
  }
}
