import Analysis
import Experiments
import Plotting
import Specifications

/// Turns one cell and the answers it asked for into what is shown.
struct CellEvaluation {
  let bound: BoundNotebook
  let answers: NotebookAnswers
  let index: Int
  /// Where pictures that were drawn before are kept.
  let shelf: PictureShelf?

  private var cell: NotebookCell { bound.notebook.cells[index] }

  /// Throws `CellFailure` where there is nothing to show, and what drawing throws.
  var output: CellOutput {
    get throws {
      switch cell.content {
      case .experiment(let experiment): try output(of: experiment)
      case .plot(let plot): try output(of: plot)
      case .table(let table): try output(of: table)
      case .claim(let claim): try output(of: claim)
      case .identity(let identity): try output(of: identity)
      case .catalog(let catalog): try output(of: catalog)
      case .steps: try StepsOutput(answer: given(answers.steps[index])).output
      case .question(let question): Self.output(of: question)
      case .exercise(let exercise): Self.output(of: exercise)
      case .glossary(let glossary): CellOutput(blocks: [.definitions(glossary.entries)])
      }
    }
  }

  /// The answer to this cell's own request.
  private func given<Value>(_ answer: NotebookAnswer<Value>?) throws(CellFailure) -> Value {
    switch answer {
    case .given(let value): return value
    case .failed(let failure): throw failure
    case nil: throw CellFailure(cell.place, "nothing was computed for this cell")
    }
  }

  /// The answer of an experiment of another cell.
  private func answer(_ named: Named) throws(CellFailure) -> ExperimentAnswer {
    if case .failed = answers.experiments[named.name] {
      throw CellFailure(named.place, because: named.name)
    }
    return try given(answers.experiments[named.name])
  }

  // MARK: Experiments

  private func output(of experiment: ExperimentCell) throws -> CellOutput {
    guard let name = bound.experiments.first(where: { $0.cell == index })?.name else { return CellOutput(blocks: []) }
    let answer = try given(answers.experiments[name])
    var blocks: [OutputBlock] = []
    for part in experiment.shown {
      switch part {
      case .answer: blocks += Answer(to: answer.summary).sentences.map { .paragraph($0, .answer) }
      case .table: blocks.append(.exhibit(.table(SummaryTables(summary: answer.summary).configurations)))
      case .figures: blocks += try answer.plotSource(shelf: shelf).figures().map { .exhibit(.figure($0)) }
      case .claims: blocks += try claims([], of: Named(name: name, place: cell.place), answer)
      case .nothing: break
      }
    }
    return CellOutput(blocks: blocks, origin: blocks.isEmpty ? nil : origin(of: name, answer))
  }

  private func output(of plot: PlotCell) throws -> CellOutput {
    let answer = try answer(plot.experiment)
    let recipe = PlotRecipe.all.first { $0.name == plot.recipe }
    let source = answer.plotSource(metric: plot.metric, measure: bound.measures[index], shelf: shelf)
    guard let figure = try recipe?.draw(source) else {
      throw CellFailure(
        cell.place, "the plot '\(plot.recipe)' has nothing to show of the experiment '\(plot.experiment.name)'")
    }
    return CellOutput(blocks: [.exhibit(.figure(figure))], origin: origin(of: plot.experiment.name, answer))
  }

  private func output(of table: TableCell) throws -> CellOutput {
    switch table.source {
    case .named(let query, let experiment):
      let answer = try answer(experiment)
      let tables = try NamedTables(summary: answer.summary).tables(query, of: experiment, at: cell.place)
      return CellOutput(
        blocks: tables.map { .exhibit(.table($0)) }, origin: origin(of: experiment.name, answer))
    case .sql(let sql, _):
      let table = QueryTable(answer: try given(answers.queries[index]), name: "Table of a query").table
      return CellOutput(blocks: [.exhibit(.table(table)), .folded(summary: "The query", [.code(sql, "sql")])])
    }
  }

  private func output(of claim: ClaimCell) throws -> CellOutput {
    let answer = try answer(claim.experiment)
    return CellOutput(
      blocks: try claims(claim.claims, of: claim.experiment, answer),
      origin: origin(of: claim.experiment.name, answer))
  }

  private func claims(_ claims: [Named], of experiment: Named, _ answer: ExperimentAnswer) throws -> [OutputBlock] {
    let warnings = answer.protocolFinding?.warnings ?? []
    return warnings.map { .paragraph($0, .warning) }
      + (try ClaimOutput.all(claims, of: experiment, in: answer.summary).map { .claim($0) })
  }

  private func origin(of name: String, _ answer: ExperimentAnswer) -> OutputOrigin {
    let archive = bound.experiment(name)?.archive
    return OutputOrigin(
      experiment: name, trials: answer.summary.counts.completed, archive: archive?.archive.path,
      specification: answer.provenance.specificationDigest, data: answer.data, commits: answer.commits,
      command: bound.command)
  }

  // MARK: Identities, catalogue, teaching

  private func output(of identity: IdentityCell) throws -> CellOutput {
    IdentityOutput(answer: try given(answers.identities[identity.id.name]), shown: identity.shown).output
  }

  private func output(of cell: CatalogCell) throws -> CellOutput {
    guard let entry = cell.entry else { return CellOutput(blocks: []) }
    var blocks: [OutputBlock] = []
    if cell.shown.contains(.entry) {
      let facts = [
        ("Formula", entry.formula, false), ("Paper", entry.source, false), ("YAML", entry.example, true),
      ]
      blocks.append(.paragraph("\(entry.name): \(entry.summary)", .plain))
      blocks.append(.facts(facts.filter { !$0.1.isEmpty }.map { ReportFact($0.0, $0.1, isCode: $0.2) }))
    }
    if cell.shown.contains(.picture) { blocks += try (entry.pictures?() ?? []).map { .picture($0) } }
    return CellOutput(blocks: blocks)
  }

  private static func output(of question: QuestionCell) -> CellOutput {
    CellOutput(blocks: [
      .markdown(question.question), .folded(summary: "Answer", [.markdown(question.answer)]),
    ])
  }

  private static func output(of exercise: ExerciseCell) -> CellOutput {
    var blocks: [OutputBlock] = [.markdown(exercise.task)]
    if case .choice(_, let choices) = exercise.key { blocks.append(.choices(choices)) }
    blocks.append(.folded(summary: "Worked answer", [.markdown(exercise.workedAnswer)]))
    return CellOutput(blocks: blocks)
  }
}
