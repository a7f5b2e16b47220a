import Archive
import Experiments
import Foundation
import Training

/// The one way of trials into the archive, whoever trained them.
struct TrialCollector: Sendable {
  let archive: Archive
  let key: ExperimentKey
  /// This process, where it trains itself.
  let worker: Worker?

  /// Records a finished trial, then removes the state that it left on the way.
  func record(_ finished: FinishedTrial, provenance: Provenance, checkpoint: CheckpointFile) throws {
    try ShortSlices.during { try archive.record(finished, provenance: provenance, of: key, by: worker) }
    checkpoint.remove()
  }

  /// Records what ended without an outcome.
  func record(_ attempt: Attempt) throws { try archive.record(attempt, of: key, by: worker) }
}
