import Experiments
import Foundation
import Training

/// What is known while a stage runs, as a value that events change.
struct ProgressState: Sendable {
  let stage: String
  let total: Int
  private let costs: [TrialID: Double]
  private let start = Date()
  private var doneCost = 0.0
  private var shares: [TrialID: Double] = [:]
  private var examples = 0
  private(set) var finished = 0
  private(set) var diverged = 0
  private(set) var failed = 0
  private(set) var best: Double?

  init(stage: String, trials: [PlannedTrial], costs: [Double]) {
    self.stage = stage
    total = trials.count
    self.costs = Dictionary(zip(trials.map(\.id), costs)) { first, _ in first }
  }

  mutating func hear(_ event: SchedulerEvent) {
    switch event {
    case .started: break
    case .epoch(let trial, let progress):
      shares[trial.id] = Double(progress.epoch) / Double(progress.epochs)
      examples += progress.examples
    case .finished(let done):
      finished += 1
      if case .diverged = done.outcome.status { diverged += 1 }
      if let error = done.outcome.last(.error, .validation) { best = min(best ?? error, error) }
      close(done.trial.id)
    case .unfinished(let unfinished):
      switch unfinished.reason {
      case .failed, .timedOut: failed += 1
      case .interrupted: break
      }
      close(unfinished.trial.id)
    }
  }

  private mutating func close(_ trial: TrialID) {
    shares[trial] = nil
    doneCost += costs[trial] ?? 0
  }

  /// Share of the estimated work that is done.
  private var share: Double {
    let whole = costs.values.sorted().reduce(0, +)
    let running = shares.reduce(0.0) { $0 + $1.value * (costs[$1.key] ?? 0) }
    return whole > 0 ? min(1, (doneCost + running) / whole) : 1
  }

  private var seconds: Double { Date().timeIntervalSince(start) }

  /// Parts of the line, most important first, so that a narrow terminal loses the least.
  var parts: [String] {
    var parts = ["\(stage) \(finished)/\(total)"]
    if share > 0.01 { parts.append("\(Forecast.Duration(seconds * (1 - share) / share)) left") }
    if failed > 0 { parts.append("\(failed) failed") }
    if diverged > 0 { parts.append("\(diverged) diverged") }
    if let best { parts.append("best validation error \(Self.percent(best))") }
    if seconds > 1, examples > 0 { parts.append("\(Int(Double(examples) / seconds)) examples/s") }
    return parts
  }

  static func percent(_ share: Double) -> String { String(format: "%.2f %%", share * 100) }
}
