/// One axis: title, scale and what it must show.
package struct Axis: Hashable, Sendable {
  package let title: String
  package let scale: AxisScale
  /// Values that must lie within it beside the data, such as 0.
  package let including: [Double]
  /// Whether only whole numbers are ticks, as for epochs.
  package let wholeTicks: Bool
  /// A second reading of the same positions on the other side.
  package let opposite: OppositeAxis?

  package init(
    _ title: String, scale: AxisScale = .linear, including: [Double] = [], wholeTicks: Bool = false,
    opposite: OppositeAxis? = nil
  ) {
    self.title = title
    self.scale = scale
    self.including = including
    self.wholeTicks = wholeTicks
    self.opposite = opposite
  }

  /// The names of a categorical axis, empty for numbers.
  package var categories: [String] {
    switch scale {
    case .categories(let names): names
    case .linear, .log: []
    }
  }

  package var isCategorical: Bool { !categories.isEmpty }
}

/// How values become positions.
package enum AxisScale: Hashable, Sendable {
  case linear
  /// Base 10; every value must be above 0.
  case log
  /// Category i stands at i; on a vertical axis the first is at the top.
  case categories([String])
}

/// A second reading of an axis: 1 − value, as retention is to rate.
package struct OppositeAxis: Hashable, Sendable {
  package let title: String

  package init(complement title: String) { self.title = title }
}
