import Specifications

/// An executable cell of a notebook.
package struct NotebookCell: Hashable, Sendable {
  package let content: Content
  /// Of the opening fence.
  package let place: Place
  let label: NotebookLabel?
  let caption: MarkedText?
  /// Whether the page shows the cell's source, folded.
  let echo: Bool
  let raw: RawCell

  /// What a cell does; a new kind is a case here, a row in `readers` and a file of its own.
  package enum Content: Hashable, Sendable {
    case experiment(ExperimentCell)
    case claim(ClaimCell)
    case table(TableCell)
    case plot(PlotCell)
    case identity(IdentityCell)
    case catalog(CatalogCell)
    case steps(StepsCell)
    case question(QuestionCell)
    case exercise(ExerciseCell)
    case glossary(GlossaryCell)
  }

  private typealias Reader = @Sendable (inout CellReader) -> Content?

  /// The kinds in the order in which messages and docs list them.
  private static let readers: [(kind: String, read: Reader)] = [
    ("experiment", { ExperimentCell.read(&$0).map { .experiment($0) } }),
    ("claim", { ClaimCell.read(&$0).map { .claim($0) } }),
    ("table", { TableCell.read(&$0).map { .table($0) } }),
    ("plot", { PlotCell.read(&$0).map { .plot($0) } }),
    ("identity", { IdentityCell.read(&$0).map { .identity($0) } }),
    ("catalog", { CatalogCell.read(&$0).map { .catalog($0) } }),
    ("steps", { StepsCell.read(&$0).map { .steps($0) } }),
    ("question", { QuestionCell.read(&$0).map { .question($0) } }),
    ("exercise", { ExerciseCell.read(&$0).map { .exercise($0) } }),
    ("glossary", { GlossaryCell.read(&$0).map { .glossary($0) } }),
  ]

  /// The words that may stand in the braces of a fence.
  package static var kinds: [String] { readers.map(\.kind) }

  /// Reads a cell; nil after reporting what is wrong.
  static func read(_ raw: RawCell, scanner: inout NotebookScanner) -> NotebookCell? {
    let problems = scanner.problems
    guard let reader = readers.first(where: { $0.kind == raw.kind }) else {
      problems.report(raw.place, MapReader.unknown("kind of cell", raw.kind, of: "the notebook", allowed: kinds))
      return nil
    }
    guard var cell = CellReader(raw, scanner: scanner) else { return nil }
    let label = cell.label()
    let caption = cell.markdown("caption")
    let echo = cell.map.optional("echo", default: false)
    let content = reader.read(&cell)
    cell.map.finish()
    scanner = cell.scanner
    if let content, let label, !content.numbered.contains(label.kind) {
      problems.report(cell.map.place(of: "label"), content.misfit(of: label, kind: raw.kind))
      scanner.lostLabels.append(label)
      return nil
    }
    guard let content, let echo else {
      if let label { scanner.lostLabels.append(label) }
      return nil
    }
    return NotebookCell(content: content, place: raw.place, label: label, caption: caption, echo: echo, raw: raw)
  }

  /// Whether the body is SQL.
  var isQuery: Bool {
    guard case .table(let table) = content, case .sql = table.source else { return false }
    return true
  }

  /// The Markdown texts within the cell, each with the place of its start.
  var fragments: [(text: MarkedText, place: Place)] {
    var texts = caption.map { [$0] } ?? []
    switch content {
    case .question(let question): texts += [question.question, question.answer]
    case .exercise(let exercise): texts += [exercise.task, exercise.workedAnswer]
    case .glossary(let glossary): texts += glossary.entries.map(\.meaning)
    case .experiment, .claim, .table, .plot, .identity, .catalog, .steps: break
    }
    return texts.map { ($0, raw.bodyPlace) }
  }
}

extension NotebookCell.Content {
  /// What in it may carry a number; only then a label leads to it.
  fileprivate var numbered: [NotebookLabel.Kind] {
    switch self {
    case .experiment: [.figure, .table]
    case .plot: [.figure]
    case .table: [.table]
    case .exercise: [.exercise]
    case .claim, .identity, .catalog, .steps, .question, .glossary: []
    }
  }

  /// Why a label leads to nothing.
  fileprivate func misfit(of label: NotebookLabel, kind: String) -> String {
    if numbered.isEmpty { return "a cell of kind '\(kind)' has no number that a reference could name" }
    let allowed = numbered.map { "\($0.rawValue)-" }.joined(separator: " or ")
    return "the label '\(label)' names no part of a cell of kind '\(kind)', whose labels begin with \(allowed)"
  }
}
