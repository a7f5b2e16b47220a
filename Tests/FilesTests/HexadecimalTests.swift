import Files
import Testing

struct HexadecimalTests {
  @Test
  func `bytes come back from their digits`() {
    let bytes = (0...255).map { UInt8($0) }
    #expect(Hexadecimal.bytes(of: Hexadecimal.text(of: bytes)) == bytes)
    #expect(Hexadecimal.text(of: [0, 0x0F, 0xA0, 0xFF]) == "000fa0ff")
    #expect(Hexadecimal.bytes(of: "0") == nil)
    #expect(Hexadecimal.bytes(of: "0é") == nil)
  }
}
