/// A kind of network: what it is made of, and what that takes.
package protocol NetworkKind: Hashable, Sendable {
  /// The activation of the hidden layers.
  var activation: Activation { get }
  /// Units of the hidden layers whose dropout `dropout.hidden` sets, from the input up.
  var hiddenWidths: [Int] { get }
  /// Which places of the `dropout:` block the kind has.
  var places: Set<DropoutPlace> { get }
  /// Lays out the stages from an input to so many logits.
  func stages(_ layout: NetworkLayout, input: MapShape, outputs: Int) -> [Layer]
  /// What one example takes.
  func size(input: MapShape, outputs: Int) -> NetworkSize
}

/// A key of the `dropout:` block.
package enum DropoutPlace: String, CaseIterable, Hashable, Sendable {
  case input, hidden, residual
}

/// What a network takes, for plans and progress, never for results.
package struct NetworkSize: Hashable, Sendable {
  /// Multiply-adds of one example's forward pass.
  package var multiplyAdds = 0.0
  package var weights = 0.0
  /// Numbers that a pass keeps per example.
  package var values = 0.0

  /// Adds a dense layer that acts at so many positions.
  mutating func addDense(_ inputs: Int, _ outputs: Int, positions: Int = 1) {
    weights += Double(inputs * outputs)
    multiplyAdds += Double(inputs * outputs * positions)
    values += Double(outputs * positions)
  }
}
