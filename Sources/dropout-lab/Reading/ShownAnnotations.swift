import Archive
import Browser
import Specifications

/// What people have written about something, for the terminal and for machines.
struct ShownAnnotations {
  let written: Annotations

  init(_ written: Annotations) { self.written = written }

  /// A star and the tags in one cell.
  var brief: String { written.marks.map(\.visible).joined(separator: " ") }

  /// One line for star and tags, then the notes by their numbers; nothing a terminal would obey.
  var lines: [String] {
    let marks = brief.isEmpty ? [] : [brief]
    return marks
      + written.notes.enumerated().flatMap { index, note in
        note.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { row, line in
          let head = "note \(index + 1): "
          let margin = row == 0 ? head : String(repeating: " ", count: head.count)
          return margin + line.replacing("\t", with: "  ").visible
        }
      }
  }

  func added(to text: String) -> String { written.isEmpty ? text : ([text, ""] + lines).joined(separator: "\n") }

  /// The object with the keys `tags`, `notes` and `starred` behind its own.
  func added(to json: JSONValue) -> JSONValue {
    guard case .object(let entries) = json else { return json }
    return .object(entries + fields)
  }

  var fields: [(String, JSONValue)] {
    [
      ("tags", .list(written.tags.map { .text($0) })), ("notes", .list(written.notes.map { .text($0) })),
      ("starred", .bool(written.isStarred)),
    ]
  }
}
