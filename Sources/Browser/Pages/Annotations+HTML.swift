import Archive
import Reports
import Specifications

/// What people have written, as pages show it.
extension Annotations {
  /// A star, then the tags.
  package var marks: [String] { (isStarred ? ["★"] : []) + tags }

  /// The notes line by line.
  var noteLines: [String] {
    notes.flatMap { $0.replacing("\t", with: " ").split(separator: "\n").map(String.init) }
  }

  /// All of it in one text, for a search.
  var words: String { (marks + noteLines).joined(separator: " ") }

  /// Each behind a space, to stand after what they belong to.
  var marksHTML: [HTML] { marks.map { " \(HTML.tag(.init($0)))" } }

  var notesHTML: [HTML] { noteLines.map { "<p class=\"note\">\($0)</p>\n" } }
}
