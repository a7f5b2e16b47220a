import Archive
import Experiments
import Files

/// The archived trials that are trained again, each with its place in today's plan.
///
/// Drawn without replacement: of all finished trials those whose SHA-256 of `<seed> <trial>` is least.
struct ReproductionDraw {
  /// The archived trial, and the same as this version plans it: another engine version gives it another identity.
  struct Drawn: Hashable {
    let archived: TrialID
    let planned: PlannedTrial
  }

  let seed: UInt64
  let population: Int
  let drawn: [Drawn]

  /// `count` is nil for all.
  init(_ members: [TrialPlace: TrialID], plan: Plan, choices: [TuningChoice], seed: UInt64, count: Int?) {
    self.seed = seed
    var known: [TrialID: PlannedTrial] = [:]
    for (place, trial) in Self.places(plan, choices) {
      guard let id = members[place], known[id] == nil else { continue }
      known[id] = trial
    }
    population = known.count
    let ranked = known.keys.map { (rank: SHA256.digest(of: "\(seed) \($0.hex)"), id: $0) }.sorted { $0.rank < $1.rank }
    drawn = ranked.prefix(count ?? ranked.count).compactMap { entry in
      known[entry.id].map { Drawn(archived: entry.id, planned: $0) }
    }
  }

  private static func places(_ plan: Plan, _ choices: [TuningChoice]) -> [(TrialPlace, PlannedTrial)] {
    let tuning = plan.tuning.map { ($0.trial.place(candidate: $0.candidate), $0.trial) }
    guard plan.experiment.tuning == nil || choices.count == plan.configurations.count else { return tuning }
    return tuning + plan.frozen(choices).map { ($0.place(), $0) }
  }
}
