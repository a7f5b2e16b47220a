import Randomness

/// Replaces labels by other classes, each with the same probability, decided by the position of the example.
struct LabelNoise: Sendable {
  let share: Double
  let classes: Int
  let stream: RandomStream

  /// The label of the example at a position: the true one, or one of the other classes, each equally likely.
  func label(_ label: UInt8, of position: UInt32) -> UInt32 {
    guard share > 0, stream.uniform(unit: 0, example: Int(position)) < share else { return UInt32(label) }
    let other = Int(stream.uniform(unit: 1, example: Int(position)) * Double(classes - 1))
    return UInt32(other < Int(label) ? other : other + 1)
  }
}
