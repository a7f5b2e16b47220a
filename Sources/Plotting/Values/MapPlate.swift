/// A plate of small multiples: maps of numbers in rows and columns, under one scale of colours that stands below them.
package struct MapPlate: Hashable, Sendable {
  package let rows: [Row]
  /// The head of every column.
  package let columns: [String]
  package let scale: ColorScale
  /// CSS pixels per number of a map.
  package let magnification: Double

  /// One row of maps with its name.
  package struct Row: Hashable, Sendable {
    package let name: String
    package let maps: [NumberMap]

    package init(_ name: String, _ maps: [NumberMap]) {
      self.name = name
      self.maps = maps
    }
  }

  package init(rows: [Row], columns: [String], scale: ColorScale, magnification: Double = 5) {
    precondition(rows.allSatisfy { $0.maps.count == columns.count }, "every row has \(columns.count) maps")
    self.rows = rows
    self.columns = columns
    self.scale = scale
    self.magnification = magnification
  }
}

/// Numbers of a map, row by row.
package struct NumberMap: Hashable, Sendable {
  package let width: Int
  package let height: Int
  package let values: [Double]

  package init(width: Int, height: Int, values: [Double]) {
    precondition(values.count == width * height, "\(values.count) numbers for \(width) × \(height)")
    self.width = width
    self.height = height
    self.values = values
  }
}

/// How numbers become colours.
package enum ColorScale: Hashable, Sendable {
  /// Dark where nothing is left, light where something is; the texts say what each means.
  case mask(dropped: String, kept: String)
  /// Light everywhere; the text says what it means.
  case constant(String)
  /// From blue below through white at the centre to orange above, cut off at the reach; ticks are written beside it.
  case diverging(center: Double, reach: Double, ticks: [Tick])

  /// A number of the scale with its text.
  package struct Tick: Hashable, Sendable {
    package let value: Double
    package let text: String

    package init(_ value: Double, _ text: String) {
      self.value = value
      self.text = text
    }
  }

  static let dropped = Color(hex: 0x1F2933)
  static let kept = Color(hex: 0xE3EAF1)
  private static let below = Color(hex: 0x00508F)
  private static let above = Color(hex: 0xB84A00)

  /// The colour of a number.
  package func color(of value: Double) -> Color {
    switch self {
    case .mask: return value == 0 ? Self.dropped : Self.kept
    case .constant: return Self.kept
    case .diverging(let center, let reach, _):
      let share = min(1, (value - center).magnitude / reach)
      return (value < center ? Self.below : Self.above).pale(1 - share)
    }
  }
}

extension NumberMap {
  /// One pixel per number.
  func picture(_ scale: ColorScale) -> Picture {
    let bytes = values.flatMap { value -> [UInt8] in
      let color = scale.color(of: value)
      return [color.red, color.green, color.blue].map { UInt8(($0 * 255).rounded()) }
    }
    return Picture(width: width, height: height, rgb: bytes)
  }
}
