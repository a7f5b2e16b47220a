import Analysis
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
  /// The best value so far of the leading metric on validation.
  private(set) var best: EpochMetric?

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
      if let own = done.outcome.leadingValidation, best.map({ own.value < $0.value }) ?? true { best = own }
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
    if share > 0.01 { parts.append("\(DurationText(seconds * (1 - share) / share)) left") }
    if failed > 0 { parts.append("\(failed) failed") }
    if diverged > 0 { parts.append("\(diverged) diverged") }
    if let best { parts.append("best \(best.words)") }
    if seconds > 1, examples > 0 { parts.append("\(Int(Double(examples) / seconds)) examples/s") }
    return parts
  }
}

extension TrialOutcome {
  /// How good the answers on the validation split were at the end.
  var leadingValidation: EpochMetric? {
    let leading: Set<Metric> = [.error, .perplexity, .meanSquare]
    // A language model has both an error and a perplexity, and the latter comes later.
    return metrics.last { $0.split == .validation && leading.contains($0.metric) }
  }
}

extension EpochMetric {
  /// Such as `validation error 5.10 %`.
  var words: String {
    let text = MetricText(metric: metric, places: metric.isShare ? 2 : 4)
    return "\(split.title) \(metric.title) \(text.value(value))"
  }
}
