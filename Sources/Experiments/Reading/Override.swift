import Foundation
import Specifications

/// One change to a specification from the command line: `key=value`, `+key=value`, `~key`.
///
/// A value `a,b` or `range(a,b,step)` (b excluded) sweeps: the path becomes one more axis of the grid.
package struct Override: Hashable, Sendable {
  package enum Change: Hashable, Sendable {
    case set(SpecNode)
    case add(SpecNode)
    case remove
    case sweep([SpecNode])
  }

  package let path: SpecPath
  package let change: Change
  package let place: Place

  /// Reads an override as it was typed.
  package init(_ text: String) throws(SpecError) {
    place = Place.override(text)
    if text.hasPrefix("~") {
      path = SpecPath(String(text.dropFirst()))
      change = .remove
    } else {
      let adds = text.hasPrefix("+")
      let parts = (adds ? text.dropFirst() : text[...]).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw SpecError(place, "an override is key=value, +key=value or ~key")
      }
      path = SpecPath(String(parts[0]))
      let values = try Self.values(String(parts[1]), at: place)
      switch (values.count, adds) {
      case (1, false): change = .set(values[0])
      case (1, true): change = .add(values[0])
      default: change = .sweep(values)
      }
    }
    if let excess = path.excess { throw SpecError(place, excess) }
    guard path.isWellFormed else { throw SpecError(place, "'\(path)' is no path; write keys with dots between") }
  }

  // MARK: Values

  private static func values(_ text: String, at place: Place) throws(SpecError) -> [SpecNode] {
    // A pattern is read anew each time that it is used.
    if text.hasPrefix("range("), let found = text.wholeMatch(of: /range\(([^,()]+),([^,()]+)(?:,([^,()]+))?\)/) {
      return try range(String(found.1), String(found.2), found.3.map(String.init) ?? "1", at: place)
    }
    var nodes: [SpecNode] = []
    for piece in pieces(of: text) { nodes.append(try node(piece, at: place)) }
    return nodes
  }

  /// a, a + step, … below b, computed as decimals, so that no rounding shows.
  private static func range(
    _ first: String, _ end: String, _ step: String, at place: Place
  ) throws(SpecError) -> [SpecNode] {
    func number(_ text: String) -> Decimal? {
      let node = SpecNode(.scalar(text.trimmingSpaces, quoted: false))
      return Double.read(node, Problems()).flatMap { Decimal(string: $0.shortestDecimal, locale: Self.plainLocale) }
    }
    guard let a = number(first), let b = number(end), let step = number(step), step > 0, a < b,
      (b - a) / step <= Decimal(Variations.mostPoints)
    else {
      throw SpecError(
        place,
        "range(a,b,step) needs numbers with a below b, a step above 0 and at most \(Variations.mostPoints) values")
    }
    var values: [SpecNode] = []
    var value = a
    while value < b {
      values.append(SpecNode(.scalar(Self.text(value), quoted: false), place: place))
      value += step
    }
    return values
  }

  private static let plainLocale = Locale(identifier: "en_US_POSIX")

  private static func text(_ value: Decimal) -> String { Double("\(value)")?.shortestDecimal ?? "\(value)" }

  private static func node(_ text: String, at place: Place) throws(SpecError) -> SpecNode {
    if text.isEmpty { return SpecNode(.scalar("", quoted: false), place: place) }
    let tree: SpecNode
    do {
      tree = try YAMLReader.read(text, file: place.file)
    } catch {
      throw SpecError(error.problems.map { Problem(place: place, message: $0.message) })
    }
    return tree.moved(to: place)
  }

  /// Splits at commas that stand outside brackets and quotes.
  private static func pieces(of text: String) -> [String] {
    var pieces = [""]
    var depth = 0
    var quote: Character?
    for character in text {
      switch (character, quote) {
      case ("\"", nil), ("'", nil): quote = character
      case (let end, let start?) where end == start: quote = nil
      case ("[", nil), ("{", nil), ("(", nil): depth += 1
      case ("]", nil), ("}", nil), (")", nil): depth -= 1
      case (",", nil) where depth == 0:
        pieces.append("")
        continue
      default: break
      }
      pieces[pieces.count - 1].append(character)
    }
    return pieces.map(\.trimmingSpaces)
  }
}

extension SpecNode {
  /// The same tree with every node at one place.
  func moved(to place: Place) -> SpecNode {
    switch content {
    case .scalar: SpecNode(content, place: place)
    case .list(let items): SpecNode(.list(items.map { $0.moved(to: place) }), place: place)
    case .map(let entries):
      SpecNode(
        .map(entries.map { SpecEntry(key: $0.key, value: $0.value.moved(to: place), place: place) }), place: place)
    }
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
