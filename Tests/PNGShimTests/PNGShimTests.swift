import PNGShim
import Testing

struct PNGShimTests {
  @Test
  func `encoded pixels decode to themselves, twice to the same bytes`() {
    let pixels = (0..<(5 * 3 * 3)).map { UInt8($0 * 5 % 256) }
    let first = encode(pixels)
    #expect(first == encode(pixels))
    var rgb: UnsafeMutablePointer<UInt8>?
    var (width, height): (UInt32, UInt32) = (0, 0)
    var message = [CChar](repeating: 0, count: 128)
    #expect(dl_png_decode(first, first.count, &rgb, &width, &height, &message, message.count) == 0)
    #expect((width, height) == (5, 3))
    #expect(Array(UnsafeBufferPointer(start: rgb, count: 45)) == pixels)
    dl_png_free(rgb)
  }

  @Test
  func `a broken picture is an error with a sentence`() {
    var rgb: UnsafeMutablePointer<UInt8>?
    var (width, height): (UInt32, UInt32) = (0, 0)
    var message = [CChar](repeating: 0, count: 128)
    let cut = Array(encode([UInt8](repeating: 7, count: 45)).prefix(40))
    #expect(dl_png_decode(cut, cut.count, &rgb, &width, &height, &message, message.count) == -1)
    #expect(message[0] != 0)
  }

  private func encode(_ pixels: [UInt8]) -> [UInt8] {
    var bytes: UnsafeMutablePointer<UInt8>?
    var size = 0
    var message = [CChar](repeating: 0, count: 128)
    let code = dl_png_encode(pixels, 5, 3, 5669, [], 0, &bytes, &size, &message, message.count)
    #expect(code == 0)
    defer { dl_png_free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: size))
  }
}
