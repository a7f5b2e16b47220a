import Foundation
import Testing

/// Reads again what fuzzers began with and what they found; a trap ends the whole run of tests.
struct FuzzingTests {
  private static let corpus = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Corpus")

  @Test(arguments: FuzzedReader.allCases)
  func `everything that was ever tried on a reader is read or refused`(reader: FuzzedReader) throws {
    let folder = Self.corpus.appending(path: reader.rawValue)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    try #require(!names.isEmpty)
    for name in names {
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
      reader.read(bytes)
      // Every cut of a small one as well.
      for end in stride(from: 0, to: min(bytes.count, 2000), by: 1 + bytes.count / 40) {
        reader.read(Array(bytes[..<end]))
      }
    }
  }

  /// A fuzzer that begins with what is refused at the door never comes in.
  @Test(arguments: FuzzedReader.allCases)
  func `something of a corpus is taken`(reader: FuzzedReader) throws {
    let inputs = try FileManager.default.contentsOfDirectory(
      at: Self.corpus.appending(path: reader.rawValue), includingPropertiesForKeys: nil)
    #expect(try inputs.contains { url in (try? reader.take([UInt8](Data(contentsOf: url)))) != nil })
  }

  @Test(arguments: ["one.txt", "three.txt"])
  func `the exports that fuzzing begins with are taken whole`(name: String) throws {
    try ExportFixture.take([UInt8](Data(contentsOf: Self.corpus.appending(path: "archive/\(name)"))))
  }

  @Test(arguments: [FuzzedReader.spec, .override, .claims, .notebook, .condition, .template, .plan, .bibliography])
  func `what is nested a hundred thousand deep is refused, not followed`(reader: FuzzedReader) {
    for opening in ["(", "[", "{", "not ", "- ", "-", "{{#a}}", "{{", "a=[", "@a{b, c = {", "[a](", "**", "> ", "`"] {
      reader.read(Array(String(repeating: opening, count: 100_000).utf8))
    }
  }
}
