import Analysis
import Specifications

extension NotebookMarkdown {
  /// A cell with everything that it shows.
  func cell(_ index: Int) -> String {
    let cell = notebook.cells[index]
    var exhibits = evaluated.exhibits(of: index)
    var parts = [heading(of: cell, index)]
    for block in evaluated.outputs[index].blocks {
      if case .exhibit = block, !exhibits.isEmpty {
        parts.append(exhibit(exhibits.removeFirst(), of: cell))
      } else {
        parts.append(self.block(block))
      }
    }
    if let caption = cell.caption, evaluated.exhibits(of: index).isEmpty {
      parts.append(marks(in: caption.text))
    }
    if let origin = evaluated.outputs[index].origin { parts.append(Self.origin(origin)) }
    if cell.echo { parts.append(Self.folded("Source of this cell", "```yaml\n\(cell.raw.source)\n```")) }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private func heading(of cell: NotebookCell, _ index: Int) -> String {
    switch cell.content {
    case .question: return "**Predict first**"
    case .exercise(let exercise):
      let anchor = cell.label?.description ?? "exercise-\(exercise.id)"
      return "<a id=\"\(anchor)\"></a>**Exercise \(evaluated.numbering.exercises[index] ?? "")**"
    case .experiment, .claim, .table, .plot, .identity, .catalog, .steps, .glossary: return ""
    }
  }

  /// One block.
  func block(_ block: OutputBlock) -> String {
    switch block {
    case .exhibit(.table(let table)), .table(let table): Self.table(table)
    case .exhibit(.figure): ""
    case .paragraph(let text, let tone):
      switch tone {
      case .plain, .note: Self.escaped(text)
      case .answer, .good: "> \(Self.escaped(text))"
      case .bad, .warning: "> **\(Self.escaped(text))**"
      case .step: "**\(Self.escaped(text))**"
      }
    case .markdown(let text): marks(in: text.text).trimmingNewlines
    case .facts(let facts):
      facts.map { "- \($0.term): " + ($0.isCode ? "`\($0.text)`" : Self.escaped($0.text)) }.joined(separator: "\n")
    case .code(let code, let language): "```\(language)\n\(code)\n```"
    case .picture(let picture):
      "![\(picture.alternative.replacing("]", with: ")"))](\(EvaluatedNotebook.path(of: picture)))\n\n"
        + "*\(Self.escaped(picture.caption))*"
    case .choices(let choices):
      choices.enumerated().map { "- \(ExerciseCell.letter($0))) \(marks(in: $1.text))" }.joined(separator: "\n")
    case .claim(let claim):
      "<a id=\"\(claim.anchor)\"></a>**Claim \(claim.id): \(claim.verdict).** \(Self.escaped(claim.statement)) "
        + "\(Self.escaped(claim.source))\n\n\(Self.escaped(claim.sentence))"
    case .definitions(let entries):
      entries.map { "- **\($0.word)**: \(marks(in: $0.meaning.text))" }.joined(separator: "\n")
    case .folded(let summary, let blocks):
      Self.folded(summary, blocks.map(self.block).joined(separator: "\n\n"))
    case .failure(let failure):
      failure.problems.map { "> **Error:** \(Self.escaped($0.description))" }.joined(separator: "\n>\n")
    }
  }

  private static func folded(_ summary: String, _ text: String) -> String {
    "<details><summary>\(Markup.escaped(summary))</summary>\n\n\(text)\n\n</details>"
  }

  private static func table(_ table: DataTable) -> String {
    func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let rows = table.rows.map { line in
      row(
        [([line.head] + line.tags.map { "(\($0.text))" }).joined(separator: " ")].map(escaped) + line.cells.map(escaped)
      )
    }
    let rule = table.columns.enumerated().map { $0 == 0 || $1.holdsWords ? ":--" : "--:" }
    let lines = [row(table.columns.map { escaped($0.title) }), row(rule)] + rows
    return lines.joined(separator: "\n")
      + (table.caption.isEmpty ? "" : "\n\n<sub>\(Markup.escaped(table.caption))</sub>")
  }

  /// A numbered figure or table with its caption.
  private func exhibit(_ placed: PlacedExhibit, of cell: NotebookCell) -> String {
    var caption = "<a id=\"\(placed.anchor)\"></a>**\(placed.exhibit.kind.title) \(placed.number).**"
    if placed.isFirst, let own = cell.caption { caption += " " + marks(in: own.text) }
    switch placed.exhibit {
    case .figure(let figure):
      let image = "![\(figure.alternative.replacing("]", with: ")"))](\(placed.path(in: .markdown)))"
      return "\(image)\n\n\(caption) \(Self.escaped(figure.caption))\n\n"
        + Self.folded("The numbers of \(placed.exhibit.kind.title) \(placed.number)", Self.table(figure.data))
    case .table(let table): return "\(caption)\n\n\(Self.table(table))"
    }
  }

  private static func origin(_ origin: OutputOrigin) -> String {
    let data = origin.data.map { "\($0.term) `\($0.text.prefix(12))`" }
    let commits = origin.commits.map { "commit `\($0.prefix(12))`" }
    let archive = origin.archive.map { ["archive `\($0)`"] } ?? []
    let parts = archive + ["specification `\(origin.specification.prefix(12))`"] + data + commits
    return "<sub>From [\(origin.trials) trials of \(origin.experiment)](#\(NotebookTrials.anchor(origin.experiment))): "
      + parts.joined(separator: ", ").replacing(/`([^`]*)`/) { "<code>\($0.1)</code>" } + "</sub>"
  }
}
