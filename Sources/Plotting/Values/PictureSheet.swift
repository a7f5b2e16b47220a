/// A contact sheet: one picture of equal rows with a name beside each.
package struct PictureSheet: Hashable, Sendable {
  package let picture: Picture
  /// From the top; empty for a picture without rows.
  package let rows: [String]
  /// CSS pixels per pixel of the picture.
  package let magnification: Double

  package init(_ picture: Picture, rows: [String], magnification: Double = 1) {
    precondition(magnification > 0, "a magnification is above 0, not \(magnification)")
    self.picture = picture
    self.rows = rows
    self.magnification = magnification
  }
}
