import Specifications

/// What stands at a mark of a notebook's text.
enum NotebookMark: Hashable, Sendable {
  /// A fenced cell, by its index.
  case cell(Int)
  case value(InlineValue)
  /// TeX, inline or displayed; a displayed equation may have a label.
  case math(String, display: Bool, label: NotebookLabel?)
  case reference(NotebookLabel)
  /// Keys of the bibliography.
  case citation([String])
  /// The start of a heading.
  case heading(NotebookHeading)
}

/// A mark with the place it was written at.
struct PlacedMark: Hashable, Sendable {
  let mark: NotebookMark
  let place: Place
}

/// A heading: its level from 2 to 6, its text with marks, the label a reference leads to.
struct NotebookHeading: Hashable, Sendable {
  let level: Int
  let title: MarkedText
  let label: NotebookLabel?
}

/// A name that can be referred to, such as `fig-rates`: its kind says what is numbered.
struct NotebookLabel: Hashable, Sendable, CustomStringConvertible {
  enum Kind: String, CaseIterable, Hashable, Sendable {
    case figure = "fig"
    case table = "tbl"
    case equation = "eq"
    case section = "sec"
    case exercise = "exr"

    /// The word before the number.
    var title: String {
      switch self {
      case .figure: "Figure"
      case .table: "Table"
      case .equation: "Equation"
      case .section: "Section"
      case .exercise: "Exercise"
      }
    }
  }

  let kind: Kind
  let name: String

  /// Reads `fig-rates`; nil for anything else.
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])), !parts[1].isEmpty,
      parts[1].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }), parts[1].last != "-"
    else { return nil }
    self.kind = kind
    name = String(parts[1])
  }

  var description: String { "\(kind.rawValue)-\(name)" }

  /// What a label may be, in words.
  static var allowed: String {
    Kind.allCases.map { "\($0.rawValue)-…" }.joined(separator: ", ") + " with letters, digits and hyphens"
  }
}
