import CKernels
import Datasets
import Experiments
import NeuralNets
import Tensors

/// How far the gradients of mini-batches, noise included, point apart, and how far from the gradient of all examples.
///
/// With u = g / ‖g‖ of B mini-batches of training examples and v the direction of the mean gradient of all without noise:
/// ```
/// spread = Σ_{b<c} (1 − u_b·u_c) / (B (B − 1))        error = Σ_b (1 − u_b·v) / 2 B
/// ```
/// Both are 0 where all agree, ½ where directions are at right angles. Source: after Liu et al. 2023, section 3.
struct GradientDirections {
  private let trained: TrainedNetwork
  private let examples: Examples
  private let batches: Int

  init(_ trained: TrainedNetwork, _ examples: Examples, batches: Int) {
    self.trained = trained
    self.examples = examples
    self.batches = batches
  }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    let surface = LossSurface(trained, examples)
    let count = surface.origin.count
    let whole = try surface.gradient(isCancelled)
    Self.normalise(whole)
    let (sum, own) = (DoubleBuffer(count), DoubleBuffer(count))
    var agreement = 0.0
    for index in 0..<batches {
      if isCancelled() { throw TrainingCancelled() }
      own.base.update(repeating: 0, count: count)
      surface.addGradient(
        of: surface.batch(index, shuffledAs: "gradientDirections"),
        .training(trained.plan, step: trained.steps + index, progress: 1), weight: 1, to: own)
      Self.normalise(own)
      agreement += dl_dot_f64(own.base, whole.base, count)
      dl_add_f64(sum.base, own.base, count)
    }
    let square = dl_dot_f64(sum.base, sum.base, count)
    return [
      ProbeValue(.directionSpread, Self.spread(square: square, count: batches)),
      ProbeValue(.directionError, (1 - agreement / Double(batches)) / 2),
    ]
  }

  /// The spread of so many directions, from ‖Σ u‖².
  static func spread(square: Double, count: Int) -> Double {
    let n = Double(count)
    return (1 - (square - n) / (n * (n - 1))) / 2
  }

  /// Gives a gradient the length 1; one of 0 stays and counts as at right angles to all.
  private static func normalise(_ gradient: DoubleBuffer) {
    let square = dl_dot_f64(gradient.base, gradient.base, gradient.count)
    if square > 0 { dl_scale_f64(gradient.base, 1 / square.squareRoot(), gradient.count) }
  }
}
