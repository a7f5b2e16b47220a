import Archive
import Cluster
import Datasets
import Experiments
import Files
import Foundation
import Specifications
import Training

/// Freezes what an experiment plans and the archive lacks, for other machines.
struct RunPlanner {
  let prepared: PreparedRun
  let archive: Archive?

  /// The plan of a new run.
  func plan() throws -> RunPlan {
    let plan = prepared.plan
    let tuning = plan.tuning.map(\.trial)
    let known = try archive?.finished(among: tuning) ?? []
    let isTuned = tuning.allSatisfy { known.contains($0.id) }
    let outcomes = isTuned ? try archive?.outcomes(of: tuning.map(\.id)) ?? [:] : [:]
    let choices = isTuned ? plan.choices { outcomes[$0] }.map(\.chosen) : []
    return RunPlan(
      run: UUID().uuidString.lowercased(), experiment: plan.experiment,
      data: prepared.data.map { DataDigest(key: $0.key, digest: $0.digest) }, binary: try Self.binary(),
      choices: choices, tasks: try isTuned ? compared(choices) : unknown(tuning))
  }

  /// The tasks of a run that tunes: all trials by which values are chosen, and those that are compared afterwards.
  private func unknown(_ tuning: [PlannedTrial]) -> [RunTask] {
    let plan = prepared.plan
    let tasks = Forecast.unique(tuning).map {
      RunTask(stage: .tune, position: $0.position, trial: $0.id)
    }
    let count = plan.configurations.count * plan.experiment.replicates
    return tasks + (0..<count).map { RunTask(stage: .compare, position: $0, trial: nil) }
  }

  private func compared(_ choices: [Int]) throws -> [RunTask] {
    let trials = Forecast.unique(prepared.plan.measurement(choices: choices))
    let finished = try archive?.finished(among: trials) ?? []
    return trials.filter { !finished.contains($0.id) }.map {
      RunTask(stage: .compare, position: $0.position, trial: $0.id)
    }
  }

  // MARK: Packing

  /// Seconds that an element should take at least.
  private static let elementSeconds = 10.0

  /// Trials of an element of so many cores; elements that run at once share the work evenly where it is told how many.
  func pack(_ plan: RunPlan, cpus: Int, maxParallel: Int?) throws -> Int {
    let seconds = try trialSeconds()
    guard seconds < Self.elementSeconds, !plan.tasks.isEmpty else { return cpus }
    let most = Int((Self.elementSeconds / seconds).rounded(.up)) * cpus
    guard let maxParallel else { return min(most, plan.tasks.count) }
    let rounds = max(1, (plan.tasks.count + most * maxParallel - 1) / (most * maxParallel))
    return max(1, (plan.tasks.count + rounds * maxParallel - 1) / (rounds * maxParallel))
  }

  /// Seconds of a mean trial: as the archive measured this plan's, or else by half a second of training on this machine.
  private func trialSeconds() throws -> Double {
    let plan = prepared.plan
    let trials = plan.measurement(choices: plan.configurations.map { _ in 0 })
    let costs = trials.map { prepared.cost(of: $0).seconds }
    let mean = costs.reduce(0, +) / Double(max(1, costs.count))
    if let measured = try archive?.measurements(of: trials.map(\.id)), !measured.isEmpty {
      let taken = measured.sorted { $0.key < $1.key }.map { $0.value.trainingSeconds + $0.value.evaluationSeconds }
      return taken.reduce(0, +) / Double(taken.count)
    }
    guard let first = trials.first else { return mean }
    let data = try prepared.store.deal(first)
    let spec = first.spec.training
    let steps = Double(spec.epochs * ((data.training.count + spec.batchSize - 1) / spec.batchSize))
    let began = Date()
    let speed = SpeedMeasurement.measure(first, on: data, seconds: 0.5)
    // A trial that is shorter than the measurement was trained whole.
    let trained = speed.stepSeconds > 0 ? speed.stepSeconds * steps : Date().timeIntervalSince(began)
    let expected = prepared.cost(of: first)
    let others = expected.training > 0 ? trained * (expected.evaluation + expected.answers) / expected.training : 0
    return (trained + others) * mean / max(expected.seconds, 1e-9)
  }

  // MARK: The program

  /// SHA-256 of the running program's file.
  static func binary() throws -> String { try SHA256.digest(ofFile: program).hex }

  /// The file of the running program.
  static var program: URL {
    Bundle.main.executableURL?.resolvingSymlinksInPath() ?? URL(filePath: CommandLine.arguments[0])
  }
}
