import Foundation
import Testing

/// The chapter speaks of every claim, correction and exact check, and the map says where.
struct ChapterTests {
  @Test(arguments: [("C", 97), ("Q", 26), ("T", 36)])
  func `the chapter mentions every number of a kind`(kind: String, count: Int) throws {
    let mentioned = try Self.parts().map(\.text).joined()
    let missing = Self.identifiers(kind, count).filter { !mentioned.contains($0) }
    #expect(missing.isEmpty)
  }

  @Test
  func `every exact check has a cell that computes it`() throws {
    let text = try Self.chapter()
    let computed = text.matches(of: /```\{identity\}\n#\| id: (T[0-9]{2})\n/).map { String($0.1) }
    #expect(computed.sorted() == Self.identifiers("T", 36))
  }

  @Test
  func `every claim stands in one of the lists of checks`() throws {
    let lists = try Self.chapter().matches(of: /> \*\*Checks\.\*\*(?:.+\n)+/).map { String($0.0) }.joined()
    let spans = lists.matches(of: /C([0-9]{2})(?: to\s+(?:> )?C([0-9]{2}))?/).flatMap { match -> [Int] in
      guard let first = Int(match.1), let last = Int(match.2 ?? match.1) else { return [] }
      return Array(first...last)
    }
    #expect(Set(1...97).subtracting(spans).isEmpty)
  }

  /// `docs/claims_map.py` writes the map anew.
  @Test(arguments: [("C", 97), ("Q", 26), ("T", 36), ("E", 33)])
  func `the map names places that speak of a number`(kind: String, count: Int) throws {
    let parts = try Self.parts()
    let rows = try Self.text("docs/claims-map.md").split(separator: "\n").map { $0.split(separator: "|") }
      .filter { $0.count >= 2 && $0[0].hasPrefix(" \(kind)") && !$0[0].contains("Number") }
    #expect(rows.map { $0[0].filter { !$0.isWhitespace } } == Self.identifiers(kind, count))
    for row in rows {
      let places = row[1].split(separator: ",").map { $0.filter { !$0.isWhitespace } }
      #expect(!places.isEmpty)
      for place in places {
        let part = try #require(parts.first { $0.label == place }, "\(row[0]) stands in \(place), which is gone")
        let words = kind == "E" ? row[2].matches(of: /[a-z-]+\.yaml/).map { "file: \($0.0)\n" } : []
        let speaks = ([row[0].filter { !$0.isWhitespace }] + words).contains { part.text.contains($0) }
        #expect(speaks, "\(row[0]) does not stand in \(place)")
      }
    }
  }

  // MARK: Files

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  private static func chapter() throws -> String { try text("experiments/chapter.md") }

  /// Label and text under every labelled heading, without the part that explains the numbers.
  private static func parts() throws -> [(label: String, text: String)] {
    let text = try chapter()
    let headings = text.matches(of: /(?m)^#+ .*\{#(sec-[a-z0-9-]+)\}$/)
    let ends = headings.dropFirst().map(\.range.lowerBound) + [text.endIndex]
    return zip(headings, ends).map { (String($0.1), String(text[$0.range.upperBound..<$1])) }
      .filter { $0.label != "sec-reading" }
  }

  private static func identifiers(_ kind: String, _ count: Int) -> [String] {
    (1...count).map { $0 < 10 ? "\(kind)0\($0)" : "\(kind)\($0)" }
  }
}
