/// Sizes of texts in logical pixels, as the drawing will have them.
struct TextMeasure {
  /// Width of a text at a size.
  let width: (_ text: String, _ size: Double) -> Double
}

/// A rectangle in logical pixels, y downwards.
package struct Box: Hashable, Sendable {
  package var x: Double
  package var y: Double
  package var width: Double
  package var height: Double

  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  package var right: Double { x + width }
  package var bottom: Double { y + height }

  /// Whether two boxes share more than an edge.
  package func overlaps(_ other: Box) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }
}

/// A text with the box it fills; a turned text reads upwards.
package struct PlacedText: Hashable, Sendable {
  package enum Role: Hashable, Sendable { case title, axisLabel, tick, legend }

  package let text: String
  package let box: Box
  package let size: Double
  package let role: Role
  package let isTurned: Bool
}
