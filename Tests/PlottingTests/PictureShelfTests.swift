import Files
import Foundation
import Testing

@testable import Plotting

struct PictureShelfTests {
  let folder = FileManager.default.temporaryDirectory.appending(path: "shelf-\(UUID().uuidString)")

  private func drawn(_ shelf: PictureShelf?, title: String = "lab") throws -> [UInt8] {
    try DrawnFigureTests.figure.drawn(texts: [(key: "Software", value: title)], shelf: shelf).png
  }

  private var files: [String] {
    get throws {
      try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.contains("/") }.sorted()
    }
  }

  @Test
  func `a kept picture has the bytes of a drawn one, and is not drawn again`() throws {
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    let shelf = try PictureShelf(folder: folder)
    let plain = try drawn(nil)
    #expect(try drawn(shelf) == plain)
    #expect(try files.count == 1)
    let drawing = DrawnFigureTests.figure.drawing(Lettering())
    let texts = [(key: "Software", value: "lab")]
    let kept = try PictureShelf(folder: folder).png(of: drawing, texts: texts, typeface: .installed) {
      () throws(PictureError) in throw PictureError(message: "drawn again")
    }
    #expect(kept == plain)
  }

  @Test
  func `a damaged entry is drawn anew and is whole afterwards`() throws {
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    let shelf = try PictureShelf(folder: folder)
    let plain = try drawn(shelf)
    let file = folder.appending(path: try files[0])
    let whole = try FileContents.read(file)
    for damaged in [[], Array(whole.dropLast()), whole.dropLast() + [whole[whole.count - 1] ^ 1]] {
      try Data(damaged).write(to: file)
      #expect(try drawn(shelf) == plain)
      #expect(try FileContents.read(file) == whole)
    }
  }

  @Test
  func `an entry under the name of another drawing is not taken for it`() throws {
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    let shelf = try PictureShelf(folder: folder)
    let plain = try drawn(nil)
    _ = try drawn(shelf)
    let own = folder.appending(path: try files[0])
    let other = try drawn(shelf, title: "other")
    #expect(other != plain)
    let others = try files.map { folder.appending(path: $0) }.filter { $0.path != own.path }
    try Data(try FileContents.read(others[0])).write(to: own)
    #expect(try drawn(shelf) == plain)
  }

  @Test
  func `where nothing can be kept it is drawn`() throws {
    let shelf = try PictureShelf(folder: URL(filePath: "/dev/null/shelf"))
    #expect(try drawn(shelf) == drawn(nil))
  }

  @Test
  func `everything that is drawn is in the key`() throws {
    let shelf = try PictureShelf(folder: folder)
    let box = Box(left: 1, top: 2, right: 3, bottom: 4)
    let style = TextStyle(size: 10)
    func text(_ string: String, _ box: Box, _ style: TextStyle, _ vertical: Bool) -> Mark {
      .text(PlacedText(string: string, box: box, style: style, isVertical: vertical))
    }
    let at = Point(1, 2)
    let marks: [[Mark]] = [
      [], [.ring(at, radius: 2, .ink)], [.ring(at, radius: 3, .ink)], [.ring(Point(2, 1), radius: 2, .ink)],
      [.ring(at, radius: 2, .spine)], [.area([at], .ink)], [.area([at, at], .ink)], [.area([at], .ink.faded(0.5))],
      [.stroke([at], .ink, width: 1, .solid)], [.stroke([at], .ink, width: 2, .solid)],
      [.stroke([at], .ink, width: 1, .dotted)], [.marker(.circle, at: at, radius: 1, .ink, isHollow: false)],
      [.marker(.circle, at: at, radius: 1, .ink, isHollow: true)],
      [.marker(.cross, at: at, radius: 1, .ink, isHollow: false)], [text("q", box, style, false)],
      [text("p", box, style, false)], [text("q", box, style, true)],
      [text("q", box, TextStyle(size: 11), false)], [text("q", box, TextStyle(size: 10, isBold: true), false)],
      [.picture(Picture(width: 1, height: 2, rgb: [1, 2, 3, 4, 5, 6]), box)],
      [.picture(Picture(width: 2, height: 1, rgb: [1, 2, 3, 4, 5, 6]), box)],
      [.picture(Picture(width: 1, height: 2, rgb: [1, 2, 3, 4, 5, 7]), box)],
      [.ring(at, radius: 2, .ink), .ring(at, radius: 2, .ink)],
    ]
    var keys = Set(
      marks.map { marks in
        shelf.key(of: Drawing(width: 9, height: 9, marks: marks), texts: [], typeface: .strokes)
      })
    let plain = Drawing(width: 9, height: 9, marks: [])
    keys.insert(shelf.key(of: plain, texts: [], typeface: .dejaVu))
    keys.insert(shelf.key(of: plain, texts: [(key: "a", value: "b")], typeface: .strokes))
    keys.insert(shelf.key(of: Drawing(width: 8, height: 9, marks: []), texts: [], typeface: .strokes))
    #expect(keys.count == marks.count + 3)
  }
}
