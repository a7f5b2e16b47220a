import Specifications

/// Checks of what only the Markdown reader knows: HTML, pictures, links, footnotes, headings.
enum MarkdownChecks {
  static func check(_ notebook: Notebook, _ problems: Problems) {
    let file = notebook.file
    guard checkTables(notebook, problems) else { return }
    for node in MarkdownDocument(notebook.text.text).nodes {
      let place = Place(file: file, line: node.line, column: node.column)
      if let message = message(node) { problems.report(place, message) }
    }
    for cell in notebook.cells {
      for (text, place) in cell.fragments {
        for node in MarkdownDocument(text.text).nodes {
          let place = Place(file: place.file, line: place.line + node.line - 1, column: node.column)
          if let message = message(node) ?? messageInCell(node) { problems.report(place, message) }
        }
      }
    }
  }

  /// Reports tables of which the reader would make far more than was written; false when there are any.
  private static func checkTables(_ notebook: Notebook, _ problems: Problems) -> Bool {
    let start = Place(file: notebook.file, line: 1, column: 1)
    let texts = [(notebook.text, start)] + notebook.cells.flatMap { $0.fragments.map { ($0.text, $0.place) } }
    let tables = texts.compactMap { text, place in
      TableExcess(in: text.text).map { ($0, Place(file: place.file, line: place.line + $0.line - 1, column: 1)) }
    }
    for (table, place) in tables { problems.report(place, table.sentence) }
    return tables.isEmpty
  }

  private static func message(_ node: MarkdownNode) -> String? {
    switch node.kind {
    case "html_block", "html_inline":
      node.literal.trimmingSpaces.hasPrefix("<!--")
        ? nil : "HTML is not allowed in a notebook; write Markdown, or a code span to show a tag"
    case "image": pictureMessage(node)
    case "link":
      MarkedText.occurs(in: node.url) || node.url.contains("%EE%80%80")
        ? "no inline value can stand in the address of a link" : nil
    case "text" where node.literal.contains("[^"): "this footnote is not defined; write a line [^name]: with its text"
    case "heading" where !node.hasMark: "write headings with #, not with a line below them"
    default: nil
    }
  }

  private static func pictureMessage(_ node: MarkdownNode) -> String? {
    if node.path.contains("://") || node.path.hasPrefix("/") {
      return "a picture lies beside the notebook, so that the page needs no network; found '\(node.url)'"
    }
    return MarkedText.occurs(in: node.text) ? "no inline value can stand in the text of a picture" : nil
  }

  private static func messageInCell(_ node: MarkdownNode) -> String? {
    switch node.kind {
    case "footnote_reference", "footnote_definition": "footnotes stand in the text, not in cells"
    case "heading": "headings stand in the text, not in cells"
    default: nil
    }
  }
}
