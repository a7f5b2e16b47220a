import PNGShim
import Testing

struct PNGShimTests {
  @Test(arguments: [(png_shim_rgb, 3), (png_shim_rgba, 4)])
  func `encoded pixels decode to themselves, twice to the same bytes`(layout: png_shim_layout, channels: Int) {
    let pixels = (0..<(5 * 3 * channels)).map { UInt8($0 * 5 % 256) }
    let first = encode(pixels, layout, stride: 5 * channels)
    #expect(first.code == png_shim_good)
    #expect(first.bytes == encode(pixels, layout, stride: 5 * channels).bytes)
    let decoded = decode(first.bytes)
    #expect((decoded.width, decoded.height) == (5, 3))
    for pixel in 0..<15 {
      for channel in 0..<channels { #expect(decoded.bytes[pixel * 4 + channel] == pixels[pixel * channels + channel]) }
      if channels == 3 { #expect(decoded.bytes[pixel * 4 + 3] == 255) }
    }
  }

  @Test
  func `native words give red, green and blue whatever the stride`() {
    let words: [UInt32] = [0x0011_2233, 0xFF44_5566, 0xDEAD_BEEF, 0x00AA_BBCC, 0x0001_0203, 0xDEAD_BEEF]
    let pixels = words.withUnsafeBytes { Array($0) }
    let result = encode(pixels, png_shim_native_xrgb, width: 2, height: 2, stride: 12)
    #expect(
      decode(result.bytes).bytes == [
        0x11, 0x22, 0x33, 255, 0x44, 0x55, 0x66, 255, 0xAA, 0xBB, 0xCC, 255, 1, 2, 3, 255,
      ])
  }

  @Test
  func `chunks hold density and texts, ASCII as tEXt, other letters as iTXt, and no time`() {
    let pixels = [UInt8](repeating: 9, count: 45)
    let bytes = encode(pixels, png_shim_rgb, stride: 15, texts: [("Software", "lab 1"), ("Title", "p ≤ ½")]).bytes
    #expect(chunks(of: bytes) == ["IHDR", "PLTE", "pHYs", "tEXt", "iTXt", "IDAT", "IEND"])
    #expect(bytes.contains("Software\0lab 1".utf8))
    #expect(bytes.contains("p ≤ ½".utf8))
  }

  /// 64 × 64: two plain halves of rare neighbours, and a column between them with a ramp of `colours` blends.
  private func drawing(blends colours: Int) -> [UInt8] {
    (0..<64).flatMap { y in
      (0..<64).flatMap { x -> [UInt8] in
        if x == 32 { return [UInt8(y * 4 % 256), UInt8(y % colours), 200] }
        return x < 32 ? [250, 250, 250] : y == 0 && x == 40 ? [5, 9, 9] : [9, 9, 9]
      }
    }
  }

  @Test
  func `few colours are written with a palette and all of them kept`() {
    let pixels = drawing(blends: 4)
    let bytes = encode(pixels, png_shim_rgb, width: 64, height: 64, stride: 192).bytes
    #expect(chunks(of: bytes).contains("PLTE"))
    #expect(opaque(decode(bytes).bytes) == pixels)
  }

  @Test
  func `rows that equal the one above them, and rows that do not, come out as they went in`() {
    let rows: [UInt8] = [0, 0, 0, 1, 0, 0, 2, 2, 1, 1, 1, 3, 0, 0, 0, 2]
    let pixels = rows.flatMap { row in
      (0..<9).flatMap { x -> [UInt8] in x % 3 == Int(row) ? [200, row, UInt8(x)] : [250, 250, 250] }
    }
    let bytes = encode(pixels, png_shim_rgb, width: 9, height: 16, stride: 27).bytes
    #expect(chunks(of: bytes).contains("PLTE"))
    #expect(opaque(decode(bytes).bytes) == pixels)
  }

  @Test
  func `near colours are written as the more frequent one where that is allowed`() {
    // 4 096 pixels of more than 256 colours, of which two are those of the plain areas.
    var pixels = drawing(blends: 64)
    for place in 0..<150 { pixels[3 * (place * 7 + 64)] = UInt8(100 + place) }
    for place in 0..<150 { pixels[3 * (place * 7 + 65) + 1] = UInt8(100 + place) }
    let exact = encode(pixels, png_shim_rgb, width: 64, height: 64, stride: 192).bytes
    #expect(!chunks(of: exact).contains("PLTE") && opaque(decode(exact).bytes) == pixels)
    for nearness: UInt8 in [2, 16] {
      let near = encode(pixels, png_shim_rgb, width: 64, height: 64, stride: 192, nearness: nearness).bytes
      let written = opaque(decode(near).bytes)
      let differences = zip(written, pixels).map { Int($0) - Int($1) }
      #expect(differences.allSatisfy { $0.magnitude <= nearness })
      #expect(chunks(of: near).contains("PLTE"))
      // The plain areas keep their colours.
      #expect(written.suffix(6) == [9, 9, 9, 9, 9, 9])
    }
  }

  @Test
  func `a picture without plain areas keeps every colour`() {
    var word: UInt32 = 1
    let pixels = (0..<(64 * 64 * 3)).map { _ -> UInt8 in
      word = word &* 1_664_525 &+ 1_013_904_223
      return UInt8(word >> 24)
    }
    let bytes = encode(pixels, png_shim_rgb, width: 64, height: 64, stride: 192, nearness: 16).bytes
    #expect(!chunks(of: bytes).contains("PLTE") && opaque(decode(bytes).bytes) == pixels)
  }

  @Test
  func `pictures that cannot be are refused with a sentence`() {
    let pixels = [UInt8](repeating: 7, count: 45)
    let long = String(repeating: "k", count: 80)
    for result in [
      encode(pixels, png_shim_rgb, width: 0, stride: 15), encode(pixels, png_shim_rgb, height: 0, stride: 15),
      encode(pixels, png_shim_rgb, stride: 14), encode(pixels, png_shim_rgb, stride: 15, texts: [("", "a")]),
      encode(pixels, png_shim_rgb, stride: 15, texts: [(long, "a")]),
      encode(pixels, png_shim_rgb, width: 40000, stride: 120000),
    ] {
      #expect(result.code == png_shim_refused)
      #expect(!result.message.isEmpty && result.bytes.isEmpty)
    }
  }

  @Test
  func `a truncated or altered file is refused with a sentence`() {
    let whole = encode([UInt8](repeating: 7, count: 45), png_shim_rgb, stride: 15).bytes
    var altered = whole
    altered[altered.count - 20] ^= 0xFF
    for broken in [Array(whole.prefix(40)), altered, [], [1, 2, 3]] {
      let result = decode(broken)
      #expect(result.code == png_shim_failed)
      #expect(!result.message.isEmpty && result.bytes.isEmpty)
    }
  }
}

// MARK: - Calls

extension PNGShimTests {
  private typealias Result = (code: png_shim_code, bytes: [UInt8], message: String)

