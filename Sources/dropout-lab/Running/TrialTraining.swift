import Datasets
import Experiments
import Foundation
import Training

/// What every worker does with a planned trial, in this process or on another machine: train it, ask it, keep its state.
struct TrialTraining: Sendable {
  let store: DatasetStore
  /// Folder in which trials leave their state.
  let checkpoints: URL
  let rule: CheckpointRule
  /// Told what a person should know of checkpoints.
  let say: @Sendable (String) -> Void

  func train(
    _ trial: PlannedTrial, on data: DealtExamples, isCancelled: () -> Bool, progress: (EpochProgress) -> Void
  ) throws -> FinishedTrial {
    try Trainer.train(
      trial, on: data, checkpoint: checkpoint(of: trial), rule: rule, say: say, isCancelled: isCancelled,
      progress: progress)
  }

  func checkpoint(of trial: PlannedTrial) -> CheckpointFile { CheckpointFile(of: trial.id, in: checkpoints) }
}

extension DatasetStore {
  /// Deals the examples of a planned trial.
  func deal(_ trial: PlannedTrial) throws -> DealtExamples {
    let dataset = try load(trial.spec.dataset.source, seed: trial.seed)
    return try dataset.deal(trial.spec.dataset, seed: trial.seed, replicate: trial.replicate)
  }
}
