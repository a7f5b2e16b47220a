/// A figure as a PNG with its size in CSS pixels; the picture has twice as many pixels each way.
package struct DrawnFigure: Hashable, Sendable {
  package let png: [UInt8]
  package let width: Int
  package let height: Int
}

extension Figure {
  /// Draws the figure; the same figure, texts and fonts give the same bytes.
  package func drawn(texts: [(key: String, value: String)] = [], lettering: Lettering = Lettering())
    throws(PictureError) -> DrawnFigure
  {
    try drawing(lettering).drawn(texts: texts, typeface: lettering.typeface)
  }
}

extension PictureSheet {
  /// Draws the sheet.
  package func drawn(texts: [(key: String, value: String)] = [], lettering: Lettering = Lettering())
    throws(PictureError) -> DrawnFigure
  {
    try drawing(lettering).drawn(texts: texts, typeface: lettering.typeface)
  }
}

extension MapPlate {
  /// Draws the plate.
  package func drawn(texts: [(key: String, value: String)] = [], lettering: Lettering = Lettering())
    throws(PictureError) -> DrawnFigure
  {
    try drawing(lettering).drawn(texts: texts, typeface: lettering.typeface)
  }
}

extension HeatGrid {
  /// Draws the grid.
  package func drawn(texts: [(key: String, value: String)] = [], lettering: Lettering = Lettering())
    throws(PictureError) -> DrawnFigure
  {
    try drawing(lettering).drawn(texts: texts, typeface: lettering.typeface)
  }
}

extension Drawing {
  func drawn(texts: [(key: String, value: String)], typeface: Typeface) throws(PictureError) -> DrawnFigure {
    let canvas = try Canvas(width: width, height: height, typeface: typeface)
    for mark in marks { canvas.draw(mark) }
    return DrawnFigure(
      png: try PNGEncoder(texts: texts).encode(surface: canvas.surface), width: Int(width.rounded()),
      height: Int(height.rounded()))
  }
}
