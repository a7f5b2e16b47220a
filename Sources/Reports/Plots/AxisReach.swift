/// How far an axis goes where some sizes are many times the others, which would be pressed together.
package struct AxisReach: Hashable, Sendable {
  /// So many times what counts, or what is usual, is too far.
  package static let most = 8.0

  /// Infinite where nothing is too far.
  package let limit: Double

  /// Whether an axis ends before something that is shown.
  package var isFinite: Bool { limit.isFinite }

  package init(limit: Double) { self.limit = limit }

  /// Goes to the largest size of at most eight times the median of these values, of two the smaller; infinite where all are within.
  package init(of values: [Double]) {
    let sizes = values.map(\.magnitude).filter { $0.isFinite && $0 > 0 }.sorted()
    let usual = sizes.isEmpty ? 0 : sizes[(sizes.count - 1) / 2] * Self.most
    let within = sizes.prefix { $0 <= usual }
    limit = within.count == sizes.count ? .infinity : within.last ?? .infinity
  }

  package func cut(_ value: Double) -> Double { min(limit, max(-limit, value)) }

  package func isBeyond(_ value: Double) -> Bool { value.magnitude > limit }
}
