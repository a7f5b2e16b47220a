import Analysis
import Experiments
import Specifications
import Synchronization
import Training

/// The last lines that running trials said, kept for `status` and for those that end without an outcome.
final class TrialLogs: Sendable {
  private let lines = Mutex<[TrialID: [String]]>([:])
  private static let most = 20

  /// Takes an epoch down.
  func add(_ progress: EpochProgress, of trial: PlannedTrial) {
    let validation = progress.validation.map { ", validation \($0.metric.title) \($0.value.shortestDecimal)" } ?? ""
    let line =
      "epoch \(progress.epoch) of \(progress.epochs): training loss \(progress.trainingLoss.shortestDecimal)\(validation)"
    lines.withLock { $0[trial.id] = ($0[trial.id] ?? []).suffix(Self.most - 1) + [line] }
  }

  /// Gives the lines of a trial that has ended and forgets them.
  func end(_ trial: TrialID) -> [String] { lines.withLock { $0.removeValue(forKey: trial) ?? [] } }

  /// What every running trial has said.
  var latest: [TrialID: [String]] { lines.withLock { $0 } }
}
