/// One thing drawn within the axes of a panel; points are in data units.
package enum Layer: Hashable, Sendable {
  /// A line through the points, with a marker on each when `marked`; its name is written beside its end.
  case line([Point], SeriesStyle, name: String? = nil, marked: Bool = true)
  case band([Span], SeriesStyle)
  case points([Point], SeriesStyle, isHollow: Bool = false)
  /// Small dots, moved sideways (never along the value) by a fixed pattern so that they do not hide each other.
  case replicates([Point], SeriesStyle, values: Direction = .vertical)
  /// Bars with caps.
  case intervals([Span], SeriesStyle, values: Direction = .vertical)
  /// Box of the quartiles, median, whiskers to the extremes.
  case boxes([Quartiles], SeriesStyle, values: Direction = .vertical)
  /// Rings around points that stand out.
  case rings([Point])
  /// Crosses on a strip of their own above the data, one strip per layer: things that have no value on this axis.
  case offScale([Double], SeriesStyle, text: String)
  /// A cross with words in the row of a category: a row that has no value.
  case emptyRow(Int, text: String)
  /// Straight links, as between the two ends of a gap.
  case links([Link], SeriesStyle)
  /// A horizontal reference over the whole width.
  case level(Double, name: String?)
  /// A vertical reference over the whole height, its name above the panel.
  case moment(Double, name: String?)
  /// Words beside a point, placed where they hide nothing.
  case annotation(Point, String)
}

/// The direction in which the values of a layer run.
package enum Direction: Hashable, Sendable {
  case vertical, horizontal
}

/// Bounds at a place of the other axis.
package struct Span: Hashable, Sendable {
  package let at: Double
  package let low: Double
  package let high: Double

  package init(at: Double, low: Double, high: Double) {
    precondition(low <= high, "a span from \(low) to \(high) is inside out")
    self.at = at
    self.low = low
    self.high = high
  }
}

/// The five numbers of a box at a place of the other axis.
package struct Quartiles: Hashable, Sendable {
  package let at: Double
  package let minimum: Double
  package let lower: Double
  package let median: Double
  package let upper: Double
  package let maximum: Double

  package init(at: Double, minimum: Double, lower: Double, median: Double, upper: Double, maximum: Double) {
    self.at = at
    self.minimum = minimum
    self.lower = lower
    self.median = median
    self.upper = upper
    self.maximum = maximum
  }
}

/// A straight link between two points.
package struct Link: Hashable, Sendable {
  package let from: Point
  package let to: Point

  package init(_ from: Point, _ to: Point) {
    self.from = from
    self.to = to
  }
}
