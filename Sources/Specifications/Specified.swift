/// A value that reads itself from a tree and writes itself back.
///
/// The law: reading what was written gives the value again, and keys at their default are not written.
package protocol Specified: Hashable, Sendable {
  /// What may be written, in words, such as `a whole number`.
  static var allowed: String { get }
  /// Reads the value, or reports every problem and returns nil.
  static func read(_ node: SpecNode, _ problems: Problems) -> Self?
  /// The shortest tree that reads as this value.
  var node: SpecNode { get }
}

// MARK: - Scalars

extension Int: Specified {
  package static let allowed = "a whole number"

  package static func read(_ node: SpecNode, _ problems: Problems) -> Int? {
    if let text = node.plainText, let value = Int(text), String(value) == text { return value }
    problems.report(node.place, "expected a whole number, found \(node.kind)")
    return nil
  }

  package var node: SpecNode { .text(String(self)) }
}

extension Double: Specified {
  package static let allowed = "a number"

  package static func read(_ node: SpecNode, _ problems: Problems) -> Double? {
    if let text = node.plainText, isDecimal(text), let value = Double(text), value.isFinite { return value }
    problems.report(node.place, "expected a number, found \(node.kind)")
    return nil
  }

  /// YAML 1.1 reads 017 as 15 and 1:30 as 90; only plain decimals mean the same to every reader.
  private static func isDecimal(_ text: String) -> Bool {
    var rest = text.utf8[...]
    func digits() -> Int {
      let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    func take(_ letters: String) -> Bool {
      guard let first = rest.first, letters.utf8.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    _ = take("-+")
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    let fraction = take(".") ? digits() : 0
    if whole + fraction == 0 || (startsWithZero && whole > 1) { return false }
    if take("eE") {
      _ = take("-+")
      if digits() == 0 { return false }
    }
    return rest.isEmpty
  }

  package var node: SpecNode { .text(shortestDecimal) }

  /// The shortest decimal that reads as this number; whole numbers without a fraction.
  package var shortestDecimal: String {
    if self == rounded(), magnitude < 1e15 { return String(Int(self)) }
    return "\(self)"
  }
}

extension Bool: Specified {
  package static let allowed = "true or false"

  package static func read(_ node: SpecNode, _ problems: Problems) -> Bool? {
    switch node.plainText {
    case "true": return true
    case "false": return false
    default:
      problems.report(node.place, "expected true or false, found \(node.kind)")
      return nil
    }
  }

  package var node: SpecNode { .text(self ? "true" : "false") }
}

extension String: Specified {
  package static let allowed = "a text"

  package static func read(_ node: SpecNode, _ problems: Problems) -> String? {
    if case .scalar(let text, _) = node.content { return text }
    problems.report(node.place, "expected a text, found \(node.kind)")
    return nil
  }

  package var node: SpecNode { .text(self) }
}

extension Array: Specified where Element: Specified {
  package static var allowed: String { "a list, each \(Element.allowed)" }

  package static func read(_ node: SpecNode, _ problems: Problems) -> [Element]? {
    guard case .list(let items) = node.content else {
      problems.report(node.place, "expected a list, found \(node.kind)")
      return nil
    }
    let read = items.map { Element.read($0, problems) }
    let values = read.compactMap { $0 }
    return values.count == read.count ? values : nil
  }

  package var node: SpecNode { .list(map(\.node)) }
}

extension SpecNode {
  /// The text of a scalar that was written without quotes.
  package var plainText: String? {
    if case .scalar(let text, quoted: false) = content { return text }
    return nil
  }
}
