import PNGShim

/// Pixels, 8-bit RGB, row by row.
package struct Picture: Hashable, Sendable {
  package let width: Int
  package let height: Int
  package let rgb: [UInt8]

  package init(width: Int, height: Int, rgb: [UInt8]) {
    precondition(rgb.count == width * height * 3, "\(rgb.count) bytes for \(width) × \(height) pixels")
    self.width = width
    self.height = height
    self.rgb = rgb
  }

  /// Logical size: half the pixels.
  package var logicalWidth: Int { width / 2 }
  package var logicalHeight: Int { height / 2 }

  /// Encodes as PNG with textual chunks; equal pictures and texts give equal bytes.
  package func png(texts: [(key: String, value: String)] = []) throws(PictureError) -> [UInt8] {
    var chunks: [dl_png_text] = []
    var owned: [UnsafeMutablePointer<CChar>] = []
    defer { for pointer in owned { pointer.deallocate() } }
    for (key, value) in texts {
      let (keyCopy, valueCopy) = (Self.copy(key), Self.copy(value))
      owned += [keyCopy, valueCopy]
      chunks.append(dl_png_text(key: keyCopy, value: valueCopy))
    }
    var bytes: UnsafeMutablePointer<UInt8>?
    var size = 0
    var message = [CChar](repeating: 0, count: 256)
    // 5 669 pixels per metre are 144 per inch: twice the 72 of a logical pixel.
    let code = dl_png_encode(
      rgb, UInt32(width), UInt32(height), 5669, chunks, chunks.count, &bytes, &size, &message, message.count)
    guard code == 0, let bytes else { throw PictureError(message: Self.text(message)) }
    defer { dl_png_free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: size))
  }

  private static func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
    let bytes = Array(text.utf8CString)
    let pointer = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    pointer.initialize(from: bytes, count: bytes.count)
    return pointer
  }

  static func text(_ message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// What libpng said.
package struct PictureError: Error, Hashable, Sendable, CustomStringConvertible {
  package let message: String

  package init(message: String) { self.message = message }

  package var description: String { "the picture cannot be encoded: \(message)" }
}
