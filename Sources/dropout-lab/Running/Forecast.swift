import Analysis
import Archive
import Experiments
import Foundation
import Specifications

/// What a run is about to do: trials to train, time and memory, before anything is written.
struct Forecast: Sendable {
  /// Tuning trials to train.
  let open: [PlannedTrial]
  /// Trials to train and compare; where the choices are open, untuned ones stand in for them.
  let compared: [PlannedTrial]
  /// Whether nothing is left to tune.
  let isTuned: Bool
  let archived: Int
  /// Archived trials among those to train that only lack records of inference or probes.
  let asked: Set<TrialID>
  let seconds: Double
  let memory: Double
  /// Cores that have something to do.
  let cores: Int

  var tuning: Int { open.count }
  var measurement: Int { compared.count }
  /// Trials to train whose identities do not depend on what is still to be tuned.
  var known: [PlannedTrial] { isTuned ? compared : open }

  /// Looks at what the archive has already; without frozen choices the untuned specs stand in for the cost.
  init(_ prepared: PreparedRun, archive: Archive?, jobs: Int) throws {
    let plan = prepared.plan
    let tuningTrials = plan.tuning.map(\.trial)
    let known = try archive?.finished(among: tuningTrials) ?? []
    let outcomes = try archive?.outcomes(of: Array(known)) ?? [:]
    isTuned = known.count == Set(tuningTrials.map(\.id)).count
    let choices = isTuned ? plan.choices { outcomes[$0] }.map(\.chosen) : []
    let measured = plan.measurement(choices: choices)
    let finished = isTuned ? try archive?.finished(among: measured) ?? [] : []
    open = Self.unique(tuningTrials.filter { !known.contains($0.id) })
    compared = Self.unique(measured.filter { !finished.contains($0.id) })
    archived = known.count + finished.count
    asked = try archive?.lackingAnswers(among: compared) ?? []
    let costs = [open, compared].map { $0.map { prepared.cost(of: $0) } }
    let speed = try Self.speed(prepared, known: tuningTrials + (isTuned ? measured : []), archive)
    seconds = costs.reduce(0) { $0 + Cost.seconds(of: $1, jobs: jobs) } * speed
    memory = costs.map { Cost.memory(of: $0, jobs: jobs) }.max() ?? 0
    cores = min(jobs, max(open.count, compared.count))
  }

  /// Measured seconds of this plan's archived trials for each second the model expects; 1 when there are none.
  private static func speed(_ prepared: PreparedRun, known trials: [PlannedTrial], _ archive: Archive?) throws -> Double
  {
    let trials = unique(trials)
    guard let measured = try archive?.measurements(of: trials.map(\.id)), !measured.isEmpty else { return 1 }
    let expected = trials.filter { measured[$0.id] != nil }.reduce(0) { $0 + prepared.cost(of: $1).seconds }
    let taken = trials.compactMap { measured[$0.id] }.reduce(0) { $0 + $1.trainingSeconds + $1.evaluationSeconds }
    return expected > 0 ? taken / expected : 1
  }

  static func unique(_ trials: [PlannedTrial]) -> [PlannedTrial] {
    var seen: Set<TrialID> = []
    return trials.filter { seen.insert($0.id).inserted }
  }

  var text: String {
    let todo = tuning + measurement
    var line = "\(todo.counted("trial")) to train"
    if tuning > 0 { line += " (\(tuning) to tune, \(measurement) to compare)" }
    line += ", \(archived) in the archive already"
    if !asked.isEmpty { line += "; \(asked.count) of those to train are archived and lack answers" }
    if todo > 0 {
      line +=
        "; about \(DurationText(seconds)) on \(cores) \(cores == 1 ? "core" : "cores"), "
        + "\(max(1, Int(memory / 1_048_576))) MB for networks"
    }
    return line
  }
}
