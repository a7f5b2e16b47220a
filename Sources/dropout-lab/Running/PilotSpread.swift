import Analysis
import Archive
import Browser
import Experiments

/// The spread of a claim's effect as earlier trials of the same experiment and tier tell it.
enum PilotSpread {
  /// By claim, in the units of its effect; nothing where the archive knows no such trials.
  static func of(_ experiment: Experiment, in archive: Archive?) throws -> [String: Double] {
    guard let archive, !experiment.claims.isEmpty else { return [:] }
    for archived in try archive.experiments() where archived.name == experiment.name {
      let plan = try archive.plan(of: archived)
      guard plan.experiment.tier == experiment.tier, let judged = judged(plan, by: experiment) else { continue }
      let loaded = try LoadedExperiment(archived, plan: judged, from: archive)
      let spreads = loaded.summary.claims.compactMap { finding in
        finding.effect?.spread.map { (finding.claim.id, $0) }
      }
      if !spreads.isEmpty { return Dictionary(spreads) { first, _ in first } }
    }
    return [:]
  }

  /// The plan with the claims of today, where they fit its configurations.
  private static func judged(_ plan: Plan, by experiment: Experiment) -> Plan? {
    do { return try plan.judged(byClaimsOf: experiment) } catch { return nil }
  }
}
