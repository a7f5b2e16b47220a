import Foundation
import Specifications
import Testing

/// What people and terminals see of a text.
struct VisibleTextTests {
  @Test func `what is not seen is written as its number, what is seen stays`() {
    #expect("a\u{1B}[31m\tb\n\u{202E}c\u{9B}".visible == "a\\u{1b}[31m\\u{9}b\\u{a}\\u{202e}c\\u{9b}")
    #expect("ÄΩ漢🙂 ▁▂█ é".visible == "ÄΩ漢🙂 ▁▂█ é")
    #expect("a\tb\r\n\u{2028}c".harmless == "a\tb\\u{d}\n\\u{2028}c")
  }

  @Test func `no character is both seen and obeyed`() {
    for value in [0..<0x20, 0x7F..<0xA0, 0x200B..<0x2010, 0x202A..<0x202F, 0x2060..<0x2070, 0xE0001..<0xE0002] {
      for scalar in value.compactMap(Unicode.Scalar.init) { #expect(!scalar.isVisible, "U+\(scalar.value)") }
    }
  }

  @Test func `a mark is found among scalars, not among characters`() {
    #expect(ShellWord.quoted("a'\u{308}; rm").unicodeScalars.elementsEqual("'a'\\''\u{308}; rm'".unicodeScalars))
    #expect(
      "a\u{600}<*\u{308}".escapingScalars("<*").unicodeScalars.elementsEqual("a\u{600}\\<\\*\u{308}".unicodeScalars))
  }

  @Test func `JSON escapes what is not seen and is read back the same`() throws {
    let text = "\u{1B}\u{9B}\u{202E}\u{E0001}\u{FEFF}ü\"\\"
    let json = JSONValue.object([(text, .text(text))]).text
    let isSeen = json.unicodeScalars.allSatisfy(\.isVisible)
    #expect(isSeen)
    let read = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: String]
    #expect(read == [text: text])
  }
}
