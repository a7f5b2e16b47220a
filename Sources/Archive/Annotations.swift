import Experiments
import Specifications

/// What an annotation is about: all versions of an experiment, or one trial.
package enum AnnotationSubject: Hashable, Sendable {
  case experiment(name: String)
  case trial(TrialID)

  /// How the table writes it: its kind and its name.
  var columns: (kind: String, name: String) {
    switch self {
    case .experiment(let name): ("experiment", name)
    case .trial(let id): ("trial", id.hex)
    }
  }

  init?(kind: String, name: String) {
    switch kind {
    case "experiment": self = .experiment(name: name)
    case "trial": self = .trial(TrialID(hex: name))
    default: return nil
    }
  }
}

/// What people have written about an experiment or a trial; no fact and no number depends on it.
package struct Annotations: Hashable, Sendable {
  /// In ascending order.
  package var tags: [String] = []
  /// In the order in which they were written.
  package var notes: [String] = []
  package var isStarred = false

  package init(tags: [String] = [], notes: [String] = [], isStarred: Bool = false) {
    self.tags = tags
    self.notes = notes
    self.isStarred = isStarred
  }

  package var isEmpty: Bool { tags.isEmpty && notes.isEmpty && !isStarred }
}

/// One change of what is written about a subject.
package enum AnnotationChange: Hashable, Sendable {
  case tag(String)
  case untag(String)
  case note(String)
  /// Takes the note away that has this number, counted from 1.
  case unnote(Int)
  case star
  case unstar
}

/// One thing that was written: its kind and its text.
struct AnnotationMark: Hashable, Sendable {
  enum Kind: String, Hashable, Sendable { case tag, note, star }

  let kind: Kind
  /// Empty for a star.
  let text: String

  /// Why the text cannot be kept; nil when it can.
  var problem: String? {
    switch kind {
    case .star: text.isEmpty ? nil : "a star has no text"
    case .tag:
      Self.isTag(text)
        ? nil : "a tag is 1 to 64 characters without spaces, commas and control characters; found '\(shown)'"
    case .note:
      Self.isNote(text)
        ? nil : "a note is 1 to 10000 characters without control characters but line ends and tabs; found '\(shown)'"
    }
  }

  /// The beginning of the text without what a terminal would obey.
  private var shown: String { text.prefix(40).visible }

  private static func isTag(_ text: String) -> Bool {
    (1...64).contains(text.count) && text == text.visible && !text.contains { $0.isWhitespace || $0 == "," }
  }

  private static func isNote(_ text: String) -> Bool {
    (1...10_000).contains(text.count) && !text.allSatisfy(\.isWhitespace)
      && text.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control }
  }
}
