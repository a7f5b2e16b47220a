import Files
import Specifications

/// The runs of another program with the experiment that they make.
package struct ImportedRuns: Sendable {
  package let plan: Plan
  /// Configuration by configuration, seed by seed; runs that the file lacks count as failed.
  package let runs: [ImportedRun]
  package let file: String
  package let digest: String

  /// Reads a table of comma-separated values; throws `SpecError` with every problem and its place.
  package init(_ bytes: [UInt8], file: String, request: ImportRequest, claims: ClaimsFile? = nil) throws(SpecError) {
    let start = Place(file: file, line: 1, column: 1)
    guard let text = String(validating: bytes, as: UTF8.self) else { throw SpecError(start, "the text is not UTF-8") }
    let problems = Problems()
    guard let table = CSVTable.read(text, file: file, problems),
      let header = ImportHeader(table, request, problems)
    else { throw SpecError(problems.found) }
    let reader = ImportReader(table: table, header: header, request: request, problems: problems)
    guard let found = reader.runs() else { throw SpecError(problems.found) }
    let digest = SHA256.digest(of: bytes).hex
    let draft = ImportDraft(
      request: request, configurations: found.configurations, measures: reader.measures,
      source: ImportSource(digest: digest, seeds: found.seeds), place: start)
    let plan = Plan(try draft.experiment()) { _ in "" }
    self.plan = try claims.map { claims throws(SpecError) in try plan.judged(by: claims) } ?? plan
    runs = found.runs
    self.file = file
    self.digest = digest
  }

  /// The planned trial of a run.
  package var trials: [(trial: PlannedTrial, run: ImportedRun)] {
    let known = Dictionary(
      uniqueKeysWithValues: plan.measurement(choices: []).map { ([$0.configuration, Int($0.seed)], $0) })
    return runs.compactMap { run in known[[run.configuration, run.seed]].map { ($0, run) } }
  }
}

/// The experiment that a table makes, as the tree of its specification.
private struct ImportDraft {
  let request: ImportRequest
  let configurations: [[ImportedFactor]]
  let measures: [ImportedMeasure]
  let source: ImportSource
  let place: Place

  func experiment() throws(SpecError) -> Experiment {
    let tree = try tree()
    let problems = Problems()
    let experiment = Experiment.read(tree, source: tree.yaml, problems)
    guard let experiment, problems.found.isEmpty else { throw SpecError(problems.found) }
    return experiment
  }

  private func tree() throws(SpecError) -> SpecNode {
    var entries = [
      ("name", SpecNode.text(request.name)), ("question", .text(request.question)), ("seed", 0.node),
      ("replicates", source.seeds.count.node), ("metric", try metric().node), ("import", source.node),
      ("trial", TrialSpec(imported: ImportedConfiguration(factors: configurations[0], measures: measures)).node),
    ]
    if configurations.count > 1 {
      entries.append(("vary", .map([("list", .list(configurations.map { .map($0.map(Self.field)) }))])))
    }
    if !request.baseline.isEmpty { entries.append(("baseline", try baseline())) }
    return SpecNode(
      .map(entries.map { SpecEntry(key: $0.0, value: $0.1.placed(at: place), place: place) }), place: place)
  }

  private static func path(_ name: String) -> String { "trial.imported.\(name)" }
  private static func field(_ factor: ImportedFactor) -> (String, SpecNode) { (path(factor.name), factor.value) }

  private func metric() throws(SpecError) -> MetricChoice {
    let standard = MetricChoice()
    let usual = ImportedMeasure(split: standard.split, metric: standard.name)
    let found: ImportedMeasure? =
      if let asked = request.metric {
        ImportHeader.named(asked).flatMap { measures.contains($0) ? $0 : nil }
      } else {
        measures.contains(usual) ? usual : measures.count == 1 ? measures[0] : nil
      }
    guard let found else {
      let asked = request.metric.map { "--metric is '\($0)'" } ?? "which measure is compared? Say --metric"
      throw SpecError(place, "\(asked); the file has \(measures.map(\.text).joined(separator: ", "))")
    }
    return MetricChoice(name: found.metric, split: found.split, at: .last)
  }

  /// The baseline's fields; configurations are compared with the one that agrees in all other factors.
  private func baseline() throws(SpecError) -> SpecNode {
    let names = configurations[0].map(\.name)
    if let factor = request.baseline.first(where: { !names.contains($0.name) }) {
      let near = Spelling.nearest(to: factor.name, among: names).map { " (did you mean '\($0)'?)" } ?? ""
      throw SpecError(
        place,
        "--baseline names '\(factor.name)', which is no factor\(near); there are \(names.listed)")
    }
    let others = names.filter { name in
      !request.baseline.contains { $0.name == name }
        && Set(configurations.flatMap { $0 }.filter { $0.name == name }).count > 1
    }
    let within = others.isEmpty ? [] : [("within", others.map(Self.path).node)]
    return .map(request.baseline.map(Self.field) + within)
  }
}

extension SpecNode {
  /// The tree with one place for all that has none.
  fileprivate func placed(at place: Place) -> SpecNode {
    let own = self.place == .nowhere ? place : self.place
    switch content {
    case .scalar: return SpecNode(content, place: own)
    case .list(let items): return SpecNode(.list(items.map { $0.placed(at: place) }), place: own)
    case .map(let entries):
      let placed = entries.map { SpecEntry(key: $0.key, value: $0.value.placed(at: place), place: place) }
      return SpecNode(.map(placed), place: own)
    }
  }
}
