import Plotting
import Testing

struct DrawnFigureTests {
  static let figure = Figure(
    x: Axis("Rate q"), y: Axis("Error (%)"),
    panels: [
      Panel(layers: [
        .band([Span(at: 0, low: 5, high: 7), Span(at: 1, low: 4, high: 6)], SeriesStyle(0)),
        .line([Point(0, 6), Point(1, 5)], SeriesStyle(0), name: "n = 256"),
      ])
    ], width: 280, panelHeight: 60)

  @Test(arguments: FigureLayoutTests.typefaces)
  func `the same figure gives the same bytes, twice as many pixels as its size`(typeface: Typeface) throws {
    let first = try Self.figure.drawn(texts: [(key: "Software", value: "lab")], lettering: Lettering(typeface))
    let second = try Self.figure.drawn(texts: [(key: "Software", value: "lab")], lettering: Lettering(typeface))
    #expect(first == second)
    let picture = try Picture(png: first.png)
    #expect(first.width == 280)
    #expect((picture.logicalWidth, picture.logicalHeight) == (first.width, first.height))
  }

  @Test
  func `the plate is solid and light, and ink is on it`() throws {
    let picture = try Picture(png: Self.figure.drawn(lettering: Lettering(.strokes)).png)
    #expect(Array(picture.rgb.prefix(3)) == [255, 255, 255])
    #expect(Array(picture.rgb.suffix(3)) == [255, 255, 255])
    let dark = stride(from: 0, to: picture.rgb.count, by: 3).count { picture.rgb[$0] < 100 }
    #expect(dark > 300)
  }

  @Test
  func `the letters without a font and the marks of the reference within a tolerance`() throws {
    let picture = try Picture(png: Self.figure.drawn(lettering: Lettering(.strokes)).png)
    // Shares of ink in sixths of the width: axis title, axis, line, line, line, name.
    let shares = (0..<6).map { part in
      let columns = picture.width * part / 6..<picture.width * (part + 1) / 6
      let sum = (0..<picture.height).reduce(0) { sum, row in
        sum + columns.reduce(0) { $0 + 255 - Int(picture.rgb[(row * picture.width + $1) * 3]) }
      }
      return Double(sum) / Double(255 * picture.height * columns.count)
    }
    for (share, expected) in zip(shares, Self.reference) { #expect(abs(share - expected) < 0.004, "\(shares)") }
  }

  static let reference = [0.0236, 0.0612, 0.0777, 0.0554, 0.0119, 0.0097]

  @Test
  func `texts and density are in the file, the time is not`() throws {
    let png = try Self.figure.drawn(
      texts: [(key: "Software", value: "dropout-lab 1"), (key: "Title", value: "p ≤ ½")], lettering: Lettering(.strokes)
    ).png
    for text in ["pHYs", "tEXtSoftware\0dropout-lab 1", "iTXtTitle", "p ≤ ½"] {
      #expect(png.contains(Array(text.utf8)))
    }
    #expect(!png.contains(Array("tIME".utf8)))
  }

  @Test
  func `a key that PNG does not allow is an error with its reason`() {
    let error = #expect(throws: PictureError.self) { try Self.figure.drawn(texts: [(key: "", value: "x")]) }
    #expect(error?.description.contains("text key") == true)
    #expect(throws: PictureError.self) { try Picture(png: [1, 2, 3]) }
  }

  @Test
  func `a picture is drawn pixel for pixel`() throws {
    let rgb: [UInt8] = [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30]
    let picture = Picture(width: 2, height: 2, rgb: rgb)
    #expect(try Picture(png: picture.png()) == picture)
    let drawn = try Picture(png: PictureSheet(picture, rows: [], magnification: 10).drawn().png)
    for (corner, place) in [(28 + 5, 28 + 5), (28 + 30, 28 + 5), (28 + 5, 28 + 30), (28 + 30, 28 + 30)].enumerated() {
      let first = (place.1 * drawn.width + place.0) * 3
      #expect(Array(drawn.rgb[first..<first + 3]) == Array(rgb[corner * 3..<corner * 3 + 3]))
    }
  }
}
