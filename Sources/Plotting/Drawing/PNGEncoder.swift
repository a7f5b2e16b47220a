import CCairo
import PNGShim

/// Turns pixels into PNG bytes: 8-bit red, green, blue, density, texts, no time.
struct PNGEncoder {
  /// 2 × 96 pixels per inch.
  static let pixelsPerMetre: UInt32 = 7559

  /// How far a colour of a drawing may be from what was drawn, in steps of 255: only blended edges ever are.
  static let nearness: UInt8 = 16

  /// Keys are 1–79 ASCII letters, such as `Software`.
  let texts: [(key: String, value: String)]

  /// Encodes an opaque surface, whose pixels need no division by alpha.
  func encode(surface: OpaquePointer) throws(PictureError) -> [UInt8] {
    cairo_surface_flush(surface)
    return try encode(
      png_shim_picture(
        pixels: cairo_image_surface_get_data(surface), width: UInt32(cairo_image_surface_get_width(surface)),
        height: UInt32(cairo_image_surface_get_height(surface)), stride: Int(cairo_image_surface_get_stride(surface)),
        layout: png_shim_native_xrgb, nearness: Self.nearness, pixels_per_metre: Self.pixelsPerMetre, texts: nil,
        text_count: 0))
  }

  func encode(_ picture: png_shim_picture) throws(PictureError) -> [UInt8] {
    let strings = texts.flatMap { [Array($0.key.utf8CString), Array($0.value.utf8CString)] }
    var result = png_shim_bytes()
    var message = [CChar](repeating: 0, count: png_shim_message_size)
    let code = Self.withPointers(to: strings) { pointers in
      let chunks = stride(from: 0, to: pointers.count, by: 2).map {
        png_shim_text(key: pointers[$0], text: pointers[$0 + 1])
      }
      return chunks.withUnsafeBufferPointer { chunks in
        var complete = picture
        complete.texts = chunks.baseAddress
        complete.text_count = chunks.count
        return png_shim_encode(&complete, &result, &message)
      }
    }
    guard code == png_shim_good else { throw PictureError(decoding: message) }
    defer { png_shim_free(result) }
    return Array(UnsafeBufferPointer(start: result.bytes, count: result.count))
  }

  /// Lays the strings one after the other so that each has an address while `body` runs.
  private static func withPointers<Result>(to strings: [[CChar]], _ body: ([UnsafePointer<CChar>]) -> Result) -> Result
  {
    let joined = UnsafeMutablePointer<CChar>.allocate(capacity: max(1, strings.reduce(0) { $0 + $1.count }))
    defer { joined.deallocate() }
    var pointers: [UnsafePointer<CChar>] = []
    var end = joined
    for string in strings {
      pointers.append(UnsafePointer(end))
      for letter in string {
        end.initialize(to: letter)
        end += 1
      }
    }
    return body(pointers)
  }
}
