import Analysis
import Archive
import Browser
import Experiments
import Foundation
import Specifications

// MARK: - Data for machines; docs/openapi.json describes all of it

extension Service {
  func document(for route: APIRoute, _ target: Target) async throws -> Document {
    switch route {
    case .description, .status, .claims, .experiment, .specification, .trial, .trialMetrics, .trialSpecification:
      _ = try Parameters(target, known: [])
    case .experiments, .trials, .compare: break
    }
    switch route {
    case .description: return Document(.json, PackageResources.openapi_json)
    case .experiments(let form): return try await experiments(target, form)
    case .experiment(let name): return try await experiment(name)
    case .specification(let name):
      let archived = try await archived(name)
      return Document(.yaml, text: archived.effective, download: "\(archived.name).yaml")
    case .trials(let form): return try await trials(target, form)
    case .trial(let prefix):
      return try await trial(prefix, "json") { archive, id in
        var reader = DossierReader(archive)
        return Document(try reader.dossier(of: id).json)
      }
    case .trialMetrics(let prefix):
      return try await trial(prefix, "csv") { archive, id in
        let trial = try archive.trial(prefix: id.hex)
        return Document(.csv, text: trial.metricsCSV, download: "trial-\(id.short).csv")
      }
    case .trialSpecification(let prefix):
      return try await trial(prefix, "yaml") { archive, id in
        let trial = try archive.trial(prefix: id.hex)
        let yaml = try SpecNode.archived(trial.spec, file: "trial \(id.short)").yaml
        return Document(.yaml, text: yaml, download: "trial-\(id.short).yaml")
      }
    case .compare: return try await comparison(target)
    case .claims: return try await claims()
    case .status: return try await status()
    }
  }

  // MARK: Lists

  private func experiments(_ target: Target, _ form: ListForm) async throws -> Document {
    let asked = try ListRequest(target, fields: QueryList.experimentFields, usual: nil)
    let entries = try await entries()
    var columns = asked.columns ?? QueryList.experimentFields.named.map(\.name)
    if form == .csv { columns.removeAll { $0 == "curve" } }
    let list = asked.applied(to: QueryList(Conclusions(entries)))
    return asked.document("experiments", list, columns, form) { row in
      if case .words(let words) = row.value("curve") { words.compactMap { Double($0) } } else { [] }
    }
  }

  func entries() async throws -> [Conclusions.Entry] {
    try await shelf.books(at: source.stamp()).map { book in
      book.entry(kept: kept[book.item.archived.digest + book.item.name])
    }
  }

  private func trials(_ target: Target, _ form: ListForm) async throws -> Document {
    let asked = try ListRequest(target, fields: QueryList.trialFields, usual: Self.trialColumns)
    let columns = asked.columns ?? Self.trialColumns
    if columns.contains("curve"), form == .csv {
      throw WebError(400, "CSV has no column 'curve'; api/trials has it in JSON, api/trials/ID/metrics.csv all numbers")
    }
    let stamp = try await source.stamp()
    var key: ExperimentKey?
    if let name = asked.experiment { key = try await archived(name).key }
    return try await one("trials \(form) " + asked.key, at: stamp) { [key] in
      try await source.read { archive in
        let list = try QueryList(trialsIn: archive, of: key, using: columns + asked.fields)
        return try asked.document("trials", asked.applied(to: list), columns, form) { row in
          try archive.drawnCurve(of: TrialID(hex: row.value("id").plain))
        }
      }
    }
  }

  private static let trialColumns = [
    "id", "experiment", "configuration", "label", "replicate", "status", "purpose", "seed", "seconds",
    "validation.error", "test.error",
  ]

  // MARK: One experiment, one trial

  private func experiment(_ name: String) async throws -> Document {
    let archived = try await archived(name)
    guard let entry = try await entry(of: archived), let row = QueryList(Conclusions([entry])).rows.first else {
      throw Self.nothing
    }
    let columns = QueryList.experimentFields.named.map(\.name)
    return try await source.read { archive in
      let labels = try archive.configurationLabels(of: archived.key)
      let progress = try ExperimentProgress(archived, entry.state, in: archive)
      return Document(
        .object([
          ("schema", .number(1)), ("experiment", row.json(columns) { entry.conclusion.curve }),
          ("configurations", .list(labels.map { .text($0) })),
          ("progress", progress.json(at: Date().timeIntervalSince1970)),
        ]))
    }
  }

  /// The version that a name stands for: the newest, or with `~1` an earlier one, or the one that was run last for `latest`.
  private func archived(_ name: String) async throws -> ArchivedExperiment {
    let overview = try await shelf.overview(at: source.stamp())
    if let item = overview.items.first(where: { $0.name == name }) { return item.archived }
    return try await source.read { archive in
      do {
        return try archive.experiment(named: name)
      } catch ArchiveError.unknown {
        throw WebError(404, "the archive has no experiment '\(name)'")
      }
    }
  }

  /// What is known of a version; an earlier one, which no list shows, is read for it.
  private func entry(of archived: ArchivedExperiment) async throws -> Conclusions.Entry? {
    if let known = try await entries().first(where: { $0.archived.key == archived.key }) { return known }
    return try await source.load { archive in
      guard let state = try archive.states()[archived.key] else { return nil }
      let written = try archive.annotations(of: .experiment(name: archived.name))
      return try browser(archive).part(of: try LoadedExperiment(archived, from: archive), in: state, written).entry
    }
  }

  private func trial(
    _ prefix: String, _ form: String, _ make: @escaping @Sendable (Archive, TrialID) throws -> Document
  ) async throws -> Document {
    guard prefix.utf8.count <= 64, prefix.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
      throw WebError(404, "'\(prefix)' is no id of a trial: hexadecimal digits, at most 64")
    }
    return try await one("api/trial/\(prefix).\(form)", at: source.stamp()) {
      try await source.read { archive in
        guard let id = try archive.finishedTrial(prefix: prefix) else {
          throw WebError(404, "no finished trial has an id that begins with '\(prefix)', or more than one")
        }
        return try make(archive, id)
      }
    }
  }

  // MARK: Everything

  private func comparison(_ target: Target) async throws -> Document {
    let asked = try ComparisonRequest(target, isDrawn: false)
    return try await one("api/compare?" + asked.key, at: source.stamp()) {
      try await source.load { archive in Document(SideBySide(try asked.read(archive).arms).json) }
    }
  }

  private func claims() async throws -> Document {
    try await aboutAll("api/claims") { parts, _ in
      let claims = LedgerClaim.sorted(parts.flatMap(\.claims))
      return Document(.object([("schema", .number(1)), ("claims", .list(claims.map(\.json)))]))
    }
  }

  private func status() async throws -> Document {
    let overview = try await shelf.overview(at: source.stamp())
    return try await source.read { archive in
      let now = Date().timeIntervalSince1970
      let all = try overview.items.map { try ExperimentProgress($0.archived, $0.state, in: archive).json(at: now) }
      return Document(.object([("schema", .number(1)), ("experiments", .list(all))]))
    }
  }
}
