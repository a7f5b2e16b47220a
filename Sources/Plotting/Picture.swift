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
    let encoder = PNGEncoder(texts: texts)
    return try rgb.withUnsafeBufferPointer { pixels throws(PictureError) in
      try encoder.encode(
        png_shim_picture(
          pixels: pixels.baseAddress, width: UInt32(width), height: UInt32(height), stride: width * 3,
          layout: png_shim_rgb, nearness: 0, pixels_per_metre: PNGEncoder.pixelsPerMetre, texts: nil, text_count: 0))
    }
  }

  /// Decodes a PNG; transparency is dropped.
  package init(png: [UInt8]) throws(PictureError) {
    var (width, height): (UInt32, UInt32) = (0, 0)
    var result = png_shim_bytes()
    var message = [CChar](repeating: 0, count: png_shim_message_size)
    guard png_shim_decode(png, png.count, &width, &height, &result, &message) == png_shim_good else {
      throw PictureError(decoding: message)
    }
    defer { png_shim_free(result) }
    let bytes = UnsafeBufferPointer(start: result.bytes, count: result.count)
    let rgb = [UInt8](unsafeUninitializedCapacity: result.count / 4 * 3) { target, count in
      count = result.count / 4 * 3
      for pixel in 0..<(result.count / 4) {
        for channel in 0..<3 { target[pixel * 3 + channel] = bytes[pixel * 4 + channel] }
      }
    }
    self.init(width: Int(width), height: Int(height), rgb: rgb)
  }
}

/// Why a picture could not be drawn, encoded or decoded, in the words of Cairo, libpng or the shim.
package struct PictureError: Error, Hashable, Sendable, CustomStringConvertible {
  package let message: String

  package init(message: String) { self.message = message }

  /// Takes the message out of a C string.
  init(decoding message: [CChar]) {
    self.init(message: String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
  }

  package var description: String { "the picture cannot be made: \(message)" }
}
