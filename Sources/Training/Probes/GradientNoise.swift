import CKernels
import Datasets
import Experiments
import NeuralNets
import Randomness
import Tensors

/// How noisy mini-batch gradients are at the trained weights, and whether one mask's step helps other masks.
///
/// Noise is tr Cov(g) / ‖E g‖² over mini-batches of training examples, with n − 1 in the covariance, for masks drawn per example,
/// once per batch, and for none. Then one step of plain gradient descent is taken at the trial's learning rate under one mask
/// for a batch: the share of other random masks whose loss fell on that batch, and on another one. The weights go back.
struct GradientNoise {
  private let trained: TrainedNetwork
  private let examples: Examples
  private let batches: Int
  private let masks: Int

  /// Steps that the shares are taken over.
  static let steps = 5
  private static let order = "gradientNoise"

  /// A pass with the masks of a step behind training, where rates stand that follow a curve.
  private func masked(_ step: Int) -> ForwardPass { .training(trained.plan, step: step, progress: 1) }

  init(_ trained: TrainedNetwork, _ examples: Examples, batches: Int, masks: Int) {
    self.trained = trained
    self.examples = examples
    self.batches = batches
    self.masks = masks
  }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    let dropout = trained.trial.spec.dropout
    let perExample = LossSurface(trained, examples, dropout: dropout.masked(perBatch: false))
    let perBatch = LossSurface(trained, examples, dropout: dropout.masked(perBatch: true))
    let plain = try noise(perExample, isMasked: false, isCancelled)
    let single = try noise(perExample, isMasked: true, isCancelled)
    let whole = try noise(perBatch, isMasked: true, isCancelled)
    let shares = try sharesFallen(perBatch, isCancelled)
    return [
      ProbeValue(.unmaskedNoise, plain), ProbeValue(.maskPerExampleNoise, single),
      ProbeValue(.maskPerBatchNoise, whole), ProbeValue(.sameBatchFall, shares.same),
      ProbeValue(.freshBatchFall, shares.fresh),
    ]
  }
}

// MARK: - Noise

extension GradientNoise {
  private func noise(
    _ surface: LossSurface, isMasked: Bool, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> Double {
    let count = surface.origin.count
    let (sum, own) = (DoubleBuffer(count), DoubleBuffer(count))
    var squares = 0.0
    for index in 0..<batches {
      if isCancelled() { throw TrainingCancelled() }
      own.base.update(repeating: 0, count: count)
      let pass = isMasked ? masked(trained.steps + index) : .evaluation
      surface.addGradient(of: surface.batch(index, shuffledAs: Self.order), pass, weight: 1, to: own)
      squares += dl_dot_f64(own.base, own.base, count)
      dl_add_f64(sum.base, own.base, count)
    }
    return Self.noise(squares: squares, sum: dl_dot_f64(sum.base, sum.base, count), count: batches)
  }

  /// tr Cov / ‖mean‖² from Σ ‖g‖² and ‖Σ g‖² of so many gradients; 0 where all are 0.
  static func noise(squares: Double, sum: Double, count: Int) -> Double {
    let n = Double(count)
    let mean = sum / (n * n)
    return mean == 0 ? 0 : (squares - n * mean) / (n - 1) / mean
  }
}

// MARK: - Other masks

extension GradientNoise {
  private func sharesFallen(
    _ surface: LossSurface, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> (same: Double, fresh: Double) {
    var (same, fresh) = (0, 0)
    for step in 0..<Self.steps {
      surface.reset()
      let own = surface.batch(2 * step, shuffledAs: Self.order)
      let other = surface.batch(2 * step + 1, shuffledAs: Self.order)
      let first = trained.steps + batches + step * (masks + 1)
      let before = try losses(surface, own, other, after: first, isCancelled)
      let gradient = DoubleBuffer(surface.origin.count)
      surface.addGradient(of: own, masked(first), weight: 1, to: gradient)
      surface.move(along: gradient, by: -trained.trial.spec.optimizer.learningRate)
      let after = try losses(surface, own, other, after: first, isCancelled)
      for (was, now) in zip(before, after) {
        same += now.own < was.own ? 1 : 0
        fresh += now.other < was.other ? 1 : 0
      }
    }
    surface.reset()
    let count = Double(Self.steps * masks)
    return (Double(same) / count, Double(fresh) / count)
  }

  /// The losses of two batches under each of the other masks.
  private func losses(
    _ surface: LossSurface, _ own: ArraySlice<UInt32>, _ other: ArraySlice<UInt32>, after step: Int,
    _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> [(own: Double, other: Double)] {
    var found: [(own: Double, other: Double)] = []
    for mask in 1...masks {
      if isCancelled() { throw TrainingCancelled() }
      let pass = masked(step + mask)
      found.append((surface.totalLoss(of: own, pass), surface.totalLoss(of: other, pass)))
    }
    return found
  }
}

extension DropoutPlacement {
  /// The same placement with Bernoulli masks of units drawn once per batch, or per example.
  fileprivate func masked(perBatch: Bool) -> DropoutPlacement {
    func masked(_ dropout: Dropout) -> Dropout {
      switch dropout {
      case .bernoulli(let rate, let convention), .batchBernoulli(let rate, let convention):
        return perBatch
          ? .batchBernoulli(rate: rate, convention: convention) : .bernoulli(rate: rate, convention: convention)
      case .none, .spatial, .dropBlock, .gaussian, .clippedGaussian, .uniform, .alpha, .cutout, .variational, .concrete,
        .standout, .scheduled:
        return dropout
      }
    }
    func all(_ hidden: HiddenDropout) -> HiddenDropout {
      switch hidden {
      case .same(let dropout): .same(masked(dropout))
      case .each(let list): .each(list.map(masked))
      }
    }
    var placement = self
    placement.input = masked(input)
    placement.hidden = all(hidden)
    placement.maps = all(maps)
    return placement
  }
}