  private func encode(
    _ pixels: [UInt8], _ layout: png_shim_layout, width: UInt32 = 5, height: UInt32 = 3, stride: Int,
    nearness: UInt8 = 0, texts: [(String, String)] = []
  ) -> Result {
    var result = png_shim_bytes()
    var message = [CChar](repeating: 1, count: png_shim_message_size)
    let strings = texts.map { (Array($0.0.utf8CString), Array($0.1.utf8CString)) }
    let owned = strings.map { key, text in
      let copies = (
        UnsafeMutablePointer<CChar>.allocate(capacity: key.count),
        UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
      )
      copies.0.initialize(from: key, count: key.count)
      copies.1.initialize(from: text, count: text.count)
      return copies
    }
    defer { for (key, text) in owned { (key.deallocate(), text.deallocate()) } }
    let chunks = owned.map { png_shim_text(key: $0.0, text: $0.1) }
    let code = pixels.withUnsafeBufferPointer { pixels in
      chunks.withUnsafeBufferPointer { chunks in
        var picture = png_shim_picture(
          pixels: pixels.baseAddress, width: width, height: height, stride: stride, layout: layout,
          nearness: nearness, pixels_per_metre: 7559, texts: chunks.baseAddress, text_count: chunks.count)
        return png_shim_encode(&picture, &result, &message)
      }
    }
    defer { png_shim_free(result) }
    return (code, Array(UnsafeBufferPointer(start: result.bytes, count: result.count)), text(message))
  }

  private func decode(_ bytes: [UInt8]) -> (
    code: png_shim_code, bytes: [UInt8], message: String, width: UInt32, height: UInt32
  ) {
    var result = png_shim_bytes()
    var (width, height): (UInt32, UInt32) = (0, 0)
    var message = [CChar](repeating: 1, count: png_shim_message_size)
    let code = png_shim_decode(bytes, bytes.count, &width, &height, &result, &message)
    defer { png_shim_free(result) }
    return (code, Array(UnsafeBufferPointer(start: result.bytes, count: result.count)), text(message), width, height)
  }

  /// Red, green and blue without alpha.
  private func opaque(_ pixels: [UInt8]) -> [UInt8] {
    pixels.enumerated().filter { $0.offset % 4 < 3 }.map(\.element)
  }

  private func text(_ message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private func chunks(of png: [UInt8]) -> [String] {
    var (place, names): (Int, [String]) = (8, [])
    while place + 8 <= png.count {
      let length = png[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
      names.append(String(decoding: png[(place + 4)..<(place + 8)], as: UTF8.self))
      place += length + 12
    }
    return names
  }
}
