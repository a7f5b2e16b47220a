import Randomness

/// Spoils training labels, decided by the position of the example.
///
/// A share of labels is redrawn from all classes alike; of the others, a share becomes another class.
struct LabelNoise: Sendable {
  let share: Double
  let classes: Int
  let stream: RandomStream
  let redrawn: Double
  let redrawing: RandomStream

  init(_ spec: DatasetSpec, classes: Int, _ plan: RandomPlan) {
    share = spec.labelNoise
    self.classes = classes
    stream = plan.dataset("labelNoise")
    redrawn = spec.randomLabels
    redrawing = plan.dataset("randomLabels")
  }

  /// The label of the example at a position: the true one, or what chance made of it.
  func label(_ label: UInt8, of position: UInt32) -> UInt32 {
    if redrawn > 0, redrawing.uniform(unit: 0, example: Int(position)) < redrawn {
      return UInt32(redrawing.uniform(unit: 1, example: Int(position)) * Double(classes))
    }
    guard share > 0, stream.uniform(unit: 0, example: Int(position)) < share else { return UInt32(label) }
    let other = Int(stream.uniform(unit: 1, example: Int(position)) * Double(classes - 1))
    return UInt32(other < Int(label) ? other : other + 1)
  }
}
