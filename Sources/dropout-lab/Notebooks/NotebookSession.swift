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
    bound = try Self.read(file, parameters: parameters)
  }

  /// Reads a notebook without running anything.
  static func read(_ file: String, parameters: [String]) throws -> BoundNotebook {
    let url = URL(filePath: file)
    guard let text = String(validating: try FileContents.read(url), as: UTF8.self) else {
      throw SpecError(Place.file(file), "the text is not UTF-8")
    }
    let notebook = try Notebook.read(text: text, file: file, parameters: parameters)
    var files: [String: [UInt8]] = [:]
    for requested in notebook.requestedFiles {
      let path = url.deletingLastPathComponent().appending(path: requested.path)
      if FileManager.default.fileExists(atPath: path.path) { files[requested.path] = try FileContents.read(path) }
    }
    return try BoundNotebook(notebook, files: files, identities: Identity.all.map(\.id))
  }

  // MARK: Answers

  /// Runs every experiment to its end and answers all requests; nil when a signal stopped it.
  func answers(in archive: Archive) async throws -> NotebookAnswers? {
    let requests = bound.requests
    async let identities = Self.checked(requests.identities)
    var answers = NotebookAnswers(version: ProvenanceCollector.version)
    var keys: [(name: String, key: ExperimentKey)] = []
    for experiment in bound.experiments {
      switch try await answer(experiment, in: archive) {
      case .stopped: return nil
      case .failed(let failure): answers.experiments[experiment.name] = .failed(failure)
      case .loaded(let loaded):
        let pictures = requests.pictures[experiment.name] ?? []
        answers.experiments[experiment.name] = .given(try loaded.notebookAnswer(pictures))
        keys.append((experiment.name, loaded.archived.key))
      }
    }
    for walk in requests.steps {
      let walked = WalkThrough(walk.steps.dropout, seed: UInt64(walk.steps.seed))
      answers.steps[walk.cell] = .given(StepsAnswer(walked, dropout: walk.steps.dropout))
    }
    for query in requests.queries { answers.queries[query.cell] = answer(query, keys: keys, in: archive) }
    answers.identities = await identities
    return answers
  }

  private enum Result {
    case loaded(LoadedExperiment), failed(CellFailure), stopped
  }

  /// Produces or loads one experiment; what goes wrong with it is its own affair.
  private func answer(_ experiment: BoundExperiment, in archive: Archive) async throws -> Result {
    do {
      let read = try experiment.reading.get()
      let picturesFilters = bound.requests.pictures[experiment.name]?.contains(.filters) ?? false
      if let finished = try FinishedExperiment(read, in: archive) {
        recorder.said("\(experiment.name): \(finished.text)")
        return .loaded(try finished.loaded(from: archive, withFilters: picturesFilters))
      }
      let prepared = try PreparedRun(read, store: store)
      let forecast = try Forecast(prepared, archive: archive, jobs: settings.jobs)
      recorder.said("\(experiment.name): \(forecast.text)")
      let session = try RunSession(prepared, archive: archive, settings: settings, recorder: recorder)
      let result = try await session.run()
      if result.stopped != nil || result.interrupted > 0 { return .stopped }
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
    let aliases = bound.requests.aliases.map {
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
