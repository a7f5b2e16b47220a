import Datasets
import NeuralNets

/// What a trial takes, by its shape alone: for plans and progress, never for results.
package struct Cost: Hashable, Sendable {
  /// Multiply-adds of one example's forward pass.
  package let forward: Double
  /// Multiply-adds of training: two products back for each one forward.
  package let training: Double
  /// Multiply-adds of evaluation.
  package let evaluation: Double
  /// Bytes of weights, optimizer state and batch buffers.
  package let memory: Double

  /// Adds up a trial over data of `inputs` features and `outputs` classes.
  package init(of spec: TrialSpec, inputs: Int, outputs: Int) {
    let widths = [inputs] + spec.network.hiddenWidths + [outputs]
    let weights = zip(widths, widths.dropFirst()).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    forward = weights
    let presented = Double(spec.dataset.training) * Double(spec.training.epochs)
    training = 3 * weights * presented
    let evaluate = spec.training.evaluate
    let rounds = (Double(spec.training.epochs) / Double(evaluate.every)).rounded(.up)
    let perRound = Double(min(evaluate.training, spec.dataset.training) + spec.dataset.validation)
    let last = evaluate.test == .last ? Double(spec.dataset.test) : 0
    evaluation = weights * (rounds * perRound + last)
    memory = 4 * (4 * weights + 3 * Double(widths.reduce(0, +)) * Double(max(spec.training.batchSize, 250)))
  }

  /// Seconds on one core that does 35 · 10⁹ multiply-adds a second, zeros counted, with a fixed start of a trial.
  package var seconds: Double { (training + evaluation) / 35e9 + 0.02 }
}
