import Analysis
import Archive
import Experiments
import Foundation
import Specifications

/// Records imported runs, after holding them against what was imported before under the same name.
struct ImportSession {
  private let runs: ImportedRuns
  private let archive: Archive

  init(_ runs: ImportedRuns, archive: Archive) {
    self.runs = runs
    self.archive = archive
  }

  /// What came of an import.
  struct Result {
    let name: String
    let configurations: Int
    let seeds: Int
    var added = 0
    var known = 0
    var failed = 0

    var text: String {
      let failures = failed > 0 ? ", \(failed) failed or missing" : ""
      return
        "\(name): \(configurations) \(configurations == 1 ? "configuration" : "configurations") × \(seeds) "
        + "\(seeds == 1 ? "seed" : "seeds"): \(added.counted("run")) added, \(known) \(known == 1 ? "was" : "were") in the archive"
        + failures
    }
  }

  /// Records everything that is new; throws `SpecError` and changes nothing where the file contradicts the archive.
  func run() throws -> Result {
    let experiment = runs.plan.experiment
    let trials = runs.trials
    try checkHistory(trials)
    let key = try archive.record(runs.plan, data: runs.plan.configurations.map { _ in runs.digest })
    try archive.freeze([], trials: trials.map(\.trial), of: key)
    let known = try archive.finished(among: trials.map(\.trial))
    var result = Result(
      name: experiment.name, configurations: experiment.configurations.count, seeds: experiment.replicates)
    let noted = Set(try archive.attempts(of: key).map(\.trial))
    var attempts: [Attempt] = []
    for (trial, run) in trials {
      if known.contains(trial.id) { result.known += 1 } else if run.outcome != nil { result.added += 1 }
      if case .failed(let reason) = run.state, !known.contains(trial.id) {
        result.failed += 1
        if !noted.contains(trial.id) { attempts.append(attempt(trial, reason)) }
      }
      guard let outcome = run.outcome, !known.contains(trial.id) else { continue }
      try archive.record(
        FinishedTrial(trial: trial, outcome: outcome, measurements: nil), provenance: provenance, of: key)
    }
    try archive.record(attempts, of: key)
    return result
  }

  private func attempt(_ trial: PlannedTrial, _ reason: String) -> Attempt {
    let now = Date().timeIntervalSince1970
    return Attempt(trial: trial.id, startedAt: now, endedAt: now, state: .failed, host: "imported", message: reason)
  }

  private var provenance: Provenance {
    let day = Date().formatted(.iso8601)
    return Provenance(facts: [
      Provenance.Fact(name: "trained by", value: "another program; imported, not reproducible from here"),
      Provenance.Fact(name: "file", value: URL(filePath: runs.file).lastPathComponent),
      Provenance.Fact(name: "SHA-256 of the file", value: runs.digest),
      Provenance.Fact(name: "imported on", value: day),
      Provenance.Fact(name: "dropout-lab", value: ProvenanceCollector.version),
    ])
  }

  // MARK: What was imported before

  /// Runs are found again by what they varied and by their seeds.
  private struct RunKey: Hashable {
    let factors: SpecNode
    let seed: UInt64

    init?(_ trial: PlannedTrial) {
      guard let factors = trial.spec.node["imported"] else { return nil }
      self.factors = factors
      seed = trial.seed
    }
  }

  private func checkHistory(_ trials: [(trial: PlannedTrial, run: ImportedRun)]) throws {
    let problems = Problems()
    let start = Place(file: runs.file, line: 1, column: 1)
    let name = runs.plan.experiment.name
    let current = Dictionary(trials.compactMap { item in RunKey(item.trial).map { ($0, item.run) } }) { first, _ in
      first
    }
    for version in try archive.experiments() where version.name == name {
      let plan = try archive.plan(of: version)
      guard plan.experiment.imported != nil else {
        throw SpecError(start, "'\(name)' is an experiment that was trained here; give the import another --name")
      }
      let earlier = plan.measurement(choices: [])
      let outcomes = try archive.outcomes(of: earlier.map(\.id))
      for trial in earlier {
        guard let outcome = outcomes[trial.id], let key = RunKey(trial) else { continue }
        guard let run = current[key] else {
          problems.report(
            start,
            "the archive has \(words(key)) that the file lacks; files may grow, "
              + "others need another --name")
          continue
        }
        compare(run, key, with: outcome, problems)
      }
    }
    if !problems.found.isEmpty { throw SpecError(problems.found) }
  }

  /// Such as `a run of seed 3 with dropout 0.5`.
  private func words(_ key: RunKey) -> String {
    let factors = (key.factors.entries ?? []).map { "\($0.key) \($0.value.shortText)" }.joined(separator: ", ")
    return "a run of seed \(key.seed)" + (factors.isEmpty ? "" : " with \(factors)")
  }

  /// Reports the first number in which a run differs from what the archive keeps.
  private func compare(_ run: ImportedRun, _ key: RunKey, with outcome: TrialOutcome, _ problems: Problems) {
    guard run.outcome?.status == outcome.status else {
      let now = run.outcome?.status.words ?? "failed or missing"
      problems.report(run.place, "\(words(key)) is \(now) here and \(outcome.status.words) in the archive")
      return
    }
    func same(_ left: EpochMetric, _ right: EpochMetric) -> Bool {
      left.epoch == right.epoch && left.split == right.split && left.metric == right.metric
    }
    let shared = Set(outcome.metrics.map { ImportedMeasure(split: $0.split, metric: $0.metric) })
    for (metric, place) in zip(run.metrics, run.places) {
      if let before = outcome.metrics.first(where: { same($0, metric) }) {
        guard before.value != metric.value else { continue }
        problems.report(
          place,
          "\(metric.metric) is \(metric.value.shortestDecimal) here and \(before.value.shortestDecimal) in the archive")
        return
      }
      guard shared.contains(ImportedMeasure(split: metric.split, metric: metric.metric)) else { continue }
      problems.report(place, "the archive has this run without epoch \(metric.epoch); give the import another --name")
      return
    }
    if let gone = outcome.metrics.first(where: { before in !run.metrics.contains { same($0, before) } }),
      run.metrics.contains(where: { $0.split == gone.split && $0.metric == gone.metric })
    {
      problems.report(
        run.place, "the archive has \(gone.metric) of this run at epoch \(gone.epoch), which the file lacks")
    }
  }
}
