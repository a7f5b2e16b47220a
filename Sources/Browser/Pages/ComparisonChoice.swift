import Analysis

/// What a reader chose to see beside each other.
package struct ComparisonChoice: Sendable {
  /// The names of the sides, as they were written.
  let sides: [String]
  /// What is drawn across and up; nil as usual.
  let x: AlignedMetric?
  let y: AlignedMetric?

  package init(sides: [String], x: AlignedMetric?, y: AlignedMetric?) { (self.sides, self.x, self.y) = (sides, x, y) }
}
