import Experiments
import Specifications

/// A notebook together with the files it names: experiments read, names resolved, nothing run yet.
package struct BoundNotebook: Sendable {
  package let notebook: Notebook
  /// In the order of their cells.
  package let experiments: [BoundExperiment]
  /// What plot cells show in the place of the experiment's metric, by the index of the cell.
  let measures: [Int: Measure]
  /// Pictures by the path they are named with.
  let pictures: [String: [UInt8]]
  /// What is cited; nil without a bibliography.
  let references: References?

  /// Reads the experiments and checks every name that leads from one part to another.
  ///
  /// `files` holds what `Notebook.requestedFiles` names, `archived` what `Notebook.archivedSources` does; `identities` are
  /// the ids that can be checked. Throws every problem with its place. A mistake within an experiment is kept for its cell, so that the others can run.
  package init(
    _ notebook: Notebook, files: [String: [UInt8]], archived: [ArchivedSource: ArchivedText] = [:], identities: [String]
  ) throws(SpecError) {
    let problems = Problems()
    self.notebook = notebook
    var texts: [String: String] = [:]
    for file in notebook.requestedFiles {
      if let bytes = files[file.path] {
        texts[file.path] = String(decoding: bytes, as: UTF8.self)
      } else if !notebook.experimentFiles.contains(where: { $0.path == file.path }) {
        problems.report(file.place, file.missing)
      }
    }
    let cells = notebook.cells.enumerated().compactMap { index, cell -> (Int, ExperimentCell)? in
      if case .experiment(let experiment) = cell.content { (index, experiment) } else { nil }
    }
    experiments = Concurrently.map(cells.count) { [texts] place in
      BoundExperiment(cells[place].1, at: cells[place].0, in: notebook, texts: texts, archived: archived)
    }
    let paths = notebook.pictures.map(\.path)
    pictures = files.filter { paths.contains($0.key) }
    references = notebook.references(texts: texts, problems)
    measures = Self.measures(notebook, experiments, problems)
    check(identities: identities, problems)
    guard problems.found.isEmpty else { throw SpecError(problems.found) }
  }

  /// Throws what is wrong within the experiments, which a run would keep to their cells.
  package func checkExperiments() throws(SpecError) {
    let problems = experiments.flatMap { experiment -> [Problem] in
      if case .failure(let error) = experiment.reading { error.problems } else { [] }
    }
    if !problems.isEmpty { throw SpecError(problems) }
  }

  /// The experiment of a name.
  func experiment(_ name: String) -> BoundExperiment? { experiments.first { $0.name == name } }

  /// What runs the notebook again with the parameters in effect.
  package var command: String {
    let words = [notebook.file] + notebook.names.parameters.map { "\($0.name)=\($0.value)" }
    return (["dropout-lab run"] + words.map(ShellWord.quoted)).joined(separator: " ")
  }
}

extension Notebook {
  /// Every file beside the notebook that it needs, each path once.
  package var requestedFiles: [RequestedFile] {
    var found: [RequestedFile] = []
    for file in (frontMatter.bibliography.map { [$0] } ?? []) + experimentFiles + pictures
    where !found.contains(where: { $0.path == file.path }) {
      found.append(file)
    }
    return found
  }

  /// The files of the experiment cells.
  var experimentFiles: [RequestedFile] {
    cells.compactMap { cell in
      guard case .experiment(let experiment) = cell.content, case .file(let file) = experiment.source else {
        return nil
      }
      return file
    }
  }

  /// The pictures of the text and of the texts within cells, which are placed where their cell begins.
  var pictures: [RequestedFile] {
    func images(_ text: MarkedText) -> [MarkdownNode] {
      MarkdownDocument(text.text).nodes.filter { $0.kind == "image" }
    }
    let ofText = images(text).map {
      RequestedFile(path: $0.path, place: Place(file: file, line: $0.line, column: $0.column))
    }
    let ofCells = cells.flatMap(\.fragments).flatMap { fragment in
      images(fragment.text).map { RequestedFile(path: $0.path, place: fragment.place) }
    }
    return ofText + ofCells
  }
}

// MARK: - Names

extension BoundNotebook {
  private func check(identities: [String], _ problems: Problems) {
    checkUnique(problems)
    for experiment in experiments { experiment.checkAliases(problems) }
    for cell in notebook.cells { check(cell, identities: identities, problems) }
    for placed in notebook.marks {
      guard case .value(let value) = placed.mark else { continue }
      check(value, identities: identities, at: placed.place, problems)
    }
  }

  private func checkUnique(_ problems: Problems) {
    var first: [String: Place] = [:]
    for experiment in experiments {
      if let earlier = first[experiment.name] {
        problems.report(
          experiment.place,
          "a second experiment is called '\(experiment.name)'; the first stands in line \(earlier.line); give it a name"
        )
      } else {
        first[experiment.name] = experiment.place
      }
    }
  }

  private func check(_ cell: NotebookCell, identities: [String], _ problems: Problems) {
    switch cell.content {
    case .plot(let plot): checkExperiment(plot.experiment, problems)
    case .claim(let claim):
      checkExperiment(claim.experiment, problems)
      experiment(claim.experiment.name)?.check(claim, problems)
    case .table(let table):
      if case .named(_, let experiment) = table.source { checkExperiment(experiment, problems) }
    case .identity(let identity):
      checkIdentity(identity.id.name, among: identities, at: identity.id.place, problems)
    case .experiment(let experiment):
      guard experiment.shown.contains(.claims) else { return }
      experiments.first { notebook.cells[$0.cell].place == cell.place }?.checkStatesClaims(at: cell.place, problems)
    case .catalog, .steps, .question, .exercise, .glossary: break
    }
  }

  private func checkExperiment(_ named: Named, _ problems: Problems) {
    guard experiment(named.name) == nil else { return }
    problems.report(
      named.place,
      MapReader.unknown("experiment", named.name, of: "the notebook", allowed: experiments.map(\.name)))
  }

  private func checkIdentity(_ id: String, among known: [String], at place: Place, _ problems: Problems) {
    guard !known.contains(id) else { return }
    let ends = [known.first, known.last].compactMap { $0 }.joined(separator: " to ")
    problems.report(place, "there is no identity '\(id)'; there are \(ends)")
  }

  private func check(_ value: InlineValue, identities: [String], at place: Place, _ problems: Problems) {
    switch value.subject {
    case .literal: break
    case .identity(let id, _): checkIdentity(id, among: identities, at: place, problems)
    case .asked(let asked):
      checkExperiment(Named(name: asked.experiment, place: place), problems)
      experiment(asked.experiment)?.check(asked, at: place, problems)
    case .claim(let name, let id, _):
      checkExperiment(Named(name: name, place: place), problems)
      experiment(name)?.checkClaim(Named(name: id, place: place), problems)
    case .experiment(let name, let quantity):
      checkExperiment(Named(name: name, place: place), problems)
      guard case .measured(let measured) = quantity, let experiment = experiment(name) else { return }
      experiment.check(measured, at: place, problems)
    }
  }
}
