import Datasets
import Experiments
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
    let entries = Value.choices.map { choice in
      CatalogEntry(choice) {
        guard let value = try Value.read(YAMLReader.read(choice.example, file: "example"), Problems()) else {
          return []
        }
        return try draw(value)
      }
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

  /// The keys of a case, as they are asked for while its example is read.
  private static func keys<Value: Chosen>(of example: String, _ type: Value.Type) -> [AskedKey] {
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
