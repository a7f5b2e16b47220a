import Analysis
import Archive
import Datasets
import Experiments
import Foundation
import Training

/// Trains archived trials again and holds what comes out against what is archived; writes nothing.
struct Reproducer {
  let archive: Archive
  let archived: ArchivedExperiment
  let prepared: PreparedRun
  let draw: ReproductionDraw
  let jobs: Int
  /// The largest relative difference that still agrees, on another architecture or engine version.
  let tolerance: Double
  let recorder: any RunRecorder

  /// Trains what was drawn; `stopped` is the signal that ended it early.
  func run() async throws -> (reproduction: Reproduction, stopped: Int32?) {
    let planned = try planned()
    recorder.began("reproduce", trials: planned, costs: planned.map { prepared.cost(of: $0).seconds })
    let store = prepared.store
    let scheduler = Scheduler(planned, jobs: jobs) { trial, isCancelled, progress in
      let dataset = try store.load(trial.spec.dataset.source, seed: trial.seed)
      let dealt = try dataset.deal(trial.spec.dataset, seed: trial.seed, replicate: trial.replicate)
      return try Trainer(trial, on: dealt).train(isCancelled: isCancelled, progress: progress)
    }
    let signals = StopSignals(scheduler, recorder: recorder)
    defer { signals.end() }
    var found: [TrialID: ReproducedTrial] = [:]
    try await scheduler.run { event in
      recorder.heard(event, recordedIn: nil)
      if let result = try reproduced(event) { found[result.trial] = result }
    }
    recorder.ended()
    let trials = draw.drawn.compactMap { found[$0.archived] }
    return (reproduction(of: trials), signals.received)
  }

  /// The drawn trials, asked what is archived of them: another experiment may have asked more, or other things, than this one.
  private func planned() throws -> [PlannedTrial] {
    let ids = draw.drawn.map(\.archived)
    let (inference, probes) = (try archive.inference(of: ids), try archive.probes(of: ids))
    return draw.drawn.map { drawn in
      drawn.planned.asked(
        (inference[drawn.archived] ?? []).map(\.request), (probes[drawn.archived] ?? []).map(\.request))
    }
  }

  private func reproduction(of trials: [ReproducedTrial]) -> Reproduction {
    Reproduction(
      checkedAt: Date().timeIntervalSince1970, version: ProvenanceCollector.version,
      engine: draw.drawn.map { EngineVersion.of($0.planned.spec) }.max() ?? EngineVersion.masks,
      architecture: ProvenanceCollector.architecture, seed: draw.seed, drawn: draw.drawn.count,
      population: draw.population, trials: trials)
  }

  /// What an event says of an archived trial; nil where it says nothing yet.
  private func reproduced(_ event: SchedulerEvent) throws -> ReproducedTrial? {
    switch event {
    case .started, .epoch: return nil
    case .finished(let finished):
      guard let drawn = draw.drawn.first(where: { $0.planned.id == finished.trial.id }) else { return nil }
      return try compare(drawn, finished)
    case .unfinished(let unfinished):
      guard let drawn = draw.drawn.first(where: { $0.planned.id == unfinished.trial.id }) else { return nil }
      switch unfinished.reason {
      case .interrupted: return nil
      case .failed(let message):
        return ReproducedTrial(trial: drawn.archived, agreement: .failed, largest: nil, detail: message)
      case .timedOut(let seconds):
        return ReproducedTrial(
          trial: drawn.archived, agreement: .failed, largest: nil, detail: "took longer than \(seconds) s")
      }
    }
  }

  private func compare(_ drawn: ReproductionDraw.Drawn, _ finished: FinishedTrial) throws -> ReproducedTrial {
    let known = try archive.trial(prefix: drawn.archived.hex)
    let replay = TrialReplay(
      recorded: known.outcome, inference: try archive.inference(of: [known.id])[known.id] ?? [],
      probes: try archive.probes(of: [known.id])[known.id] ?? [], now: finished)
    guard let first = replay.first else {
      return ReproducedTrial(trial: known.id, agreement: .bits, largest: nil, detail: "")
    }
    let isElsewhere = !Self.wasMadeAlike(Provenance(text: known.provenance), drawn.planned.spec)
    let isNear = isElsewhere && replay.agrees(within: tolerance)
    return ReproducedTrial(
      trial: known.id, agreement: isNear ? .within : .differs, largest: replay.largest,
      detail: "\(first.what): \(first.recorded) archived, \(first.now) now; \(replay.differences.count) differ in all")
  }

  /// Whether the archived trial was trained by this engine version on this architecture, so that its bits must agree.
  private static func wasMadeAlike(_ provenance: Provenance, _ spec: TrialSpec) -> Bool {
    func fact(_ name: String) -> String? { provenance.facts.first { $0.name == name }?.value }
    let wasSame = fact("engine version").map { EngineVersion.title($0, names: EngineVersion.of(spec)) } ?? false
    return wasSame
      && fact("system")?.hasSuffix(", \(ProvenanceCollector.architecture)") == true
  }
}

extension PlannedTrial {
  /// The same trial, asked something else when it is trained.
  fileprivate func asked(_ inference: [InferenceRequest], _ probes: [ProbeRequest]) -> PlannedTrial {
    PlannedTrial(
      id: id, spec: spec, seed: seed, replicate: replicate, configuration: configuration, position: position,
      purpose: purpose, keepsWeights: keepsWeights, inference: inference, probes: probes)
  }
}
