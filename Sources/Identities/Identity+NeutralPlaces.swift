import NeuralNets
import Specifications

extension Identity {
  /// M02.
  static let neutralPlaces = Identity(
    "M02", "Dropout of states, weights, attention, words and paths at rate 0 trains the network without, bit for bit.",
    source: "zoneout rate 0 of Krueger et al. 2017 is the plain cell; the same of the others"
  ) { subject in
    var evidence = Evidence()
    for (setting, rate) in [("rate 0", Rate(0)), ("rate 10⁻⁶⁰", Rate(NeutralNoise.vanishing))] {
      for part in NeutralPlace.all(rate) {
        let expected = part.training.bits(DropoutPlacement())
        evidence.true("\(part.name), \(setting)", part.training.bits(part.dropout, subject) == expected)
      }
    }
    for (name, masksBias) in [("weights", false), ("weights and biases", true)] {
      let connect = DropConnect(rate: Rate(NeutralNoise.vanishing), group: 1, masksBias: masksBias)
      let own = DropoutPlacement(weights: .dropConnect(connect))
      evidence.true("a mask of \(name) per example", firstLogits(own, subject) == firstLogits(DropoutPlacement()))
    }
    let single = ShortTraining.fractal(columns: 1)
    let plain = single.bits(DropoutPlacement())
    for paths in NeutralPlace.paths(Rate(0.4)) {
      evidence.true(
        "\(paths.name) paths of one column, which is never dropped",
        single.bits(DropoutPlacement(paths: paths), subject) == plain)
    }
    evidence.true(
      "every dropout of states is here", names(NeutralPlace.states(Rate(0))) == StateNoise.choices.map(\.name))
    evidence.true(
      "every dropout of weights is here", names(NeutralPlace.weights(Rate(0))) == WeightDropout.choices.map(\.name))
    evidence.true(
      "every dropout of paths is here", names(NeutralPlace.paths(Rate(0))) == PathDropout.choices.map(\.name))
    return evidence
  }

  /// The first step only: gradients under several masks are added mask by mask, so weights differ by rounding.
  private static func firstLogits(_ dropout: DropoutPlacement, _ subject: Subject = .current) -> ArraySlice<UInt32> {
    let training = ShortTraining.perceptron
    return training.bits(dropout, subject).prefix(training.outputs * training.examples.count)
  }

  private static func names<Value: Chosen>(_ values: [Value]) -> [String] { values.map(\.name) }
}

/// Dropout of one part of a network at a rate, with a network that has the part.
private struct NeutralPlace {
  let name: String
  let training: ShortTraining
  let dropout: DropoutPlacement

  static func states(_ rate: Rate) -> [StateNoise] {
    [
      .none, .tied(rate: rate), .perStep(rate: rate), .cell(rate: rate), .candidate(rate: rate),
      .zoneout(cell: rate, hidden: rate), .scheduled(.tied(rate: rate), .late(from: 0.1)),
    ]
  }

  static func weights(_ rate: Rate) -> [WeightDropout] {
    [
      .none, .dropConnect(DropConnect(rate: rate, group: ShortTraining.perceptron.examples.count)),
      .gaussianDropConnect(rate: rate),
      .fast(input: rate, hidden: rate), .scheduled(.gaussianDropConnect(rate: rate), .late(from: 0.1)),
    ]
  }

  static func paths(_ rate: Rate) -> [PathDropout] {
    [.none, .local(rate: rate), .global, .mixed(rate: rate), .scheduled(.local(rate: rate), .late(from: 0.1))]
  }

  static func all(_ rate: Rate) -> [NeutralPlace] {
    let states = states(rate).map { state in
      NeutralPlace(
        name: "state \(state.name)", training: .recurrent,
        dropout: DropoutPlacement(recurrent: RecurrentDropout(state: state)))
    }
    let weights = weights(rate).map {
      NeutralPlace(name: "weights \($0.name)", training: .perceptron, dropout: DropoutPlacement(weights: $0))
    }
    let whole = ShortTraining.perceptron.examples.count
    return states + weights + [
      NeutralPlace(
        name: "weights and biases", training: .perceptron,
        dropout: DropoutPlacement(weights: .dropConnect(DropConnect(rate: rate, group: whole, masksBias: true)))),
      NeutralPlace(
        name: "inputs of sequences", training: .recurrent,
        dropout: DropoutPlacement(recurrent: RecurrentDropout(input: rate))),
      NeutralPlace(
        name: "recurrent weights", training: .recurrent,
        dropout: DropoutPlacement(recurrent: RecurrentDropout(weights: rate))),
      NeutralPlace(
        name: "words", training: .language, dropout: DropoutPlacement(embedding: EmbeddingDropout(words: rate))),
      NeutralPlace(
        name: "attention weights", training: .transformer,
        dropout: DropoutPlacement(attention: AttentionDropout(weights: rate))),
      NeutralPlace(
        name: "heads", training: .transformer, dropout: DropoutPlacement(attention: AttentionDropout(heads: rate))),
      NeutralPlace(
        name: "branches", training: .transformer,
        dropout: DropoutPlacement(branches: .bernoulli(rate: rate, convention: .inverted))),
      NeutralPlace(
        name: "sums ahead of batch normalisation",
        training: ShortTraining(network: .mlp(MLPSpec(hidden: [9, 8], batchNorm: true)), input: MapShape(channels: 7)),
        dropout: DropoutPlacement(sums: .same(.bernoulli(rate: rate, convention: .inverted)))),
      NeutralPlace(
        name: "local paths", training: .fractal(columns: 3), dropout: DropoutPlacement(paths: .local(rate: rate))),
    ]
  }
}
