import Analysis
import Archive
import Experiments
import Reports
import Statistics

/// What an experiment found, in the few words and numbers that a list of experiments shows.
package struct Conclusion: Codable, Hashable, Sendable {
  package let name: String
  package let question: String
  /// SHA-256 of the effective specification.
  package let digest: String
  /// The state of the archive it was made from.
  package let fingerprint: String
  /// The sentences of the answer, the most important first.
  package let answer: [String]
  package let verdicts: [ClaimVerdict]
  /// Such as `test error`.
  package let measure: String
  /// The mean of the configuration that validation chose, or of the best one, with its unit; nil without one.
  package let best: String?
  package let bestLabel: String?
  package let bestValue: Double?
  /// The leading measure of that configuration by epoch, thinned.
  package let curve: [Double]
  /// Names of the dropout variants, networks and data sets that its configurations use, ascending.
  package let variants: [String]
  package let networks: [String]
  package let datasets: [String]
  /// Measured trials: planned, completed, diverged, failed.
  package let counts: TrialCounts
  /// Whether another program trained it.
  package let isImported: Bool
  package let configurations: Int
  package let bytes: Int
  package let cpuSeconds: Double

  package struct ClaimVerdict: Codable, Hashable, Sendable {
    package let claim: String
    package let word: String
    /// good, warn or plain.
    package let tone: String
    /// Whether it holds, under a condition or without.
    package let holds: Bool
  }

  /// Claims that hold.
  package var reproduced: Int { verdicts.count(where: \.holds) }

  /// Sums up a loaded experiment.
  package init(of loaded: LoadedExperiment, fingerprint: String, bytes: Int) {
    let summary = loaded.summary
    let best = summary.leader
    name = loaded.archived.name
    question = loaded.archived.question
    digest = loaded.archived.digest
    self.fingerprint = fingerprint
    answer = Answer(to: summary).sentences
    verdicts = summary.claims.map { finding in
      ClaimVerdict(
        claim: finding.claim.id, word: finding.verdict.word, tone: DataTable.Tag.Tone(finding.verdict).rawValue,
        holds: finding.verdict == .reproduced || finding.verdict == .qualified)
    }
    measure = summary.metric.title
    bestValue = best?.estimate
    self.best = bestValue.map { summary.numbers.value($0) }
    bestLabel = best?.label
    let curves = Split.allCases.reversed().compactMap { best?.curve(summary.metric.name, on: $0) }
    let curve = curves.first { $0.points.count > 1 }
    self.curve = Sparkline.thinned(curve?.points.map(\.mean) ?? [], to: Self.mostPoints)
    let specs = summary.configurations.map { SpecTraits($0.spec.node) }
    variants = Set(specs.flatMap(\.dropout)).sorted()
    networks = Set(specs.map(\.network)).sorted()
    datasets = Set(specs.map(\.dataset)).sorted()
    configurations = summary.configurations.count
    counts = summary.counts
    isImported = loaded.isImported
    self.bytes = bytes
    cpuSeconds = loaded.cpuSeconds
  }

  private static let mostPoints = 40

  /// Whether it comes from results, or only stands for an experiment until they have been read.
  package var isRead: Bool { !fingerprint.isEmpty }

  /// Tells the results it comes from; see `ExperimentState.version(of:)`.
  var version: String { ExperimentState.version(of: digest, fingerprint) }

  /// Stands for an experiment until its results have been read: what its row in the archive says, and no result.
  package init(unread archived: ArchivedExperiment, state: ExperimentState) {
    (name, question, digest, fingerprint) = (archived.name, archived.question, archived.digest, "")
    answer = ["Its results are being read; look again in a moment."]
    (verdicts, measure, curve, variants, networks, datasets) = ([], "", [], [], [], [])
    (best, bestLabel, bestValue) = (nil, nil, nil)
    counts = TrialCounts(
      planned: state.planned, completed: state.completed, diverged: state.diverged, failed: state.failed)
    (isImported, configurations, bytes, cpuSeconds) = (false, state.configurations, 0, 0)
  }
}

extension ExperimentState {
  /// A short text that changes with the results of an experiment: open pages compare theirs with it.
  package func version(of archived: ArchivedExperiment) -> String { Self.version(of: archived.digest, fingerprint) }

  fileprivate static func version(of digest: String, _ fingerprint: String) -> String {
    "\(digest.prefix(8)) \(fingerprint)"
  }
}

extension TrialCounts {
  /// Completed of planned trials, and what else there is: `23/24, 1 diverged`.
  func words(isImported: Bool) -> String {
    var text = "\(completed)/\(planned)"
    if diverged > 0 { text += ", \(diverged) diverged" }
    if failed > 0 { text += ", \(failed) failed" }
    return text + (isImported ? ", imported" : "")
  }
}

extension DataTable.Tag.Tone {
  init(_ verdict: Verdict) {
    switch verdict.tone {
    case .good: self = .good
    case .warn: self = .warn
    case .plain: self = .plain
    }
  }
}

extension ExperimentSummary {
  /// The configuration that validation chose, or else that with the best mean; nil where none has one and trained.
  var leader: ConfigurationSummary? {
    if let chosen, let found = configuration(chosen) { return found }
    let known = configurations.filter { $0.estimate != nil && $0.optimiserFailed == nil }
    let sign = metric.name.direction == .lowerIsBetter ? 1.0 : -1
    return known.min { sign * ($0.estimate ?? 0) < sign * ($1.estimate ?? 0) }
  }
}
