/// How one series looks: colour, marker and dash together, so that nothing is told by colour alone.
package struct SeriesStyle: Hashable, Sendable {
  package let color: Color
  package let marker: Marker
  package let dash: Dash

  package init(color: Color, marker: Marker, dash: Dash = .solid) {
    self.color = color
    self.marker = marker
    self.dash = dash
  }

  /// Makes the style of the series of an index; the pair of colour and marker repeats after 35.
  package init(_ index: Int) {
    precondition(index >= 0, "series are counted from 0, not \(index)")
    color = Self.colors[index % Self.colors.count]
    marker = Self.markers[index % Self.markers.count]
    dash = Dash.allCases[index % Dash.allCases.count]
  }

  /// The colours of Okabe and Ito (2008), told apart with every common colour blindness; strongest contrast first.
  static let colors: [Color] = [
    0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x4D4D4D,
  ].map { Color(hex: $0) }

  static let markers: [Marker] = [.circle, .square, .triangle, .diamond, .fallingTriangle]

  /// What stands back behind the series: references and what was excluded.
  package static let quiet = SeriesStyle(color: Color(hex: 0x767676), marker: .circle, dash: .dashed)
}

/// The shape of a point.
package enum Marker: String, CaseIterable, Hashable, Sendable {
  case circle, square, triangle, diamond, fallingTriangle, cross
}

/// The strokes of a line.
package enum Dash: CaseIterable, Hashable, Sendable {
  case solid, dashed, dotted, dashDotted

  /// Lengths of strokes and gaps in CSS pixels.
  var lengths: [Double] {
    switch self {
    case .solid: []
    case .dashed: [6, 3.5]
    case .dotted: [1.5, 3]
    case .dashDotted: [7, 3, 1.5, 3]
    }
  }
}
