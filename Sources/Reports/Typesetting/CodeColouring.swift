/// Marks the parts of source code with spans, so that a style sheet can colour them.
///
/// The spans have one class each: `c` comment, `k` key or keyword, `s` string, `n` number, `p` program, `o` option,
/// `v` variable; the template `style` has a rule for each. Taking the tags away gives back the source.
package enum CodeColouring {
  /// A language whose parts are known.
  package enum Language: String, Hashable, Sendable, CaseIterable {
    case yaml, sql, shell

    /// The language of a fence's info string; `nil` for one that is not coloured.
    package init?(fence name: String) {
      switch name.lowercased() {
      case "yaml", "yml", "experiment": self = .yaml
      case "sql", "sqlite": self = .sql
      case "shell", "sh", "bash", "console", "zsh": self = .shell
      default: return nil
      }
    }
  }

  /// The code as HTML, escaped; plain where the language is not known.
  package static func html(_ code: String, language: Language?) -> String {
    guard let language else { return Markup.escaped(code) }
    var html = ""
    for piece in pieces(code, language) {
      let text = Markup.escaped(String(String.UnicodeScalarView(piece.scalars)))
      html += piece.kind.map { "<span class=\"\($0.rawValue)\">\(text)</span>" } ?? text
    }
    return html
  }

  enum Kind: String, CaseIterable {
    case comment = "c", key = "k", string = "s", number = "n", program = "p", option = "o", variable = "v"
  }

  struct Piece {
    let kind: Kind?
    let scalars: ArraySlice<Unicode.Scalar>
  }

  private static func pieces(_ code: String, _ language: Language) -> [Piece] {
    var reader = CodeReader(code)
    switch language {
    case .yaml: reader.yaml()
    case .sql: reader.sql()
    case .shell: reader.shell()
    }
    return reader.pieces
  }
}
