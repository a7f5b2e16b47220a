/// One case of a closed list: how it is written, what it means, who published it.
package struct Choice<Value: Sendable>: Sendable {
  /// The word in YAML.
  package let name: String
  /// One sentence, at most 150 characters.
  package let summary: String
  /// The formula in plain text; empty when there is none.
  package let formula: String
  /// Paper and equation; empty when there is none.
  package let source: String
  /// The case as it is written in YAML, in one line.
  package let example: String
  /// Reads the parameters of the case; `finish()` is called by the caller.
  package let read: @Sendable (inout MapReader) -> Value?
  /// Writes the parameters that are not at their default; nil when the value is another case.
  package let write: @Sendable (Value) -> [(String, SpecNode)]?

  package init(
    _ name: String, _ summary: String, formula: String = "", source: String = "", example: String? = nil,
    read: @escaping @Sendable (inout MapReader) -> Value?,
    write: @escaping @Sendable (Value) -> [(String, SpecNode)]?
  ) {
    self.name = name
    self.summary = summary
    self.formula = formula
    self.source = source
    self.example = example ?? name
    self.read = read
    self.write = write
  }
}

extension Choice where Value: Equatable {
  /// A case without parameters.
  package init(
    _ name: String, _ value: Value, _ summary: String, formula: String = "", source: String = ""
  ) {
    self.init(
      name, summary, formula: formula, source: source, read: { _ in value }, write: { $0 == value ? [] : nil })
  }
}

/// A value that is one case of a closed list: `relu`, or `{ bernoulli: { rate: 0.5 } }`.
package protocol Chosen: Specified {
  /// What the list is of, in words: "activation".
  static var noun: String { get }
  /// The list, in the order in which a catalogue prints it.
  static var choices: [Choice<Self>] { get }
}

extension Chosen {
  /// The words of a short list without parameters, else what one is chosen of.
  package static var allowed: String {
    let names = choices.map(\.name)
    guard names.count <= 5, choices.allSatisfy({ $0.example == $0.name }) else { return "one \(noun)" }
    return ([names.dropLast().joined(separator: ", ")] + names.suffix(1)).filter { !$0.isEmpty }
      .joined(separator: " or ")
  }

  package static func read(_ node: SpecNode, _ problems: Problems) -> Self? {
    guard let (name, parameters) = nameAndParameters(node, problems) else { return nil }
    guard let choice = choices.first(where: { $0.name == name }) else {
      problems.report(node.place, MapReader.unknown("name", name, of: noun, allowed: choices.map(\.name)))
      return nil
    }
    guard var map = MapReader(parameters, of: name, problems) else { return nil }
    let value = choice.read(&map)
    map.finish()
    return value
  }

  private static func nameAndParameters(_ node: SpecNode, _ problems: Problems) -> (String, SpecNode)? {
    switch node.content {
    case .scalar(let name, _) where !name.isEmpty: return (name, SpecNode(.map([]), place: node.place))
    case .map(let entries) where entries.count == 1: return (entries[0].key, entries[0].value)
    case .map(let entries) where entries.count > 1:
      let names = entries.map { "'\($0.key)'" }.joined(separator: " and ")
      problems.report(entries[1].place, "expected one \(noun), found \(names); keep one of them")
      return nil
    case .map, .list, .scalar:
      let names = choices.map(\.name).joined(separator: ", ")
      problems.report(node.place, "expected one \(noun), found \(node.kind); allowed: \(names)")
      return nil
    }
  }

  package var node: SpecNode {
    for choice in Self.choices {
      guard let parameters = choice.write(self) else { continue }
      return parameters.isEmpty ? .text(choice.name) : .map([(choice.name, .map(parameters))])
    }
    preconditionFailure("no choice of \(Self.noun) writes \(self)")
  }

  /// The word of this case.
  package var name: String {
    Self.choices.first { $0.write(self) != nil }?.name ?? String(describing: self)
  }
}
