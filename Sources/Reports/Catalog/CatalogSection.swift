import Datasets
import Experiments
import NeuralNets
import Plotting
import Specifications

/// All choices of one kind.
package struct CatalogSection: Sendable {
  /// The word by which the kind is asked for.
  package let kind: String
  /// What the kind is, as a heading.
  package let title: String
  package let entries: [CatalogEntry]
  /// Whether it belongs to the family of dropout and stands on its page.
  package let isDropout: Bool

  package init(_ kind: String, title: String, isDropout: Bool = false, entries: [CatalogEntry]) {
    self.kind = kind
    self.title = title
    self.isDropout = isDropout
    self.entries = entries
  }

  /// Lists the choices of a closed list, without pictures.
  init<Value: Chosen>(_ kind: String, _ type: Value.Type, title: String) {
    self.init(kind, title: title, entries: Value.choices.map { CatalogEntry($0, pictures: nil) })
  }

  /// Lists the choices of a part of dropout; `draw` makes the pictures of the value that an example says.
  init<Value: Chosen>(
    _ kind: String, _ type: Value.Type, title: String,
    draw: @escaping @Sendable (Value) throws -> [CatalogPicture]
  ) {
    self.init(kind, title: title, isDropout: true, entries: Value.choices.map { CatalogEntry($0, draw: draw) })
  }

  /// Lists the variants of a place; the entry of schedules says which ones no curve can change.
  init<Value: DropoutVariant>(
    _ kind: String, _ type: Value.Type, title: String,
    draw: @escaping @Sendable (Value) throws -> [CatalogPicture]
  ) {
    let entries = Value.choices.map { choice in
      var entry = CatalogEntry(choice, draw: draw)
      if choice.name == "scheduled" { entry.unscheduled = CatalogRefusal.all(Value.unscheduled) }
      return entry
    }
    self.init(kind, title: title, isDropout: true, entries: entries)
  }
}

/// One thing that can be written in an experiment.
package struct CatalogEntry: Sendable {
  package let name: String
  /// One sentence.
  package let summary: String
  /// In plain text; empty when there is none.
  package let formula: String
  /// Paper and place; empty when there is none.
  package let source: String
  /// As it is written in YAML, in one line; the name for a case without parameters.
  package let example: String
  /// What can be written in it; empty for a case without parameters.
  package let keys: [AskedKey]
  /// What a schedule is refused for; empty for everything else.
  package fileprivate(set) var unscheduled: [CatalogRefusal] = []
  /// Draws its pictures; nil where there is nothing to see.
  let pictures: (@Sendable () throws -> [CatalogPicture])?

  package init(
    name: String, summary: String, formula: String = "", source: String = "", example: String? = nil,
    keys: [AskedKey] = [], pictures: (@Sendable () throws -> [CatalogPicture])? = nil
  ) {
    self.name = name
    self.summary = summary
    self.formula = formula
    self.source = source
    self.example = example ?? name
    self.keys = keys
    self.pictures = pictures
  }

  init<Value: Chosen>(_ choice: Choice<Value>, pictures: (@Sendable () throws -> [CatalogPicture])?) {
    self.init(
      name: choice.name, summary: choice.summary, formula: choice.formula, source: choice.source,
      example: choice.example, keys: Self.keys(of: choice.example, Value.self), pictures: pictures)
  }

  /// A case with the pictures of the value that its example says.
  fileprivate init<Value: Chosen>(
    _ choice: Choice<Value>, draw: @escaping @Sendable (Value) throws -> [CatalogPicture]
  ) {
    self.init(
      choice,
      pictures: {
        let node = try YAMLReader.read(choice.example, file: "example")
        return try Value.read(node, Problems()).map(draw) ?? []
      })
  }

  /// A block of an experiment, written as an example says.
  init<Value: Specified>(block name: String, _ type: Value.Type, _ summary: String, _ example: String) {
    self.init(
      name: name, summary: summary, example: "\(name): \(example)", keys: Self.keys(of: example, Value.self))
  }

  /// The keys of what an example writes, as they are asked for while it is read.
  private static func keys<Value: Specified>(of example: String, _ type: Value.Type) -> [AskedKey] {
    (try? YAMLReader.read(example, file: "example")).map(Value.keys(reading:)) ?? []
  }

  /// A data set as the block `dataset` takes it: one with parameters under the key `name`.
  init(ofDataset choice: Choice<DatasetSource>) {
    let hasParameters = choice.example.hasPrefix("\(choice.name):")
    self.init(
      name: choice.name, summary: choice.summary, formula: choice.formula, source: choice.source,
      example: hasParameters ? "name: { \(choice.example) }" : choice.example,
      keys: Self.keys(of: hasParameters ? "{ \(choice.example) }" : choice.example, DatasetSource.self))
  }
}

/// Variants that no curve can change, and why.
package struct CatalogRefusal: Hashable, Sendable {
  /// With the setting that matters, such as `bernoulli with convention: classic`.
  package let variants: [String]
  package let reason: String

  /// One per reason.
  static func all(_ variants: [UnscheduledVariant]) -> [CatalogRefusal] {
    ScheduleRefusal.allCases.compactMap { refusal in
      let own = variants.filter { $0.refusal == refusal }.map(\.text)
      return own.isEmpty ? nil : CatalogRefusal(variants: own, reason: refusal.reason)
    }
  }
}

/// A picture of an entry with its words.
package struct CatalogPicture: Hashable, Sendable {
  let drawn: DrawnFigure
  let caption: String
  /// For people who do not see it.
  let alternative: String

  init(_ drawn: DrawnFigure, caption: String, alternative: String) {
    self.drawn = drawn
    self.caption = caption
    self.alternative = alternative
  }
}
