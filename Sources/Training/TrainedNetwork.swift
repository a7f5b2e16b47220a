import Datasets
import Experiments
import NeuralNets
import Randomness
import Tensors

/// The trained network of a trial with its data, as inference and probes ask it: batch by batch, in data-set order.
///
/// A class because it owns the scratch memory of its passes.
final class TrainedNetwork {
  let trial: PlannedTrial
  let network: Network
  let data: DealtExamples
  let plan: ReplicatePlan
  /// Examples of a batch where their number never shows.
  let evaluationBatch: Int
  /// The most examples of a batch.
  let capacity: Int
  /// The features of the batch that was taken, dense rows.
  let features: FloatBuffer
  private let positions: UnsafeMutableBufferPointer<UInt32>

  /// Takes over a network whose batches may have `evaluationBatch` examples.
  init(_ trial: PlannedTrial, network: Network, data: DealtExamples, plan: ReplicatePlan, evaluationBatch: Int) {
    self.trial = trial
    self.network = network
    self.data = data
    self.plan = plan
    self.evaluationBatch = evaluationBatch
    capacity = max(evaluationBatch, trial.spec.training.batchSize)
    features = FloatBuffer(capacity * network.input.units)
    positions = .allocate(capacity: capacity)
    positions.initialize(repeating: 0)
  }

  deinit { positions.deallocate() }

  /// Steps of training, behind which noise that is drawn anew is addressed.
  var steps: Int {
    let size = trial.spec.training.batchSize
    return trial.spec.training.epochs * ((data.training.count + size - 1) / size)
  }

  /// Whether noise itself makes examples of a batch meet, so that sampling needs the batches of training.
  var meetsInBatches: Bool {
    let sharesMasks = trial.spec.dropout.weights.variants.contains {
      if case .dropConnect(let connect) = $0.variant { connect.group > 1 } else { false }
    }
    if sharesMasks { return true }
    return network.sites.contains { $0.dropout.laws.isNormalizedByBatch }
  }

  /// All examples of a split; of training those that are evaluated.
  func examples(of split: Split) -> Examples {
    switch split {
    case .training: data.training.prefix(trial.spec.training.evaluate.training)
    case .validation: data.validation
    case .test: data.test
    }
  }

  /// The first examples of a split, of training whether evaluated or not.
  func examples(of sample: ProbeSample) -> Examples {
    (sample.split == .training ? data.training : examples(of: sample.split)).prefix(sample.examples)
  }

  /// Gathers the features of a batch and where its examples stand in the data set.
  func take(_ batch: ArraySlice<UInt32>, of examples: Examples) {
    examples.gather(batch, into: UnsafeMutableBufferPointer(start: features.base, count: features.count))
    for (row, index) in batch.enumerated() { positions[row] = examples.positions[Int(index)] }
  }

  /// The features of the batch that was taken, dense rows.
  var taken: UnsafePointer<Float> { UnsafePointer(features.base) }

  /// Where the first `rows` examples of the batch that was taken stand in the data set.
  func places(_ rows: Int) -> UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: positions.baseAddress, count: rows)
  }

  /// Runs the network on the batch that was taken, or on another one of the same layout.
  func forward(_ pass: ForwardPass, rows: Int) {
    network.forward(features.base, examples: places(rows), pass: pass)
  }
}
