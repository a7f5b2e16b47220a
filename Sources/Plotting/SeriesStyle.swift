/// Colour, marker and dash of a series: no two of the first twenty share all three.
package struct SeriesStyle: Hashable, Sendable {
  package enum Marker: CaseIterable, Hashable, Sendable { case circle, square, triangle, diamond, down }

  package let color: Color
  package let marker: Marker
  /// Lengths on and off, in logical pixels; empty for a solid line.
  package let dash: [Double]

  package init(index: Int) {
    precondition(index >= 0, "styles are counted from 0, not \(index)")
    color = Color.palette[index % Color.palette.count]
    marker = Marker.allCases[index % Marker.allCases.count]
    dash = [[], [6, 3], [2, 2.5], [8, 3, 2, 3]][(index / Color.palette.count + index) % 4]
  }
}

/// A colour in sRGB, components in [0, 1].
package struct Color: Hashable, Sendable {
  package let red: Double
  package let green: Double
  package let blue: Double

  package init(_ hex: UInt32) {
    red = Double(hex >> 16 & 0xff) / 255
    green = Double(hex >> 8 & 0xff) / 255
    blue = Double(hex & 0xff) / 255
  }

  static let ink = Color(0x1b1f24)
  static let quiet = Color(0x57606a)
  static let grid = Color(0xe4e7ea)
  static let plate = Color(0xffffff)

  /// Okabe and Ito 2008 without yellow, which is too light for lines on white; told apart with any colour vision.
  static let palette = [0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x333333].map { Color($0) }
}
