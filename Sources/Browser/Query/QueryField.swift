/// What can be asked of a list, by name.
package struct QueryField: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Compares by size.
    case number
    /// Compares as a whole; `~` finds a part.
    case text
    /// Several texts of which any may fit.
    case words
    /// A day as `2026-03-01`, which compares by time.
    case date
    /// A number or a text, as it was written.
    case written

    /// Whether a reader reads it from its beginning, as words are read.
    package var isOfWords: Bool {
      switch self {
      case .text, .words: true
      case .number, .date, .written: false
      }
    }
  }

  package let name: String
  package let kind: Kind
  package let meaning: String
  /// All words that it can have; none where there is no such list.
  let choices: [String]
  /// Other words that stand for one of them in a condition.
  let synonyms: [String: String]

  package init(
    _ name: String, _ kind: Kind, _ meaning: String, choices: [String] = [], synonyms: [String: String] = [:]
  ) {
    (self.name, self.kind, self.meaning) = (name, kind, meaning)
    (self.choices, self.synonyms) = (choices, synonyms)
  }
}

/// What a row has under a field.
package enum QueryValue: Hashable, Sendable {
  /// Blank is not zero: nothing is less, more or equal to anything.
  case nothing
  case number(Double)
  case text(String)
  case words([String])

  init(_ number: Double?) { self = number.map { .number($0) } ?? .nothing }
}

/// The fields of a list, and those that follow a pattern.
package struct QueryFields: Sendable {
  package let named: [QueryField]
  /// Finds a field that is not in the list, such as a path of a specification.
  let patterned: @Sendable (String) -> QueryField?

  package init(_ named: [QueryField], patterned: @escaping @Sendable (String) -> QueryField? = { _ in nil }) {
    (self.named, self.patterned) = (named, patterned)
  }

  package func field(_ name: String) -> QueryField? { named.first { $0.name == name } ?? patterned(name) }
}
