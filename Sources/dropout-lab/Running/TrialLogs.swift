import Analysis
import Experiments
import Specifications
import Training

/// The last lines that running trials said, kept for those that end without an outcome.
struct TrialLogs {
  private var lines: [TrialID: [String]] = [:]
  private static let most = 20

  /// Takes an epoch down.
  mutating func add(_ progress: EpochProgress, of trial: PlannedTrial) {
    let validation = progress.validation.map { ", validation \($0.metric.title) \($0.value.shortestDecimal)" } ?? ""
    let line =
      "epoch \(progress.epoch) of \(progress.epochs): training loss \(progress.trainingLoss.shortestDecimal)\(validation)"
    lines[trial.id] = (lines[trial.id] ?? []).suffix(Self.most - 1) + [line]
  }

  /// Gives the lines of a trial that has ended and forgets them.
  mutating func end(_ trial: TrialID) -> [String] { lines.removeValue(forKey: trial) ?? [] }
}
