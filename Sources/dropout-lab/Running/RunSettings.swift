import Foundation
import Training

/// How a run goes about its trials.
struct RunSettings: Sendable {
  let jobs: Int
  /// Seconds per trial; nil for no limit.
  let timeout: Double?
  /// Failed trials after which no more are started; nil for no limit.
  let maxFailures: Int?
  /// Which unfinished trials are trained; nil for all of them.
  let retry: Retry?
  /// When running trials leave their state, and in which folder.
  let checkpoints: CheckpointRule
  let checkpointFolder: URL
  /// What resumes the run, as one line.
  let command: String
  /// The folder of the file that is run, whose repository is asked for uncommitted changes.
  let folder: URL
}

/// A choice among unfinished trials.
enum Retry: String, CaseIterable, Sendable {
  /// Those that failed or took too long before.
  case failed
}
