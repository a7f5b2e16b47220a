import Datasets
import NeuralNets

/// What a trial takes, by its shape alone: for plans and progress, never for results.
package struct Cost: Hashable, Sendable {
  /// Multiply-adds of one example's forward pass.
  package let forward: Double
  /// Multiply-adds of training: two products back for each one forward, and what masks on weights take.
  package let training: Double
  /// Multiply-adds of evaluation.
  package let evaluation: Double
  /// Multiply-adds of inference and probes, where they are many.
  package let answers: Double
  /// Bytes of weights, optimizer state and batch buffers.
  package let memory: Double

  /// Adds up a trial over examples of a shape and `outputs` classes.
  package init(
    of spec: TrialSpec, input: MapShape, outputs: Int, inference: [InferenceRequest] = [], probes: [ProbeRequest] = []
  ) {
    let size = spec.network.kind.size(input: input, outputs: outputs)
    forward = size.multiplyAdds
    let masks = WeightMaskCost(of: spec, input: input.units, evaluationBatch: size.evaluationBatch)
    let presented = Double(spec.dataset.training) * Double(spec.training.epochs)
    let passes = spec.regularization.rDrop == nil ? 1.0 : 2
    training = (3 * forward + masks.training) * presented * passes * spec.training.gradient.cost
    let evaluate = spec.training.evaluate
    let rounds = (Double(spec.training.epochs) / Double(evaluate.every)).rounded(.up)
    let perRound = Double(min(evaluate.training, spec.dataset.training) + spec.dataset.validation)
    let last = evaluate.test == .last ? Double(spec.dataset.test) : 0
    evaluation = forward * (rounds * perRound + last)
    let units = Double(spec.network.kind.hiddenWidths.reduce(0, +))
    let pass = PassCost(forward: forward, masks: masks.asking, normals: Self.normal * units)
    answers = Self.answers(of: spec, pass, training: training, inference: inference, probes: probes)
    let kept = Double(input.units) + size.values
    memory = 4 * (4 * size.weights + 3 * kept * Double(max(spec.training.batchSize, size.evaluationBatch)))
  }

  /// A normal number that is drawn for a sum and activated.
  private static let normal = 200.0

  /// Seconds on one core that does 35 · 10⁹ multiply-adds a second, zeros counted, with a fixed start of a trial.
  package var seconds: Double { (training + evaluation + answers) / 35e9 + 0.02 }

  /// Seconds until trials have ended of which so many run at once, each on a thread of its own.
  package static func seconds(of costs: [Cost], jobs: Int) -> Double {
    max(costs.reduce(0) { $0 + $1.seconds } / Double(jobs), costs.map(\.seconds).max() ?? 0)
  }

  /// Bytes of trials of which so many run at once.
  package static func memory(of costs: [Cost], jobs: Int) -> Double {
    (costs.map(\.memory).max() ?? 0) * Double(min(jobs, costs.count))
  }
}
