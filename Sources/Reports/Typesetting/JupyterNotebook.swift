import Foundation

/// A notebook for Jupyter, written as nbformat 4.5 with the same bytes for the same cells.
///
/// Source: the notebook format 4.5 of the Jupyter project (cell ids: JEP 62).
package struct JupyterNotebook: Hashable, Sendable {
  package var title: String
  /// Names of authors, in order.
  package var authors: [String]
  package var language: String
  package var cells: [Cell]

  package init(title: String, authors: [String] = [], language: String = "yaml", cells: [Cell] = []) {
    self.title = title
    self.authors = authors
    self.language = language
    self.cells = cells
  }

  /// A piece of text, or of source with what came out of it.
  package enum Cell: Hashable, Sendable {
    case markdown(String)
    case code(String, outputs: [Output])
  }

  /// What a cell of source showed.
  package enum Output: Hashable, Sendable {
    /// Markdown, as in the cells of text.
    case markdown(String)
    /// HTML with the same in plain text, for places that do not show HTML.
    case html(String, text: String)
    /// The bytes of a PNG with its alternative text and its size in CSS pixels.
    case png([UInt8], text: String, width: Int, height: Int)
  }

  /// The bytes of the `.ipynb` file, which ends in a line feed.
  package var bytes: [UInt8] { Array((json.text(indent: 0) + "\n").utf8) }

  private var json: JSONText {
    .object([
      ("cells", .list(cells.indices.map { cell(at: $0) })),
      ("metadata", metadata),
      ("nbformat", .number(4)),
      ("nbformat_minor", .number(5)),
    ])
  }

  private var metadata: JSONText {
    var entries: [(String, JSONText)] = []
    if !authors.isEmpty { entries.append(("authors", .list(authors.map { .object([("name", .string($0))]) }))) }
    entries.append(("language_info", .object([("name", .string(language))])))
    if !title.isEmpty { entries.append(("title", .string(title))) }
    return .object(entries)
  }

  /// Keys in alphabetical order, as Jupyter itself writes them.
  private func cell(at index: Int) -> JSONText {
    let id = ("id", JSONText.string("cell-\(index + 1)"))
    switch cells[index] {
    case .markdown(let source):
      return .object([
        ("cell_type", .string("markdown")), id, ("metadata", .object([])), ("source", Self.lines(source)),
      ])
    case .code(let source, let outputs):
      return .object([
        ("cell_type", .string("code")), ("execution_count", .null), id, ("metadata", .object([])),
        ("outputs", .list(outputs.map(Self.output))), ("source", Self.lines(source)),
      ])
    }
  }

  private static func output(_ output: Output) -> JSONText {
    switch output {
    case .markdown(let text): return shown([("text/markdown", lines(text)), ("text/plain", lines(text))], [])
    case .html(let html, let text):
      return shown([("text/html", lines(html)), ("text/plain", lines(text))], [])
    case .png(let bytes, let text, let width, let height):
      let size = JSONText.object([("height", .number(height)), ("width", .number(width))])
      return shown(
        [("image/png", .string(Data(bytes).base64EncodedString())), ("text/plain", lines(text))],
        [("image/png", size)])
    }
  }

  private static func shown(_ data: [(String, JSONText)], _ metadata: [(String, JSONText)]) -> JSONText {
    .object([("data", .object(data)), ("metadata", .object(metadata)), ("output_type", .string("display_data"))])
  }

  /// A text as the list of its lines, each with its line feed: what the format calls a multi-line string.
  private static func lines(_ text: String) -> JSONText {
    var lines: [String] = []
    for line in text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false) {
      lines.append(line + "\n")
    }
    if let last = lines.popLast(), last != "\n" { lines.append(String(last.dropLast())) }
    return .list(lines.map { .string($0) })
  }
}
