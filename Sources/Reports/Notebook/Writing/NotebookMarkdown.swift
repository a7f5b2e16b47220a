import Analysis
import Specifications

/// Writes an evaluated notebook as GitHub-flavoured Markdown, for the page of a repository.
package struct NotebookMarkdown {
  let evaluated: EvaluatedNotebook

  package init(_ evaluated: EvaluatedNotebook) { self.evaluated = evaluated }

  var notebook: Notebook { evaluated.notebook }

  /// Makes `name.md` with its figures beside it.
  package var files: [ReportFile] {
    [ReportFile(path: "\(notebook.name).md", text: text)] + evaluated.pictureFiles(in: .markdown)
  }

  /// The whole document.
  var text: String {
    let parts = [head, banner, body, references, trials, foot].map(\.trimmingNewlines).filter { !$0.isEmpty }
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// Title, subtitle and authors.
  var head: String {
    let front = notebook.frontMatter
    let lines = [front.subtitle.isEmpty ? "" : "*\(front.subtitle)*", front.authors.joinedInWords()]
    return (["# \(front.title)"] + lines.filter { !$0.isEmpty }).joined(separator: "\n\n")
  }

  var banner: String {
    guard !evaluated.failures.isEmpty else { return "" }
    let items = evaluated.failures.map { "> - \(Self.escaped($0.description))" }
    return (["> **\(evaluated.failureSentence)**", ">"] + items).joined(separator: "\n")
  }

  /// The text in its pieces: prose as Markdown, cells by their index.
  var pieces: [NotebookPiece] { NotebookPiece.all(of: notebook) }

  private var body: String {
    pieces.map { piece in
      switch piece {
      case .prose(let text): marks(in: text)
      case .cell(let index): cell(index)
      }
    }.joined(separator: "\n\n")
  }

  var references: String {
    guard let references = evaluated.bound.references, !references.all.isEmpty else { return "" }
    return "## References\n\n\(references.markdown)"
  }

  var trials: String {
    let models = NotebookTrials(evaluated).models
    guard !models.isEmpty else { return "" }
    let sections = models.map { model in
      "### <a id=\"\(model.anchor)\"></a>\(model.name)\n\n\(Self.escaped(model.question)) \(model.sentence)\n\n"
        + "```\n\(model.commands.joined(separator: "\n"))\n```"
    }
    return "## Trials behind this page\n\n" + sections.joined(separator: "\n\n")
  }

  var foot: String {
    "---\n\nMade by dropout-lab \(evaluated.answers.version) with \(Self.code(evaluated.bound.command))."
  }

  // MARK: Marks

  /// Replaces the marks of a text by Markdown.
  func marks(in text: String) -> String {
    MarkedText.replacing(in: withPicturesMoved(text)) { inline($0) }
  }

  /// The addresses of pictures, as they are written, lead to where the pictures lie now.
  private func withPicturesMoved(_ text: String) -> String {
    let written = MarkdownDocument(text).nodes.filter { evaluated.bound.pictures[$0.path] != nil }.map {
      ($0.url, $0.path)
    }
    return Dictionary(written) { first, _ in first }.sorted { $0.key < $1.key }.reduce(text) { text, picture in
      let address = evaluated.address(ofPicture: picture.value)
      let whole = text.replacing("](<\(picture.key)>", with: "](\(address)")
      return [")", " ", "\n"].reduce(whole) { $0.replacing("](\(picture.key)\($1)", with: "](\(address)\($1)") }
    }
  }

  private func inline(_ index: Int) -> String {
    switch notebook.marks[index].mark {
    case .cell: ""
    case .heading(let heading):
      (heading.label.map { "<a id=\"\($0)\"></a>" } ?? "") + (evaluated.numbering.headings[index] ?? "")
    case .value: value(index)
    case .math(let tex, let display, let label): math(tex, display: display, label: label, index: index)
    case .reference(let label): "[\(evaluated.referenceText(label))](#\(label))"
    case .citation(let keys): citation(keys)
    }
  }

  private func value(_ index: Int) -> String {
    switch evaluated.values[index] {
    case .given(let value): Self.escaped(value.text)
    case .failed(let failure):
      "**Error: " + failure.problems.map { Self.escaped($0.description) }.joined(separator: "; ") + "**"
    case nil: ""
    }
  }

  private func math(_ tex: String, display: Bool, label: NotebookLabel?, index: Int) -> String {
    guard display else { return "$\(tex)$" }
    let anchor = label.map { "<a id=\"\($0)\"></a>\n\n" } ?? ""
    let tag = evaluated.numbering.equations[index].map { " \\tag{\($0)}" } ?? ""
    return "\n\n\(anchor)$$\n\(tex.trimmingNewlines)\(tag)\n$$\n\n"
  }

  private func citation(_ keys: [String]) -> String {
    do throws(CitationError) { return try evaluated.bound.references?.citationMarkdown(keys) ?? "" } catch { return "" }
  }

  /// A text as code, between more backticks than it holds in a row.
  private static func code(_ text: String) -> String {
    let most = text.matches(of: /`+/).map(\.0.count).max() ?? 0
    let fence = String(repeating: "`", count: most + 1)
    return most == 0 ? "`\(text)`" : "\(fence) \(text) \(fence)"
  }

  /// Text in which nothing means anything to Markdown.
  static func escaped(_ text: String) -> String { text.escapingScalars("\\`*_[]<>|$#") }
}

/// A part of a notebook's text: prose with marks, or a cell.
enum NotebookPiece: Hashable, Sendable {
  case prose(String)
  case cell(Int)

  /// The parts in the order of the text; empty prose is left out.
  static func all(of notebook: Notebook) -> [NotebookPiece] {
    var pieces: [NotebookPiece] = []
    var rest = notebook.text.text[...]
    func add(_ text: Substring) {
      let text = String(text).trimmingNewlines
      if !text.isEmpty { pieces.append(.prose(text)) }
    }
    while let match = rest.firstMatch(of: /(?:^|\n)(`{3,}|~{3,})\x{E000}(\d+)\x{E001}\n\s*?\n?\1(?=\n|$)/) {
      add(rest[..<match.range.lowerBound])
      if let mark = Int(match.2), case .cell(let index) = notebook.marks[mark].mark { pieces.append(.cell(index)) }
      rest = rest[match.range.upperBound...]
    }
    add(rest)
    return pieces
  }
}

extension String {
  /// The text without empty lines at its ends.
  var trimmingNewlines: String {
    String(drop(while: \.isNewline).reversed().drop(while: \.isWhitespace).reversed())
  }
}
