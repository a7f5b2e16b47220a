/// A finished figure with everything a page needs to show it to everybody.
package struct ReportFigure: Hashable, Sendable {
  /// The name of its file without the ending, such as `error-by-rate`.
  package let name: String
  /// What it shows, its n and what its bands are, in sentences.
  package let caption: String
  /// Type, axes and trend, for people who do not see it.
  package let alternative: String
  package let png: [UInt8]
  /// In CSS pixels: half of the picture's own at 2× density.
  package let width: Int
  package let height: Int
  /// The numbers that are drawn.
  package let data: DataTable

  package init(
    name: String, caption: String, alternative: String, png: [UInt8], width: Int, height: Int, data: DataTable
  ) {
    self.name = name
    self.caption = caption
    self.alternative = alternative
    self.png = png
    self.width = width
    self.height = height
    self.data = data
  }
}
