import Archive
import Browser
import Datasets
import Experiments
import Files
import Foundation
import Identities
import Reports
import Specifications

/// One invocation of `run` on a notebook: reads it, runs what is missing, answers what it asks.
struct NotebookSession {
  let bound: BoundNotebook
  /// The file of the notebook.
  private let url: URL
  let store: DatasetStore
  let settings: RunSettings
  let recorder: any RunRecorder

  /// Reads a notebook with the files beside it; throws every problem with its place.
  init(
    file: String, parameters: [String], store: DatasetStore, settings: RunSettings, recorder: any RunRecorder
  ) throws {
    self.store = store
    self.settings = settings
    self.recorder = recorder
    url = URL(filePath: file)
    bound = try Self.read(file, parameters: parameters)
  }

  /// Reads a notebook without running anything.
  static func read(_ file: String, parameters: [String]) throws -> BoundNotebook {
    let url = URL(filePath: file)
    let notebook = try Notebook.read(text: try SpecText.read(file), file: file, parameters: parameters)
    var files: [String: [UInt8]] = [:]
    for requested in notebook.requestedFiles {
      let path = url.deletingLastPathComponent().appending(path: requested.path)
      if FileManager.default.fileExists(atPath: path.path) {
        files[requested.path] = try FileContents.read(path, atMost: FileContents.mostPage)
      }
    }
    var archived: [ArchivedSource: ArchivedText] = [:]
    for source in notebook.archivedSources { archived[source] = Self.text(of: source, beside: url) }
    return try BoundNotebook(notebook, files: files, archived: archived, identities: Identity.all.map(\.id))
  }

  /// The finished archive beside a notebook.
  private static func archive(of source: ArchivedSource, beside notebook: URL) throws(ArchiveError) -> Archive {
    try Archive.read(published: notebook.deletingLastPathComponent().appending(path: source.archive.path))
  }

  private static func text(of source: ArchivedSource, beside notebook: URL) -> ArchivedText {
    do {
      return .found(try archive(of: source, beside: notebook).experiment(named: source.experiment.name).effective)
    } catch {
      return .missing("\(error)")
    }
  }

  // MARK: Answers

  /// Runs every experiment to its end and answers all requests; nil when a signal stopped it.
  func answers(in archive: Archive) async throws -> NotebookAnswers? {
    let requests = bound.requests
    async let identities = Self.checked(requests.identities)
    var answers = NotebookAnswers(version: ProvenanceCollector.version)
    guard let found = try await experiments(in: archive) else { return nil }
    var keys: [(name: String, key: ExperimentKey)] = []
    for (experiment, known) in zip(bound.experiments, found) {
      answers.experiments[experiment.name] = known.answer
      if let key = known.key { keys.append((experiment.name, key)) }
    }
    for walk in requests.steps {
      let walked = WalkThrough(walk.steps.dropout, seed: UInt64(walk.steps.seed))
      answers.steps[walk.cell] = .given(StepsAnswer(walked, dropout: walk.steps.dropout))
    }
    for query in requests.queries { answers.queries[query.cell] = answer(query, keys: keys, in: archive) }
    answers.identities = await identities
    return answers
  }

  /// What is known of an experiment, and where the archive of this run has it.
  private struct Known: Sendable {
    let answer: NotebookAnswer<ExperimentAnswer>
    var key: ExperimentKey?
  }

  private enum Result: Sendable {
    case finished(FinishedExperiment), loaded(LoadedExperiment), elsewhere(ArchivedSource), failed(CellFailure)
  }

  /// Runs what is missing, one experiment after the other, and reads beside it what is there; nil when stopped.
  ///
  /// A finished trial never changes, so it does not matter when it is read.
  private func experiments(in archive: Archive) async throws -> [Known]? {
    try await withThrowingTaskGroup(of: (Int, Known).self) { group -> [Known]? in
      for (place, experiment) in bound.experiments.enumerated() {
        guard let result = try await answer(experiment, in: archive) else { return nil }
        group.addTask { (place, try known(of: experiment, result, in: archive)) }
      }
      var found: [Int: Known] = [:]
      for try await (place, known) in group { found[place] = known }
      return bound.experiments.indices.compactMap { found[$0] }
    }
  }

