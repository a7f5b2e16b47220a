import NeuralNets
import Specifications

/// A place of dropout whose rate may follow a curve, with a network that has the place.
struct ScheduledPlace {
  let name: String
  let training: ShortTraining
  /// Dropout at a rate that does not change.
  let constant: DropoutPlacement
  /// The same rate under a curve.
  let scheduled: (RateCurve) -> DropoutPlacement

  /// Every place beside those of variants on activations.
  static var all: [ScheduledPlace] { residuals + attention + weights + states + [paths, words, images] }

  private static var residuals: [ScheduledPlace] {
    let depths = [GateSharing.batch, .example].map { gate in
      ResidualDropout.stochasticDepth(StochasticDepth(survival: .uniform(0.4), gate: gate, convention: .inverted))
    }
    return (depths + [.layerDrop(rate: Rate(0.6))]).map { residual in
      ScheduledPlace(
        name: residual.name, training: .residual, constant: DropoutPlacement(residual: residual),
        scheduled: { DropoutPlacement(residual: .scheduled(residual, $0)) })
    }
  }

  private static var attention: [ScheduledPlace] {
    [
      rate("attention weights", .transformer, Rate(0.3)) {
        DropoutPlacement(attention: AttentionDropout(weights: $0, heads: ScheduledRate(Rate(0))))
      },
      rate("heads", .transformer, Rate(0.4)) {
        DropoutPlacement(attention: AttentionDropout(weights: ScheduledRate(Rate(0)), heads: $0))
      },
    ]
  }

  private static var weights: [ScheduledPlace] {
    let groups = [(1, false), (2, false), (4, false), (2, true), (4, true)].map {
      WeightDropout.dropConnect(DropConnect(rate: Rate(0.3), group: $0, masksBias: $1))
    }
    return (groups + [.gaussianDropConnect(rate: Rate(0.3)), .fast(input: Rate(0.2), hidden: Rate(0.4))]).map {
      weights in
      ScheduledPlace(
        name: "weights \(weights.name)", training: .perceptron, constant: DropoutPlacement(weights: weights),
        scheduled: { DropoutPlacement(weights: .scheduled(weights, $0)) })
    }
  }

  private static var states: [ScheduledPlace] {
    let rate = Rate(0.3)
    let states: [StateNoise] = [.tied(rate: rate), .perStep(rate: rate), .cell(rate: rate), .candidate(rate: rate)]
    return states.map { state in
      ScheduledPlace(
        name: "state \(state.name)", training: .recurrent,
        constant: DropoutPlacement(recurrent: RecurrentDropout(state: state)),
        scheduled: { DropoutPlacement(recurrent: RecurrentDropout(state: .scheduled(state, $0))) })
    } + [
      self.rate("inputs of sequences", .recurrent, rate) {
        DropoutPlacement(recurrent: RecurrentDropout(input: $0, state: .none, weights: ScheduledRate(Rate(0))))
      },
      self.rate("recurrent weights", .recurrent, rate) {
        DropoutPlacement(recurrent: RecurrentDropout(input: ScheduledRate(Rate(0)), state: .none, weights: $0))
      },
    ]
  }

  private static var paths: ScheduledPlace {
    let local = PathDropout.local(rate: Rate(0.4))
    return ScheduledPlace(
      name: "local paths", training: .fractal(columns: 3), constant: DropoutPlacement(paths: local),
      scheduled: { DropoutPlacement(paths: .scheduled(local, $0)) })
  }

  private static var words: ScheduledPlace {
    rate("words", .language, Rate(0.4)) { DropoutPlacement(embedding: EmbeddingDropout(words: $0, vectors: .none)) }
  }

  private static var images: ScheduledPlace {
    let cutout = Dropout.cutout(CutoutNoise(size: 3, probability: 0.7))
    return ScheduledPlace(
      name: "cutout", training: .convolutional, constant: DropoutPlacement(input: cutout),
      scheduled: { DropoutPlacement(input: .scheduled(cutout, $0)) })
  }

  private static func rate(
    _ name: String, _ training: ShortTraining, _ rate: Rate, _ place: @escaping (ScheduledRate) -> DropoutPlacement
  ) -> ScheduledPlace {
    ScheduledPlace(
      name: name, training: training, constant: place(ScheduledRate(rate)),
      scheduled: { place(ScheduledRate(rate, $0)) })
  }
}
