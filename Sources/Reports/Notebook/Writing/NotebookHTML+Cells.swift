import Analysis
import Foundation
import Specifications

extension NotebookHTML {
  /// A cell with everything that it shows.
  func cell(_ index: Int) -> String {
    let cell = notebook.cells[index]
    let output = evaluated.outputs[index]
    var exhibits = evaluated.exhibits(of: index)
    let hasExhibit = !exhibits.isEmpty
    var html = ""
    for block in output.blocks {
      if case .exhibit = block, !exhibits.isEmpty {
        html += exhibit(exhibits.removeFirst(), of: cell)
      } else {
        html += self.block(block, of: walk(index))
      }
    }
    if let origin = output.origin, !hasExhibit { html += self.origin(origin, of: "these numbers") }
    if let caption = cell.caption, !hasExhibit { html += "<p class=\"note\">\(inlineFragment(caption))</p>\n" }
    if cell.echo { html += echo(cell) }
    return framed(html, cell, index)
  }

  /// Puts the frame of its kind around a cell.
  private func framed(_ html: String, _ cell: NotebookCell, _ index: Int) -> String {
    switch cell.content {
    case .question(let question):
      return "<section class=\"card predict\" id=\"question-\(question.id)\" aria-label=\"Question \(question.id)\">\n"
        + "<p class=\"kind\">Predict first</p>\n\(html)</section>\n"
    case .exercise(let exercise):
      let number = numbering.exercises[index] ?? ""
      let anchor = cell.label?.description ?? "exercise-\(exercise.id)"
      let command = "dropout-lab check-answer \(notebook.file) \(exercise.id) ANSWER" + studentArgument
      return "<section class=\"card exercise\" id=\"\(anchor)\" aria-label=\"Exercise \(number)\">\n"
        + "<p class=\"kind\">Exercise \(number)</p>\n\(html)"
        + "<p class=\"note\">Check: <code>\(Markup.escaped(command))</code></p>\n"
        + (cell.label.map { mentions(of: $0, tag: "p") } ?? "") + "</section>\n"
    case .steps: return "<section class=\"card steps\" aria-label=\"Step by step\(walk(index))\">\n\(html)</section>\n"
    case .experiment, .claim, .table, .plot, .identity, .catalog, .glossary:
      return html.isEmpty ? "" : "<div class=\"cell\">\n\(html)</div>\n"
    }
  }

  /// Which of several walks a cell is, as the end of the names of its parts; empty for the only one and other cells.
  private func walk(_ index: Int) -> String {
    let walks = notebook.cells.indices.filter { cell in
      if case .steps = notebook.cells[cell].content { true } else { false }
    }
    guard walks.count > 1, let place = walks.firstIndex(of: index) else { return "" }
    return ", walk \(place + 1)"
  }

  private var studentArgument: String {
    notebook.names.parameter("student").map { $0 == "0" ? "" : " student=\($0)" } ?? ""
  }

  private func echo(_ cell: NotebookCell) -> String {
    let fence = cell.raw.opening
    let language = CodeColouring.Language(fence: cell.isQuery ? "sql" : "yaml")
    return "<details class=\"source\"><summary>Source of this cell</summary>\n<pre tabindex=\"0\"><code>"
      + Markup.escaped(fence) + "\n" + CodeColouring.html(cell.raw.source, language: language)
      + "</code></pre></details>\n"
  }

  // MARK: Blocks

