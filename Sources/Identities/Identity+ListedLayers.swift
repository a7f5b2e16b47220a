import NeuralNets
import Specifications

extension Identity {
  /// M12.
  static let listedLayers = Identity(
    "M12", "A list of equal entries is the single entry, bit for bit, and one without noise leaves its layer alone.",
    source: "noise is addressed by its layer, whatever the others have"
  ) { subject in
    var evidence = Evidence()
    for place in LayeredPlace.all { check(place, subject, &evidence) }
    return evidence
  }

  private static func check(_ place: LayeredPlace, _ subject: Subject, _ evidence: inout Evidence) {
    let everywhere = [Bool](repeating: true, count: place.layers)
    let equal = place.training.bits(place.listed(everywhere), subject)
    let plain = place.training.bits(DropoutPlacement())
    evidence.true("\(place.name), equal entries", equal == place.training.bits(place.single))
    evidence.true(
      "\(place.name), none in any layer", place.training.bits(place.listed(everywhere.map { !$0 }), subject) == plain)
    let parts = everywhere.indices.map { layer in everywhere.indices.map { $0 == layer } }
    let drawing = parts.map { place.training.drawing(place.listed($0), subject) }
    evidence.true("\(place.name), layers one by one", drawing.flatMap { $0 } == place.training.drawing(place.single))
    evidence.true("\(place.name), in each of them", drawing.allSatisfy { !$0.isEmpty })
    for part in parts {
      let alone = place.training.bits(place.listed(part), subject)
      evidence.true("\(place.name), one layer alone", alone != plain && alone != equal)
    }
  }
}

/// A place of dropout that several layers have, with a network of such layers.
private struct LayeredPlace {
  let name: String
  let training: ShortTraining
  let layers: Int
  /// One entry for all layers.
  let single: DropoutPlacement
  /// A list that has the entry where it is asked for, and none elsewhere.
  let listed: ([Bool]) -> DropoutPlacement

  static var all: [LayeredPlace] {
    [
      LayeredPlace(
        "attention", .transformer, AttentionDropout(weights: Rate(0.3), heads: Rate(0.2)), none: AttentionDropout()
      ) { $0.attention = $1 },
      LayeredPlace(
        "recurrent", .stacked,
        RecurrentDropout(input: Rate(0.2), state: .zoneout(cell: Rate(0.3), hidden: Rate(0.1)), weights: Rate(0.4)),
        none: RecurrentDropout()
      ) { $0.recurrent = $1 },
      LayeredPlace("paths", .fractal(columns: 3), PathDropout.local(rate: Rate(0.4)), none: .none) { $0.paths = $1 },
      LayeredPlace(
        "branches", .transformer, Dropout.bernoulli(rate: Rate(0.3), convention: .inverted), none: .none
      ) { $0.branches = $1 },
      LayeredPlace(
        "sums", ShortTraining(network: .mlp(MLPSpec(hidden: [9, 8], batchNorm: true)), input: MapShape(channels: 7)),
        Dropout.bernoulli(rate: Rate(0.3), convention: .inverted), none: .none
      ) { $0.sums = $1 },
      LayeredPlace(
        "stochastic depth", .residual, layers: 4,
        ResidualDropout.stochasticDepth(StochasticDepth(survival: .linear(last: 0.4), gate: .example)), none: .none
      ) { $0.residual = $1 },
      LayeredPlace("LayerDrop", .transformer, ResidualDropout.layerDrop(rate: Rate(0.4)), none: .none) {
        $0.residual = $1
      },
      LayeredPlace(
        "weights", .perceptron, WeightDropout.dropConnect(DropConnect(rate: Rate(0.3), group: 4)), none: .none
      ) { $0.weights = $1 },
      LayeredPlace("sums of weights", .perceptron, WeightDropout.gaussianDropConnect(rate: Rate(0.3)), none: .none) {
        $0.weights = $1
      },
      LayeredPlace(
        "sums of inputs", .perceptron, layers: 3, WeightDropout.fast(input: Rate(0.2), hidden: Rate(0.4)), none: .none
      ) { placement, entries in
        // Without any entry of fast dropout a list has none for the last layer.
        placement.weights = entries.isNone ? .same(.none) : entries
      },
    ]
  }

  init<Entry>(
    _ name: String, _ training: ShortTraining, layers: Int = 2, _ entry: Entry, none: Entry,
    place: @escaping (inout DropoutPlacement, LayerDropout<Entry>) -> Void
  ) {
    func placed(_ entries: LayerDropout<Entry>) -> DropoutPlacement {
      var placement = DropoutPlacement()
      place(&placement, entries)
      return placement
    }
    (self.name, self.training, self.layers) = (name, training, layers)
    single = placed(.same(entry))
    listed = { chosen in placed(.each(chosen.map { $0 ? entry : none })) }
  }
}
