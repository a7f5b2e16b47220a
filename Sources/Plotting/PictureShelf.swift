import Files
import Foundation

/// Pictures that were drawn before, kept in a folder by the digest of everything that their bytes follow from.
///
/// That is the drawing mark by mark, the texts in the file, and a sample that is drawn anew by every shelf: letters,
/// Cairo, libpng and zlib show in it. So a kept picture has the bytes that drawing would give. One that is damaged or
/// cannot be kept is drawn as if there were no shelf.
package struct PictureShelf: Sendable {
  let folder: URL
  /// What the libraries of this machine make of the sample.
  private let hand: String

  private static let kind = "picture"

  /// Takes the folder, which is made with the first picture.
  package init(folder: URL) throws(PictureError) {
    self.folder = folder
    let typeface = Typeface.installed
    hand = SHA256.digest(of: try Drawing.sample.drawn(texts: [], typeface: typeface, shelf: nil).png).hex
  }

  /// The kept picture of a drawing, or the one that `draw` makes, which is kept.
  func png(
    of drawing: Drawing, texts: [(key: String, value: String)], typeface: Typeface,
    draw: () throws(PictureError) -> [UInt8]
  ) throws(PictureError) -> [UInt8] {
    let key = key(of: drawing, texts: texts, typeface: typeface)
    let file = folder.appending(path: "\(key.prefix(2))/\(key)")
    if let kept = Self.kept(file, key: key) { return kept }
    let png = try draw()
    keep(png, in: file, key: key)
    return png
  }

  func key(of drawing: Drawing, texts: [(key: String, value: String)], typeface: Typeface) -> String {
    var writer = ByteWriter()
    writer.write(hand)
    writer.write(typeface == .dejaVu ? 0 : 1)
    writer.write(list: texts) { text, writer in
      writer.write(text.key)
      writer.write(text.value)
    }
    drawing.write(to: &writer)
    return SHA256.digest(of: writer.bytes).hex
  }

  private static func kept(_ file: URL, key: String) -> [UInt8]? {
    do {
      let sealed = try SealedFile.read(file, kind: kind)
      return sealed["drawing"] == key ? sealed.body : nil
    } catch {
      // Missing or damaged: it is drawn.
      return nil
    }
  }

  private func keep(_ png: [UInt8], in file: URL, key: String) {
    let sealed = SealedFile(kind: Self.kind, fields: [SealedFile.Field("drawing", key)], body: png)
    do {
      try AtomicFile.createFolder(file.deletingLastPathComponent())
      try AtomicFile.write(sealed.bytes, to: file, isSynced: false)
    } catch {
      // What cannot be kept is drawn again the next time.
    }
  }
}

// MARK: - What a picture follows from

extension Drawing {
  /// Lines, areas, letters upright and bold, and pixels: something of all that a library may change.
  fileprivate static let sample = Drawing(
    width: 96, height: 40,
    marks: [
      .area([Point(1, 2), Point(60, 9), Point(31.4, 37)], .ink.faded(0.37)),
      .stroke([Point(3, 31), Point(50.5, 4.25), Point(93, 33)], .spine, width: 1.5, .dashDotted),
      .marker(.circle, at: Point(72, 14), radius: 4, Color(hex: 0xD55E00), isHollow: false),
      .text(
        PlacedText(
          string: "Dropout ½", box: Box(left: 4, top: 3, right: 70, bottom: 17), style: .label, isVertical: false)),
      .text(
        PlacedText(
          string: "qp 0.5", box: Box(left: 80, top: 2, right: 94, bottom: 38), style: .panelTitle, isVertical: true)),
      .picture(
        Picture(width: 2, height: 1, rgb: [10, 200, 30, 250, 5, 80]), Box(left: 30, top: 20, right: 50, bottom: 30)),
    ])

  /// Writes everything that is drawn; the panels are not.
  func write(to writer: inout ByteWriter) {
    writer.write([width, height])
    writer.write(list: marks) { $0.write(to: &$1) }
  }
}

extension Mark {
  fileprivate func write(to writer: inout ByteWriter) {
    switch self {
    case .stroke(let points, let color, let width, let dash):
      writer.write("stroke")
      writer.write(points.flatMap { [$0.x, $0.y] })
      writer.write(color.numbers + [width] + dash.lengths)
    case .area(let points, let color):
      writer.write("area")
      writer.write(points.flatMap { [$0.x, $0.y] })
      writer.write(color.numbers)
    case .marker(let marker, let at, let radius, let color, let isHollow):
      writer.write(marker.rawValue)
      writer.write([at.x, at.y, radius, isHollow ? 1.0 : 0] + color.numbers)
    case .ring(let at, let radius, let color):
      writer.write("ring")
      writer.write([at.x, at.y, radius] + color.numbers)
    case .text(let text):
      writer.write("text")
      writer.write(text.string)
      writer.write(text.box.numbers + [text.style.size] + text.style.color.numbers)
      writer.write([text.style.isBold ? 1.0 : 0, text.isVertical ? 1 : 0])
    case .picture(let picture, let box):
      writer.write("picture")
      writer.write([picture.width, picture.height].map(Double.init) + box.numbers)
      writer.write(picture.rgb)
    }
  }
}

extension Color {
  fileprivate var numbers: [Double] { [red, green, blue, alpha] }
}

extension Box {
  fileprivate var numbers: [Double] { [left, top, right, bottom] }
}
