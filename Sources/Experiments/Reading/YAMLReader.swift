import Specifications
import Yams

/// Reads YAML text into a tree that knows its places; nothing is guessed and no alias is expanded.
package enum YAMLReader {
  /// Reads one document; throws on broken syntax, aliases, tags, doubled keys and keys that are no plain texts.
  package static func read(_ text: String, file: String) throws(SpecError) -> SpecNode {
    let node = try compose(text, file: file)
    let problems = Problems()
    var conversion = Conversion(file: file, problems: problems)
    let tree = conversion.convert(node)
    guard problems.found.isEmpty else { throw SpecError(problems.found) }
    return tree
  }

  private static func compose(_ text: String, file: String) throws(SpecError) -> Node {
    do {
      // The parser itself refuses doubled keys only where they are resolved; convert() names both places.
      let parser = try Parser(yaml: text)
      guard let node = try parser.singleRoot() else {
        throw SpecError(Place(file: file, line: 1, column: 1), "the file is empty; an experiment is a map")
      }
      return node
    } catch let error as SpecError {
      throw error
    } catch let error as YamlError {
      throw SpecError(place(of: error, file: file), sentence(of: error))
    } catch {
      throw SpecError(Place(file: file, line: 1, column: 1), "\(error)")
    }
  }

  private static func place(of error: YamlError, file: String) -> Place {
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      Place(file: file, line: mark.line, column: mark.column)
    case .duplicatedKeysInMapping(_, let context):
      Place(file: file, line: context.mark.line, column: context.mark.column)
    case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      Place(file: file, line: 1, column: 1)
    @unknown default: Place(file: file, line: 1, column: 1)
    }
  }

  private static func sentence(of error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
      return "this is not YAML: \(problem)"
    case .reader(let problem, _, _, _): return "this is not YAML: \(problem)"
    case .duplicatedKeysInMapping(let duplicates, _):
      let keys = duplicates.sorted().map { "'\($0)'" }.joined(separator: ", ")
      return "the key \(keys) is written twice in one map"
    case .dataCouldNotBeDecoded: return "the text is not UTF-8"
    case .no, .memory, .writer, .emitter, .representer: return "this is not YAML: \(error)"
    @unknown default: return "this is not YAML: \(error)"
    }
  }
}

/// Turns the parser's nodes into a tree.
///
/// The parser has replaced aliases by what they stand for, so a node written before its predecessor is an alias; it is
/// refused and not followed, and a bomb of aliases costs nothing.
private struct Conversion {
  let file: String
  let problems: Problems
  private var reached = (line: 0, column: 0)

  init(file: String, problems: Problems) {
    self.file = file
    self.problems = problems
  }

  mutating func convert(_ node: Node) -> SpecNode {
    let mark = (line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    let place = Place(file: file, line: mark.line, column: mark.column)
    guard mark >= reached else {
      let here = Place(file: file, line: reached.line, column: reached.column)
      problems.report(here, "aliases (*) are not allowed; write the value out")
      return SpecNode(.scalar("", quoted: false), place: place)
    }
    reached = mark
    switch node {
    case .scalar(let scalar):
      let quoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
      let isNull = !quoted && (scalar.string == "~" || scalar.string == "null")
      return SpecNode(.scalar(isNull ? "" : scalar.string, quoted: quoted), place: place)
    case .sequence(let sequence):
      return SpecNode(.list(sequence.map { convert($0) }), place: place)
    case .mapping(let mapping):
      return SpecNode(.map(entries(of: mapping)), place: place)
    case .alias:
      problems.report(place, "aliases (*) are not allowed; write the value out")
      return SpecNode(.scalar("", quoted: false), place: place)
    }
  }

  private mutating func entries(of mapping: Node.Mapping) -> [SpecEntry] {
    var entries: [SpecEntry] = []
    for (key, value) in mapping {
      let place = Place(file: file, line: key.mark?.line ?? 1, column: key.mark?.column ?? 1)
      if (place.line, place.column) > reached { reached = (line: place.line, column: place.column) }
      guard case .scalar(let scalar) = key else {
        problems.report(place, "a key must be a plain text")
        continue
      }
      if let first = entries.first(where: { $0.key == scalar.string }) {
        problems.report(place, "the key '\(scalar.string)' is written twice; first in line \(first.place.line)")
        continue
      }
      entries.append(SpecEntry(key: scalar.string, value: convert(value), place: place))
    }
    return entries
  }
}
