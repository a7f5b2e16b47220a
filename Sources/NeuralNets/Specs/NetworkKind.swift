/// A kind of network: what it is made of, and what that takes.
package protocol NetworkKind: Hashable, Sendable {
  /// The activation of the hidden layers.
  var activation: Activation { get }
  /// Units of the hidden layers whose dropout `dropout.hidden` sets, from the input up.
  var hiddenWidths: [Int] { get }
  /// How many maps there are whose dropout `dropout.maps` sets, from the input up.
  var mapSites: Int { get }
  /// Why inputs of a shape do not fit, in words; nil where they do.
  func misfit(input: MapShape) -> String?
  /// Which places of the `dropout:` block the kind has.
  var places: Set<DropoutPlace> { get }
  /// Whether the network answers with its own input, whatever the examples' targets are.
  var reconstructs: Bool { get }
  /// Whether the network reads symbols, and whether it can answer at every step.
  var reads: FeatureReading { get }
  /// Lays out the stages from an input to so many logits.
  func stages(_ layout: NetworkLayout, input: MapShape, outputs: Int) -> [Layer]
  /// What one example takes.
  func size(input: MapShape, outputs: Int) -> NetworkSize
}

extension NetworkKind {
  package var mapSites: Int { 0 }
  package var reconstructs: Bool { false }
  package var reads: FeatureReading { .numbers }
  package func misfit(input: MapShape) -> String? { nil }

  /// How many layers, or blocks, a list of dropout at a place has entries for, from the input up.
  package func layers(at place: DropoutPlace) -> Int {
    switch place {
    case .input, .embedding: 1
    case .hidden, .sums, .weights, .recurrent, .attention, .branches: hiddenWidths.count
    case .maps, .paths: mapSites
    case .residual: hiddenWidths.isEmpty ? mapSites : hiddenWidths.count
    }
  }
}

/// What a network takes in.
package enum FeatureReading: Hashable, Sendable {
  case numbers
  /// Real numbers step by step, so that it can answer after every step.
  case steps
  /// Symbols step by step.
  case symbols
}

/// A key of the `dropout:` block.
package enum DropoutPlace: String, CaseIterable, Hashable, Sendable {
  case input, embedding, sums, hidden, maps, residual, recurrent, attention, branches, weights, paths
}

/// What a network takes, for plans and progress, never for results.
package struct NetworkSize: Hashable, Sendable {
  /// Multiply-adds of one example's forward pass.
  package var multiplyAdds = 0.0
  package var weights = 0.0
  /// Numbers that a pass keeps per example.
  package var values = 0.0

  /// Examples that evaluation takes at a time: 250, fewer where a pass keeps much.
  package var evaluationBatch: Int { min(250, max(32, Int(4_000_000 / max(values, 1)))) }

  /// Adds a convolution to maps of a shape, with so many taps of the kernel.
  mutating func addConvolution(from channels: Int, to maps: MapShape, taps: Int) {
    weights += Double(taps * channels * maps.channels)
    multiplyAdds += Double(taps * channels * maps.units)
    values += Double(maps.units)
  }

  /// Adds a dense layer that acts at so many positions.
  mutating func addDense(_ inputs: Int, _ outputs: Int, positions: Int = 1) {
    weights += Double(inputs * outputs)
    multiplyAdds += Double(inputs * outputs * positions)
    values += Double(outputs * positions)
  }
}
