import Foundation

/// Turns the values of an axis into pixels.
struct Scale: Hashable, Sendable {
  let kind: AxisScale
  let low: Double
  let high: Double
  /// The pixel of `low`.
  let start: Double
  /// The pixel of `high`.
  let end: Double

  func position(_ value: Double) -> Double {
    switch kind {
    case .linear, .categories: start + (AxisRange.within(value, kind) - low) / (high - low) * (end - start)
    case .log: start + log10(AxisRange.within(value, kind) / low) / log10(high / low) * (end - start)
    }
  }
}

/// The range that an axis shows.
struct AxisRange: Hashable, Sendable {
  let low: Double
  let high: Double

  /// Takes in all data with a twentieth of air on both sides; never below zero where zero is asked for and no datum is.
  init(_ axis: Axis, data: [Double]) {
    if axis.isCategorical {
      low = -0.5
      high = Double(axis.categories.count) - 0.5
      return
    }
    let values = (data + axis.including).filter(\.isFinite).map { Self.within($0, axis.scale) }
    let least = values.min() ?? 0
    let most = values.max() ?? 1
    if axis.scale == .log {
      precondition(least > 0, "a logarithmic axis cannot show \(least)")
      let air = most > least ? exp(0.05 * Foundation.log(most / least)) : 2
      (low, high) = (least / air, most * air)
      return
    }
    let air = most - least > Self.least ? 0.05 * (most - least) : max(abs(most) * 0.1, 0.5)
    low = least == 0 && axis.including.contains(0) ? 0 : least - air
    high = most == 0 && axis.including.contains(0) && least < 0 ? 0 : most + air
  }

  /// The number, or the nearest one whose distance, on a logarithmic axis whose ratio, to any other is finite, air included.
  static func within(_ value: Double, _ scale: AxisScale) -> Double {
    switch scale {
    case .log: min(max(value, 1e-120), 1e120)
    case .linear, .categories: min(max(value, -limit), limit)
    }
  }

  private static let limit = 0.4 * Double.greatestFiniteMagnitude
  /// The least extent that has ticks of its own.
  private static let least = 1e-290
}

extension Layer {
  /// The values along x and along y that an axis must show.
  var extent: (x: [Double], y: [Double]) {
    switch self {
    case .line(let points, _, _, _), .points(let points, _, _), .replicates(let points, _, _), .rings(let points):
      (points.map(\.x), points.map(\.y))
    case .band(let spans, _): Self.extent(spans, .vertical)
    case .intervals(let spans, _, let direction): Self.extent(spans, direction)
    case .boxes(let boxes, _, let direction):
      Self.extent(boxes.map { Span(at: $0.at, low: $0.minimum, high: $0.maximum) }, direction)
    case .offScale(let places, _, _): (places, [])
    case .emptyRow: ([], [])
    case .links(let links, _): (links.flatMap { [$0.from.x, $0.to.x] }, links.flatMap { [$0.from.y, $0.to.y] })
    case .level(let value, _): ([], [value])
    case .moment(let value, _): ([value], [])
    case .annotation(let point, _): ([point.x], [point.y])
    }
  }

  private static func extent(_ spans: [Span], _ direction: Direction) -> (x: [Double], y: [Double]) {
    let (places, values) = (spans.map(\.at), spans.flatMap { [$0.low, $0.high] })
    return direction == .vertical ? (places, values) : (values, places)
  }
}
