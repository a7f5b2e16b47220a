import Analysis
import Archive
import Datasets
import Experiments
import Files
import Foundation
import Reports
import Specifications

/// An archived experiment with all that is known of its trials.
package struct LoadedExperiment: Sendable {
  package let archived: ArchivedExperiment
  package let plan: Plan
  package let evidence: Evidence
  package let design: ExperimentDesign
  package let summary: ExperimentSummary
  package let measurements: [TrialID: TrialMeasurements]
  package let provenances: [Provenance]
  /// First filters of configurations whose weights were kept.
  package let filters: [FilterRow]

  /// How far it was run as fixed beforehand; nil where nothing is claimed.
  package let protocolFinding: ProtocolFinding?

  /// What was trained again and how it agreed, oldest first.
  package let reproductions: [Reproduction]
  /// What its page's record says of where it comes from.
  private let origin: ReportOrigin

  /// Loads an experiment, judged by its own claims or by those of a file that were written after it.
  package init(_ archived: ArchivedExperiment, from archive: Archive, claims: ClaimsFile? = nil) throws {
    let plan = try archive.plan(of: archived)
    if let claims, !claims.isFor(archived.name) {
      throw SpecError(
        Place(file: claims.file, line: 1, column: 1),
        "the claims are for '\(claims.name ?? "")', not for '\(archived.name)'")
    }
    try self.init(
      archived, plan: try claims.map { try plan.judged(by: $0) } ?? plan, from: archive, claimsFile: claims?.file)
  }

  /// Loads what the archive knows of a plan; weights are large and read only where filters are shown.
  package init(
    _ archived: ArchivedExperiment, plan: Plan, from archive: Archive, claimsFile: String? = nil,
    withFilters: Bool = true
  ) throws {
    self.archived = archived
    self.plan = plan
    let tuning = plan.tuning.map(\.trial.id)
    let tuned = try archive.outcomes(of: tuning)
    let frozen = try archive.choices(of: archived.key)
    let choices = plan.choices(frozen: frozen) { tuned[$0] }
    let measured = plan.measurement(choices: choices.map(\.chosen)).map(\.id)
    let ids = tuning + measured
    let failures = try archive.attempts(of: archived.key).filter { $0.state != .interrupted }
    evidence = Evidence(
      outcomes: tuned.merging(try archive.outcomes(of: measured.filter { tuned[$0] == nil })) { known, _ in known },
      failures: Dictionary(grouping: failures, by: \.trial).mapValues { attempts in
        FailedAttempts(count: attempts.count, reason: attempts.last?.message ?? "")
      }, inference: try archive.inference(of: measured), probes: try archive.probes(of: measured))
    design = ExperimentDesign(plan, evidence: evidence, frozen: frozen)
    summary = ExperimentSummary(of: design, evidence: evidence)
    let freezings = try archive.freezings(of: archived.name)
    let read = try archive.versionsRead(before: archived).map { try archive.plan(of: $0).experiment }
    reproductions = try archive.reproductions(of: archived.key)
    origin = ReportOrigin(
      options: claimsFile == nil ? [] : ["claims \(Self.digest(ofClaimsOf: plan))"],
      basis: [
        "attempts \(failures.count)", "freezings \(freezings.count)", "reproductions \(reproductions.count)",
        "versions \(read.count)",
      ],
      trials: try archive.checksums(of: ids).sorted { $0.key < $1.key }.map { PageRecord.Item($0.key.hex, $0.value) })
    protocolFinding =
      plan.experiment.claims.isEmpty
      ? nil : ProtocolFinding(of: plan.experiment, freezings: freezings, claimsFile: claimsFile, read: read)
    measurements = try archive.measurements(of: ids)
    filters = withFilters ? try Self.filters(plan, choices: choices.map(\.chosen), in: archive) : []
    provenances = try archive.provenances(of: ids).map { Provenance(text: $0) }
  }

  private static func digest(ofClaimsOf plan: Plan) -> String {
    SHA256.digest(of: plan.experiment.effective["claims"]?.flow ?? "").hex
  }

  /// The weights into the first units of the first replicate of every configuration on images of 28 × 28.
  private static func filters(_ plan: Plan, choices: [Int], in archive: Archive) throws -> [FilterRow] {
    guard plan.experiment.keepsWeights else { return [] }
    let first = plan.measurement(choices: choices).filter { $0.replicate == 0 }
    return try first.compactMap { trial in
      let side = 28
      let tensors = try archive.weights(of: trial.id)
      guard let weights = tensors.first(where: { $0.shape.count == 2 }), weights.shape[1] == side * side,
        weights.shape[0] >= FilterRow.shown
      else { return nil }
      let filters = (0..<FilterRow.shown).map { unit in
        Array(weights.values[unit * side * side..<(unit + 1) * side * side])
      }
      return FilterRow(
        label: plan.configurations[trial.configuration].label, width: side, height: side, filters: filters)
    }
  }

  /// The newest version of each experiment, in the order of their names.
  package static func all(in archive: Archive, claims: ClaimsFile? = nil) throws -> [LoadedExperiment] {
    try archive.newestExperiments().map { archived in
      try LoadedExperiment(archived, from: archive, claims: claims?.isFor(archived.name) == true ? claims : nil)
    }
  }

  /// CPU seconds of all trials, the first training of each.
  package var cpuSeconds: Double { measurements.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value.cpuSeconds } }

  /// Whether another program trained it.
  package var isImported: Bool { plan.experiment.imported != nil }

  /// Completed of planned trials, and what else there is.
  package var state: String { summary.counts.words(isImported: isImported) }

  /// What the report says of where its numbers come from; measurements of the machine are left out, so that the same
  /// outcomes give the same page.
  package func reportProvenance(version: String) -> ReportProvenance {
    let facts = provenances.enumerated().flatMap { index, provenance in
      provenance.facts.map { fact in
        ReportFact(
          provenances.count > 1 ? "\(fact.name) (\(index + 1))" : fact.name, fact.value,
          isCode: fact.value.count >= 40)
      }
    }
    return ReportProvenance(
      version: version, specificationDigest: archived.digest, specification: archived.effective,
      facts: facts,
      compute: isImported
        ? nil : "\(DurationText(cpuSeconds)) of CPU time in \(measurements.count.counted("trial"))",
      reproduction: reproduction, checks: reproductions.map(\.check), origin: origin)
  }

  /// The commands that make the same numbers again and check them.
  ///
  /// Which file or notebook the experiment stood in, the archive does not know.
  private var reproduction: [String] {
    let name = archived.name
    if isImported { return ["dropout-lab report \(name)", "dropout-lab verify"] }
    return [
      "dropout-lab run \(name).yaml  # the specification below, among the downloads", "dropout-lab report \(name)",
      "dropout-lab verify", "dropout-lab reproduce \(name) --trials 5",
    ]
  }

  /// Pictures of synthetic digits; other data belongs to others, and may not be there when the page is made again.
  package func sheet() throws -> DataSheet? {
    guard plan.configurations.first?.spec.dataset.source == .syntheticDigits else { return nil }
    // Classes take turns, so these hold all that are shown of each.
    return DataSheet(of: try SyntheticDigits.beginning(of: 200, seed: plan.experiment.seed))
  }
}

extension ClaimsFile {
  /// Whether it may judge an experiment: it names it, or names none.
  package func isFor(_ experiment: String) -> Bool { name == nil || name == experiment }
}
