/// A grid of numbers by two factors: each cell has its colour and its number, and one without a number is hatched.
package struct HeatGrid: Hashable, Sendable {
  package let x: Factor
  package let y: Factor
  /// Row by row from the top, one cell per level of x.
  package let cells: [[Cell]]
  /// What the colours mean, such as `Test error (%)`.
  package let title: String

  /// A factor with the names of its levels.
  package struct Factor: Hashable, Sendable {
    package let title: String
    package let levels: [String]

    package init(_ title: String, levels: [String]) {
      self.title = title
      self.levels = levels
    }
  }

  package enum Cell: Hashable, Sendable {
    /// A number, as it is written, and whether it is marked by a frame.
    case value(Double, text: String, isMarked: Bool)
    /// Nothing, and why in a word.
    case missing(String)

    package var value: Double? {
      switch self {
      case .value(let value, _, _): value
      case .missing: nil
      }
    }

    var text: String {
      switch self {
      case .value(_, let text, _): text
      case .missing(let reason): reason
      }
    }
  }

  package init(x: Factor, y: Factor, cells: [[Cell]], title: String) {
    precondition(
      !cells.isEmpty && cells.count == y.levels.count && cells.allSatisfy { $0.count == x.levels.count },
      "a grid of \(y.levels.count) × \(x.levels.count) levels has as many cells")
    self.x = x
    self.y = y
    self.cells = cells
    self.title = title
  }

  /// The least and the largest number; nil without any.
  package var range: ClosedRange<Double>? {
    let values = cells.joined().compactMap(\.value)
    guard let least = values.min(), let most = values.max() else { return nil }
    return least...most
  }

  /// The colour of a number: one hue that only darkens, so that order survives any kind of sight and print in grey.
  package func color(of value: Double) -> Color { Self.color(at: share(of: value)) }

  /// White on the darker colours, black on the lighter ones, each with a contrast of at least 4.5 (WCAG 2.2).
  package func ink(on value: Double) -> Color { share(of: value) > Self.turn ? .plate : Color(hex: 0) }

  /// Where a number lies between the least, 0, and the largest, 1; a single number lies in the middle.
  private func share(of value: Double) -> Double {
    guard let range, range.upperBound > range.lowerBound else { return 0.3 }
    // Halves, whose difference is always finite.
    return (value / 2 - range.lowerBound / 2) / (range.upperBound / 2 - range.lowerBound / 2)
  }

  static func color(at share: Double) -> Color { Color(hex: 0x00427A).pale(0.94 * (1 - min(1, max(0, share)))) }

  /// The share from which white letters have the higher contrast: relative luminance .179.
  private static let turn = 0.687
}
