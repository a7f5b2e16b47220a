import Analysis
import Experiments
import Synchronization
import Training

/// What running trials said, kept for `status`, for curves of those who come later, and for trials that end without an
/// outcome.
final class TrialLogs: Sendable {
  private let logs = Mutex<[TrialID: TrialLog]>([:])

  /// Takes an epoch down.
  func add(_ progress: EpochProgress, of trial: PlannedTrial) {
    let line = EpochLine(
      epoch: progress.epoch, epochs: progress.epochs, trainingLoss: progress.trainingLoss,
      validation: progress.validation.map { ($0.metric, $0.value) }
    ).text
    logs.withLock { $0[trial.id, default: TrialLog()].add(line) }
  }

  /// Gives the last lines of a trial that has ended and forgets them all.
  func end(_ trial: TrialID) -> [String] { logs.withLock { $0.removeValue(forKey: trial)?.last ?? [] } }

  /// What every running trial has said.
  var latest: [TrialID: [String]] { logs.withLock { $0.mapValues(\.lines) } }
}

/// The last lines of a trial and a thinned beginning: a curve of the whole in few lines.
private struct TrialLog {
  private(set) var last: [String] = []
  private var earlier: [String] = []
  /// Of so many lines that are no longer among the last, one is kept.
  private var stride = 1
  private var passed = 0

  private static let mostLast = 20
  private static let mostEarlier = 100

  var lines: [String] { earlier + last }

  mutating func add(_ line: String) {
    last.append(line)
    guard last.count > Self.mostLast else { return }
    let old = last.removeFirst()
    if passed.isMultiple(of: stride) { earlier.append(old) }
    passed += 1
    guard earlier.count > Self.mostEarlier else { return }
    stride *= 2
    earlier = earlier.indices.filter { $0.isMultiple(of: 2) }.map { earlier[$0] }
  }
}
