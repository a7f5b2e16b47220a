/// An opaque or translucent colour of the sRGB space.
package struct Color: Hashable, Sendable {
  package let red: Double
  package let green: Double
  package let blue: Double
  package let alpha: Double

  package init(hex: UInt32, alpha: Double = 1) {
    red = Double(hex >> 16 & 255) / 255
    green = Double(hex >> 8 & 255) / 255
    blue = Double(hex & 255) / 255
    self.alpha = alpha
  }

  private init(red: Double, green: Double, blue: Double, alpha: Double) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  package func faded(_ alpha: Double) -> Color { Color(red: red, green: green, blue: blue, alpha: alpha) }

  /// Mixes with white, which looks like translucency but does not add up where marks lie on each other.
  package func pale(_ share: Double) -> Color {
    Color(
      red: red + (1 - red) * share, green: green + (1 - green) * share, blue: blue + (1 - blue) * share, alpha: alpha)
  }

  package static let plate = Color(hex: 0xFFFFFF)
  package static let ink = Color(hex: 0x222222)
  package static let quietInk = Color(hex: 0x595959)
  package static let spine = Color(hex: 0x8C8C8C)
  package static let grid = Color(hex: 0xE9E9E9)
}
