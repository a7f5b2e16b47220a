/// A picture described by values: panels side by side or below each other, one legend for all of them.
package struct Figure: Hashable, Sendable {
  /// Width of the drawing in logical pixels; the PNG has twice as many.
  package var width: Double
  /// Height of one row of panels, axes included, in logical pixels.
  package var panelHeight: Double
  /// Panels per row.
  package var columns: Int
  package var panels: [Panel]

  package init(width: Double = 720, panelHeight: Double = 340, columns: Int = 1, panels: [Panel]) {
    precondition(columns > 0, "a figure has at least one column, not \(columns)")
    self.width = width
    self.panelHeight = panelHeight
    self.columns = columns
    self.panels = panels
  }
}

/// One pair of axes with its series.
package struct Panel: Hashable, Sendable {
  /// Above the axes; empty for none.
  package var title: String
  package var x: Axis
  package var y: Axis
  package var series: [Series]
  /// Horizontal or vertical lines that mark a value.
  package var rules: [Rule]

  package init(title: String = "", x: Axis, y: Axis, series: [Series], rules: [Rule] = []) {
    self.title = title
    self.x = x
    self.y = y
    self.series = series
    self.rules = rules
  }
}

/// One axis: what it measures, how it is scaled, where its ticks are.
package struct Axis: Hashable, Sendable {
  package enum Scale: Hashable, Sendable {
    case linear
    /// Base 10; values are above zero.
    case logarithmic
    /// One place per name, from 0; on the y axis the first is on top.
    case categories([String])
  }

  package var label: String
  package var scale: Scale
  /// Smallest and largest value shown; from the data when absent.
  package var range: ClosedRange<Double>?
  /// Where labelled ticks stand; chosen when empty.
  package var ticks: [Tick]
  /// Shows values × 100 with a per cent sign in the label.
  package var isShare: Bool

  package init(
    _ label: String, scale: Scale = .linear, range: ClosedRange<Double>? = nil, ticks: [Tick] = [],
    isShare: Bool = false
  ) {
    self.label = label
    self.scale = scale
    self.range = range
    self.ticks = ticks
    self.isShare = isShare
  }
}

/// A labelled place on an axis.
package struct Tick: Hashable, Sendable {
  package let value: Double
  package let label: String

  package init(_ value: Double, _ label: String) {
    self.value = value
    self.label = label
  }
}

/// What belongs together under one name.
package struct Series: Hashable, Sendable {
  package var name: String
  /// Which colour, marker and dash: the same index looks the same in every panel.
  package var style: Int
  package var points: [SeriesPoint]
  /// Small unfilled points behind, such as single replicates.
  package var details: [SeriesPoint]
  package var isJoined: Bool
  /// Draws the bounds of the points as a band rather than as error bars.
  package var hasBand: Bool
  package var hasMarkers: Bool

  package init(
    _ name: String, style: Int, points: [SeriesPoint], details: [SeriesPoint] = [], isJoined: Bool = true,
    hasBand: Bool = false, hasMarkers: Bool = true
  ) {
    self.name = name
    self.style = style
    self.points = points
    self.details = details
    self.isJoined = isJoined
    self.hasBand = hasBand
    self.hasMarkers = hasMarkers
  }
}

/// A value with its bounds, if it has any.
package struct SeriesPoint: Hashable, Sendable {
  package var x: Double
  package var y: Double
  package var low: Double?
  package var high: Double?
  /// Ringed, such as the value chosen on validation.
  package var isMarked: Bool
  /// Crossed instead of filled, and never joined, such as a network that did not train.
  package var isExcluded: Bool
  /// Bounds run along the x axis.
  package var boundsAreHorizontal: Bool

  package init(
    _ x: Double, _ y: Double, low: Double? = nil, high: Double? = nil, isMarked: Bool = false,
    isExcluded: Bool = false, boundsAreHorizontal: Bool = false
  ) {
    self.x = x
    self.y = y
    self.low = low
    self.high = high
    self.isMarked = isMarked
    self.isExcluded = isExcluded
    self.boundsAreHorizontal = boundsAreHorizontal
  }
}

/// A line across the panel at one value.
package struct Rule: Hashable, Sendable {
  package enum Direction: Hashable, Sendable { case horizontal, vertical }

  package var direction: Direction
  package var value: Double

  package init(_ direction: Direction, at value: Double) {
    self.direction = direction
    self.value = value
  }
}