  private func known(of experiment: BoundExperiment, _ result: Result, in archive: Archive) throws -> Known {
    let pictures = bound.requests.pictures[experiment.name] ?? []
    func answered(_ loaded: LoadedExperiment) throws -> NotebookAnswer<ExperimentAnswer> {
      .given(try loaded.notebookAnswer(pictures))
    }
    switch result {
    case .finished(let finished):
      let loaded = try finished.loaded(from: archive, withFilters: pictures.contains(.filters))
      return Known(answer: try answered(loaded), key: loaded.archived.key)
    case .loaded(let loaded): return Known(answer: try answered(loaded), key: loaded.archived.key)
    case .elsewhere(let source):
      let other = try Self.archive(of: source, beside: url)
      let archived = try other.experiment(named: source.experiment.name)
      return Known(
        answer: try answered(
          try LoadedExperiment(
            archived, plan: try other.plan(of: archived), from: other, withFilters: pictures.contains(.filters))))
    case .failed(let failure): return Known(answer: .failed(failure))
    }
  }

  /// Produces one experiment or finds it finished, nil when stopped; what goes wrong with it is its own affair.
  private func answer(_ experiment: BoundExperiment, in archive: Archive) async throws -> Result? {
    do {
      let read = try experiment.reading.get()
      if let source = experiment.archive {
        recorder.said("\(experiment.name): as archived in \(source.archive.path)")
        return .elsewhere(source)
      }
      let picturesFilters = bound.requests.pictures[experiment.name]?.contains(.filters) ?? false
      if let finished = try FinishedExperiment(read, in: archive) {
        recorder.said("\(experiment.name): \(finished.text)")
        return .finished(finished)
      }
      let prepared = try PreparedRun(read, store: store)
      let forecast = try Forecast(prepared, archive: archive, jobs: settings.jobs)
      recorder.said("\(experiment.name): \(forecast.text)")
      let session = try RunSession(prepared, archive: archive, settings: settings, recorder: recorder)
      let result = try await session.run()
      if result.stopped != nil || result.interrupted > 0 { return nil }
      if result.failed > 0 || result.leftOut > 0 {
        return .failed(CellFailure(experiment.place, "\(experiment.name): \(result.text)"))
      }
      let archived = try archive.experiment(named: prepared.plan.experiment.name)
      return .loaded(try LoadedExperiment(archived, plan: prepared.plan, from: archive, withFilters: picturesFilters))
    } catch let error as SpecError {
      return .failed(CellFailure(error.problems))
    } catch let error as DatasetError {
      return .failed(CellFailure(experiment.place, "\(error)"))
    }
  }

  /// Checks identities, several at a time: each is a function of nothing but its own fixed seeds.
  private static func checked(_ ids: [String]) async -> [String: NotebookAnswer<IdentityAnswer>] {
    await withTaskGroup { group in
      for identity in Identity.all where ids.contains(identity.id) {
        group.addTask { (identity.id, Self.answer(of: identity)) }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }

  private static func answer(of identity: Identity) -> NotebookAnswer<IdentityAnswer> {
    let findings = identity.check().findings.map { finding in
      IdentityFinding(
        what: finding.what, found: finding.found, relation: finding.relation.rawValue, expected: finding.expected,
        tolerance: finding.tolerance, holds: finding.holds)
    }
    return .given(
      IdentityAnswer(id: identity.id, statement: identity.statement, source: identity.source, findings: findings))
  }

  private func answer(
    _ query: NotebookRequests.Query, keys: [(name: String, key: ExperimentKey)], in archive: Archive
  ) -> NotebookAnswer<QueryAnswer> {
    let aliases = bound.requests.aliases.filter { alias in keys.contains { $0.name == alias.experiment } }.map {
      QueryAlias(experiment: $0.experiment, configuration: $0.configuration, name: $0.name)
    }
    do {
      return .given(QueryAnswer(try archive.query(query.sql, experiments: keys, aliases: aliases)))
    } catch let error as QueryError {
      return .failed(CellFailure(query.place(of: error.near), "the query failed: \(error.message)"))
    } catch {
      return .failed(CellFailure(query.place, "the query failed: \(error)"))
    }
  }
}

extension QueryAnswer {
  init(_ rows: ArchivedRows) {
    self.init(
      columns: rows.columns,
      rows: rows.rows.map { row in
        row.map { value in
          switch value {
          case .nothing: .nothing
          case .integer(let number): .integer(number)
          case .real(let number): .real(number)
          case .text(let text): .text(text)
          }
        }
      })
  }
}
