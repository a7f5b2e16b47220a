import Foundation
import Testing

@testable import Reports

#if canImport(FoundationXML)
  import FoundationXML
#endif

struct MathMLWellFormedTests {
  /// What MathML Core says of its elements: which there are and how many children some must have.
  private final class Reader: NSObject, XMLParserDelegate {
    static let children = [
      "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3,
    ]
    static let tables = ["mtable": "mtr", "mtr": "mtd"]
    static let others: Set = [
      "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "msqrt", "mstyle", "mphantom", "mtable", "mtr", "mtd",
    ]
    var counts: [(name: String, count: Int)] = []
    var faults: [String] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String] = [:]
    ) {
      if !Self.others.contains(name), Self.children[name] == nil { faults.append("<\(name)> is not of MathML Core") }
      if let parent = counts.last, let wanted = Self.tables[parent.name], wanted != name {
        faults.append("<\(name)> in <\(parent.name)>")
      }
      if !counts.isEmpty { counts[counts.count - 1].count += 1 }
      counts.append((name, 0))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
      guard let last = counts.popLast() else { return }
      if let wanted = Self.children[name], last.count != wanted {
        faults.append("<\(name)> has \(last.count) children")
      }
    }
  }

  @Test
  func `thousands of random formulas become well-formed MathML Core with the right number of children`() throws {
    var random = RandomFormulas(seed: 209)
    for _ in 0..<1_500 {
      let tex = Self.closed(random.formula())
      for display in [true, false] {
        let reader = Reader()
        let parser = XMLParser(data: Data(try MathML.convert(tex, display: display).utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(tex): \(String(describing: parser.parserError))")
        #expect(reader.faults == [], "\(tex)")
      }
    }
  }

  @Test
  func `damaged formulas are refused or converted, never more`() {
    var random = RandomFormulas(seed: 5)
    var refused = 0
    for _ in 0..<1_500 {
      var scalars = Array(Self.closed(random.formula(depth: 2)).unicodeScalars)
      for _ in 0...random.next(below: 4) where !scalars.isEmpty {
        let place = random.next(below: scalars.count)
        switch random.next(below: 3) {
        case 0: scalars.remove(at: place)
        case 1: scalars.insert(["{", "}", "\\", "^", "&", "$", "\0"][random.next(below: 7)], at: place)
        default: scalars.swapAt(place, random.next(below: scalars.count))
        }
      }
      guard let mistake = MathML.mistake(in: String(String.UnicodeScalarView(scalars))) else { continue }
      refused += 1
      #expect((0...scalars.count).contains(mistake.offset))
      if refused.isMultiple(of: 10) { #expect(!mistake.message.isEmpty) }
    }
    #expect(refused > 500)
  }

  /// Gives every `\end` the name of its `\begin`.
  private static func closed(_ tex: String) -> String {
    var names: [Substring] = []
    var parts = tex.components(separatedBy: "\\")
    for (index, part) in parts.enumerated() {
      if part.hasPrefix("begin{") { names.append(part.dropFirst(6).prefix { $0 != "}" }) }
      if part.hasPrefix("end{@}") { parts[index] = "end{\(names.removeLast())}" + part.dropFirst(6) }
    }
    return parts.joined(separator: "\\")
  }
}