  /// `part` ends the names of tables that would be the same elsewhere on the page.
  private func block(_ block: OutputBlock, of part: String) -> String {
    switch block {
    case .exhibit(.table(let table)), .table(let table):
      templates.render(TableModel(table).named(table.name + part), template: "table")
    case .exhibit(.figure): ""
    case .paragraph(let text, let tone):
      "<p\(tone == .plain ? "" : " class=\"\(tone.rawValue)\"")>\(Markup.escaped(text))</p>\n"
    case .markdown(let text): fragment(text)
    case .facts(let facts): templates.render(FactsModel(facts), template: "facts")
    case .code(let code, let language):
      "<pre tabindex=\"0\"><code>\(CodeColouring.html(code, language: .init(fence: language)))</code></pre>\n"
    case .picture(let picture): self.picture(picture)
    case .choices(let choices):
      "<ol class=\"choices\">" + choices.map { "<li>\(inlineFragment($0))</li>" }.joined() + "</ol>\n"
    case .claim(let claim): self.claim(claim)
    case .definitions(let entries): definitions(entries)
    case .folded(let summary, let blocks):
      "<details><summary>\(Markup.escaped(summary))</summary>\n"
        + "\(blocks.map { self.block($0, of: part) }.joined())</details>\n"
    case .failure(let failure): failed(failure, tag: "div") + "\n"
    }
  }

  private func picture(_ picture: CatalogPicture) -> String {
    let model = CatalogPictureModel(picture)
    let source = isSingle ? model.source : EvaluatedNotebook.path(of: picture)
    return "<figure class=\"plate\"><img src=\"\(source)\" alt=\"\(Markup.escaped(model.alt))\" "
      + "width=\"\(model.width)\" height=\"\(model.height)\"><figcaption>\(Markup.escaped(model.caption))</figcaption>"
      + "</figure>\n"
  }

  private func claim(_ claim: ClaimOutput) -> String {
    templates.render(claimModel(claim), template: "claim")
  }

  func claimModel(_ claim: ClaimOutput) -> ClaimModel {
    ClaimModel(
      anchor: claim.anchor, name: claim.id, verdict: claim.verdict,
      tone: claim.tone == .plain ? nil : claim.tone.rawValue, statement: claim.statement,
      paper: claim.source.isEmpty ? nil : claim.source, sentence: claim.sentence,
      facts: FactsModel(claim.facts).facts)
  }

  private func definitions(_ entries: [GlossaryCell.Entry]) -> String {
    "<dl class=\"glossary\">\n"
      + entries.map { entry in
        "<dt id=\"word-\(Self.slug(entry.word))\"><dfn>\(MarkdownDocument(entry.word).inlineHTML)</dfn></dt>"
          + "<dd>\(inlineFragment(entry.meaning))</dd>\n"
      }.joined() + "</dl>\n"
  }

  private static func slug(_ word: String) -> String {
    String(word.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "-" })
  }

  // MARK: Exhibits

  private func exhibit(_ placed: PlacedExhibit, of cell: NotebookCell) -> String {
    templates.render(exhibitModel(placed, of: cell), template: "exhibit")
  }

  func exhibitModel(_ placed: PlacedExhibit, of cell: NotebookCell) -> ExhibitModel {
    let name = "\(placed.exhibit.kind.title) \(placed.number)"
    var model = ExhibitModel(
      anchor: placed.anchor, kind: placed.exhibit.kind == .figure ? "figure" : "table", name: name,
      html: placed.isFirst ? cell.caption.map(inlineFragment) : nil, caption: nil, pictures: [], tables: [],
      mentions: placed.label.map { mentions(of: $0, tag: "span") } ?? "",
      origin: evaluated.outputs[placed.cell].origin.map { origin($0, of: name) } ?? "")
    switch placed.exhibit {
    case .figure(let figure):
      model.caption = figure.caption
      model.pictures = [picture(figure, at: placed.path(in: .html))]
      model.tables = [TableModel(figure.data).named("Numbers of \(name)")]
    case .table(let table): model.tables = [TableModel(table).named("\(name): \(table.name)")]
    }
    return model
  }

  private func picture(_ figure: ReportFigure, at path: String) -> CatalogPictureModel {
    let source = isSingle ? "data:image/png;base64,\(Data(figure.png).base64EncodedString())" : path
    return CatalogPictureModel(
      source: source, alt: figure.alternative, caption: figure.caption, width: figure.width, height: figure.height)
  }

  /// Trials, specification, data, commit and command behind something, for the margin.
  private func origin(_ origin: OutputOrigin, of name: String) -> String {
    templates.render(originModel(origin, of: name), template: "origin")
  }

  func originModel(_ origin: OutputOrigin, of name: String) -> OriginModel {
    let facts =
      (origin.archive.map { [ReportFact("Archive", $0, isCode: true)] } ?? [])
      + [ReportFact("Specification", String(origin.specification.prefix(12)), isCode: true)]
      + origin.data.map { ReportFact($0.term, String($0.text.prefix(12)), isCode: true) }
      + origin.commits.map { ReportFact("Commit", String($0.prefix(12)), isCode: true) }
    return OriginModel(
      name: "Where \(name) comes from", link: NotebookTrials.anchor(origin.experiment),
      text: "\(origin.trials) \(origin.trials == 1 ? "trial" : "trials") of \(origin.experiment)",
      facts: FactsModel(facts).facts, command: origin.command)
  }
}
