import Analysis
import Plotting
import Specifications

/// Writes an evaluated notebook as a Jupyter notebook with its outputs within.
///
/// Prose becomes Markdown cells, a cell of the notebook a code cell in its own language, whose outputs are those of this
/// run. Jupyter shows them; only dropout-lab computes them anew.
package struct NotebookJupyter {
  let evaluated: EvaluatedNotebook

  package init(_ evaluated: EvaluatedNotebook) { self.evaluated = evaluated }

  /// Makes `name.ipynb`, and beside it the pictures of the text.
  package var files: [ReportFile] {
    [ReportFile(path: "\(evaluated.name).ipynb", bytes: document.bytes)] + evaluated.ownPictures
  }

  var document: JupyterNotebook {
    let markdown = NotebookMarkdown(evaluated)
    let front = evaluated.notebook.frontMatter
    let start = [markdown.head, markdown.banner].filter { !$0.isEmpty }
    let end = [markdown.references, markdown.trials, markdown.foot].filter { !$0.isEmpty }
    return JupyterNotebook(
      title: front.title, authors: front.authors,
      cells: start.map { .markdown($0) } + markdown.pieces.flatMap { cells($0, markdown) } + end.map { .markdown($0) })
  }

  private func cells(_ piece: NotebookPiece, _ markdown: NotebookMarkdown) -> [JupyterNotebook.Cell] {
    switch piece {
    case .prose(let text): return [.markdown(markdown.marks(in: text).trimmingNewlines)]
    case .cell(let index):
      switch evaluated.notebook.cells[index].content {
      case .question, .exercise, .glossary: return [.markdown(markdown.cell(index))]
      case .experiment, .claim, .table, .plot, .identity, .catalog, .steps: return [code(index, markdown)]
      }
    }
  }

  private func code(_ index: Int, _ markdown: NotebookMarkdown) -> JupyterNotebook.Cell {
    let cell = evaluated.notebook.cells[index]
    var exhibits = evaluated.exhibits(of: index)
    let outputs = evaluated.outputs[index].blocks.flatMap { block -> [JupyterNotebook.Output] in
      guard case .exhibit(let exhibit) = block, !exhibits.isEmpty else { return self.outputs(of: block, markdown) }
      let placed = exhibits.removeFirst()
      let caption = caption(placed, cell, markdown)
      switch exhibit {
      case .figure(let figure): return [Self.png(figure), caption]
      case .table(let table): return [caption, Self.html(table)]
      }
    }
    return .code("# dropout-lab: \(cell.raw.kind)\n\(cell.raw.source)", outputs: outputs)
  }

  private func caption(
    _ placed: PlacedExhibit, _ cell: NotebookCell, _ markdown: NotebookMarkdown
  ) -> JupyterNotebook.Output {
    var text = "<a id=\"\(placed.anchor)\"></a>**\(placed.exhibit.kind.title) \(placed.number).**"
    if placed.isFirst, let own = cell.caption { text += " " + markdown.marks(in: own.text) }
    if case .figure(let figure) = placed.exhibit { text += " " + NotebookMarkdown.escaped(figure.caption) }
    return .markdown(text)
  }

  private func outputs(of block: OutputBlock, _ markdown: NotebookMarkdown) -> [JupyterNotebook.Output] {
    switch block {
    case .table(let table), .exhibit(.table(let table)): [Self.html(table)]
    case .exhibit(.figure(let figure)): [Self.png(figure)]
    case .picture(let picture): [Self.png(picture)]
    case .paragraph(let text, _): [.html("<p>\(Markup.escaped(text))</p>", text: text)]
    case .folded(_, let blocks): blocks.flatMap { outputs(of: $0, markdown) }
    case .markdown, .facts, .code, .choices, .claim, .definitions, .failure: [.markdown(markdown.block(block))]
    }
  }

  private static func png(_ figure: ReportFigure) -> JupyterNotebook.Output {
    .png(figure.png, text: figure.alternative, width: figure.width, height: figure.height)
  }

  private static func png(_ picture: CatalogPicture) -> JupyterNotebook.Output {
    .png(picture.drawn.png, text: picture.alternative, width: picture.drawn.width, height: picture.drawn.height)
  }

  private static func html(_ table: DataTable) -> JupyterNotebook.Output {
    func row(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\(Markup.escaped($0))</\(tag)>" }.joined() + "</tr>"
    }
    let body = table.rows.map { row([$0.head] + $0.cells, "td") }.joined(separator: "\n")
    let html = "<table>\n\(row(table.columns.map(\.title), "th"))\n\(body)\n</table>"
    let lines = [table.columns.map(\.title)] + table.rows.map { [$0.head] + $0.cells }
    return .html(html, text: lines.map { $0.joined(separator: "\t") }.joined(separator: "\n"))
  }
}
