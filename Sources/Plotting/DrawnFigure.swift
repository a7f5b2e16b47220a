/// A figure as a PNG with its size in CSS pixels; the picture has twice as many pixels each way.
package struct DrawnFigure: Hashable, Sendable {
  package let png: [UInt8]
  package let width: Int
  package let height: Int
}

extension Figure {
  /// Draws the figure; the same figure, texts and fonts give the same bytes, which a shelf may have kept.
  package func drawn(
    texts: [(key: String, value: String)] = [], lettering: Lettering = Lettering(), shelf: PictureShelf? = nil
  ) throws(PictureError) -> DrawnFigure {
    try drawing(lettering).drawn(texts: texts, typeface: lettering.typeface, shelf: shelf)
  }
}

extension PictureSheet {
  /// Draws the sheet.
  package func drawn(
    texts: [(key: String, value: String)] = [], lettering: Lettering = Lettering(), shelf: PictureShelf? = nil
  ) throws(PictureError) -> DrawnFigure {
    try drawing(lettering).drawn(texts: texts, typeface: lettering.typeface, shelf: shelf)
  }
}

extension MapPlate {
  /// Draws the plate.
  package func drawn(
    texts: [(key: String, value: String)] = [], lettering: Lettering = Lettering(), shelf: PictureShelf? = nil
  ) throws(PictureError) -> DrawnFigure {
    try drawing(lettering).drawn(texts: texts, typeface: lettering.typeface, shelf: shelf)
  }
}

extension HeatGrid {
  /// Draws the grid.
  package func drawn(
    texts: [(key: String, value: String)] = [], lettering: Lettering = Lettering(), shelf: PictureShelf? = nil
  ) throws(PictureError) -> DrawnFigure {
    try drawing(lettering).drawn(texts: texts, typeface: lettering.typeface, shelf: shelf)
  }
}

extension Drawing {
  /// Takes the picture from the shelf where it is kept.
  func drawn(
    texts: [(key: String, value: String)], typeface: Typeface, shelf: PictureShelf?
  ) throws(PictureError) -> DrawnFigure {
    func draw() throws(PictureError) -> [UInt8] {
      let canvas = try Canvas(width: width, height: height, typeface: typeface)
      for mark in marks { canvas.draw(mark) }
      return try PNGEncoder(texts: texts).encode(surface: canvas.surface)
    }
    let png: [UInt8]
    if let shelf {
      png = try shelf.png(of: self, texts: texts, typeface: typeface, draw: draw)
    } else {
      png = try draw()
    }
    return DrawnFigure(png: png, width: Int(width.rounded()), height: Int(height.rounded()))
  }
}
