import Analysis
import Experiments
import Synchronization
import Training

/// The last lines that running trials said, kept for `status` and for those that end without an outcome.
final class TrialLogs: Sendable {
  private let lines = Mutex<[TrialID: [String]]>([:])
  private static let most = 20

  /// Takes an epoch down.
  func add(_ progress: EpochProgress, of trial: PlannedTrial) {
    let line = EpochLine(
      epoch: progress.epoch, epochs: progress.epochs, trainingLoss: progress.trainingLoss,
      validation: progress.validation.map { ($0.metric, $0.value) }
    ).text
    lines.withLock { $0[trial.id] = ($0[trial.id] ?? []).suffix(Self.most - 1) + [line] }
  }

  /// Gives the lines of a trial that has ended and forgets them.
  func end(_ trial: TrialID) -> [String] { lines.withLock { $0.removeValue(forKey: trial) ?? [] } }

  /// What every running trial has said.
  var latest: [TrialID: [String]] { lines.withLock { $0 } }
}
