import Specifications
import Yams

/// Reads YAML text into a tree that knows its places; nothing is guessed and no alias is expanded.
package enum YAMLReader {
  /// Reads one document; throws on broken syntax, aliases, tags, doubled keys and keys that are no plain texts.
  package static func read(_ text: String, file: String) throws(SpecError) -> SpecNode {
    let problems = Problems()
    let tree = try read(text, file: file, problems)
    guard problems.found.isEmpty else { throw SpecError(problems.found) }
    return tree
  }

  /// Reads one document; throws where there is no tree, and reports what is wrong with the tree.
  static func read(_ text: String, file: String, _ problems: Problems) throws(SpecError) -> SpecNode {
    let text = String(text.trimmingPrefix("\u{FEFF}"))
    if let place = AliasBomb.place(in: text, file: file) { throw SpecError(place, YAMLConversion.aliases) }
    var renamed = RenamedKeys(text: text)
    let root = try compose(&renamed, file: file)
    var conversion = YAMLConversion(file: file, names: renamed.names, problems: problems)
    let tree = conversion.convert(root)
    if conversion.foundAlias { throw SpecError(problems.found) }
    return tree
  }

  /// Reads a value back that the archive keeps as one line of YAML; nil when this version does not know it.
  static func readArchived<Value: Specified>(_ text: String) -> Value? {
    let problems = Problems()
    do {
      return try Value.read(read(text, file: "the archive", problems), problems)
    } catch {
      return nil
    }
  }

  /// Composes, giving doubled keys other names until the parser takes the text; the conversion reports them.
  private static func compose(_ renamed: inout RenamedKeys, file: String) throws(SpecError) -> Node {
    var doubled: YAMLSyntaxError?
    while true {
      do throws(YAMLSyntaxError) {
        return try YAMLSyntaxError.compose(renamed.text)
      } catch {
        if case .doubledKeys(_, let mark) = error, renamed.rename(line: mark.line, column: mark.column) {
          doubled = doubled ?? error
          continue
        }
        throw (doubled ?? error).specError(file: file, text: renamed.text)
      }
    }
  }
}

/// Turns the parser's nodes into a tree.
///
/// The parser has replaced aliases by what they stand for, so a node written before its predecessor is an alias; it is
/// refused and not followed.
struct YAMLConversion {
  static let aliases = "aliases (*) are not allowed; write the value out"

  let file: String
  /// Keys that were renamed, with the names they had.
  let names: [String: String]
  let problems: Problems
  private(set) var foundAlias = false
  private var reached = (line: 0, column: 0)

  init(file: String, names: [String: String], problems: Problems) {
    self.file = file
    self.names = names
    self.problems = problems
  }

  mutating func convert(_ node: Node) -> SpecNode {
    let mark = (line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    let place = Place(file: file, line: mark.line, column: mark.column)
    guard mark >= reached else {
      foundAlias = true
      problems.report(Place(file: file, line: reached.line, column: reached.column), Self.aliases)
      return SpecNode(.scalar("", quoted: false), place: place)
    }
    reached = mark
    switch node {
    case .scalar(let scalar):
      refuseTag(scalar.tag, besides: scalar.style == .plain ? nil : .str, at: place)
      return SpecNode(Self.content(of: scalar), place: place)
    case .sequence(let sequence):
      refuseTag(sequence.tag, besides: .seq, at: place)
      return SpecNode(.list(sequence.map { convert($0) }), place: place)
    case .mapping(let mapping):
      refuseTag(mapping.tag, besides: .map, at: place)
      return SpecNode(.map(entries(of: mapping)), place: place)
    case .alias:
      foundAlias = true
      problems.report(place, Self.aliases)
      return SpecNode(.scalar("", quoted: false), place: place)
    }
  }

  private static func content(of scalar: Node.Scalar) -> SpecNode.Content {
    switch scalar.style {
    case .any, .plain:
      let isNull = ["~", "null", "Null", "NULL"].contains(scalar.string)
      return .scalar(isNull ? "" : scalar.string, quoted: false)
    case .singleQuoted, .doubleQuoted, .literal, .folded: return .scalar(scalar.string, quoted: true)
    }
  }

  /// Reports a tag that is neither absent nor `standard`, which the parser puts in itself.
  private func refuseTag(_ tag: Tag, besides standard: Tag.Name? = nil, at place: Place) {
    if tag.description == Tag.Name.implicit.rawValue || tag.description == standard?.rawValue { return }
    problems.report(place, "tags (such as !!int) are not allowed; write the value as it is")
  }

  private mutating func entries(of mapping: Node.Mapping) -> [SpecEntry] {
    var entries: [SpecEntry] = []
    var lines: [String: Int] = [:]
    for (key, value) in mapping {
      let place = Place(file: file, line: key.mark?.line ?? 1, column: key.mark?.column ?? 1)
      guard case .scalar(let scalar) = key, (place.line, place.column) >= reached else {
        problems.report(place, "a key must be a plain text")
        continue
      }
      refuseTag(scalar.tag, besides: .str, at: place)
      reached = (line: place.line, column: place.column)
      let name = names[scalar.string] ?? scalar.string
      if let line = lines[name] {
        problems.report(place, "the key '\(name)' is written twice; first in line \(line)")
        _ = convert(value)
        continue
      }
      lines[name] = place.line
      entries.append(SpecEntry(key: name, value: convert(value), place: place))
    }
    return entries
  }
}
