import Datasets
import Experiments
import Files
import Foundation

extension Trainer {
  /// Trains a trial from its checkpoint, if there is one that holds, and keeps its state there as the rule says.
  ///
  /// `say` is told what a person should know: a refused file, or one that could not be written. Throws
  /// `TrainingCancelled`, and `CheckpointRefusal` where the file is there and cannot be read.
  package static func train(
    _ trial: PlannedTrial, on data: DealtExamples, checkpoint: CheckpointFile, rule: CheckpointRule,
    say: @escaping (String) -> Void, isCancelled: () -> Bool = { false }, progress: (EpochProgress) -> Void = { _ in }
  ) throws -> FinishedTrial {
    let trainer = Trainer(trial, on: data)
    do throws(CheckpointRefusal) {
      if let state = try checkpoint.read(), !trainer.take(state) {
        say("\(checkpoint.url.path): it is of another layout; put aside as \(checkpoint.putAside())")
      }
    } catch {
      if case .unread = error { throw error }
      say("\(error); put aside as \(checkpoint.putAside())")
    }
    let checkpoints = Checkpoints(rule) { state in
      do throws(FileError) { try checkpoint.write(state) } catch { say("no checkpoint was written: \(error)") }
    }
    return try trainer.train(isCancelled: isCancelled, checkpoints: checkpoints, progress: progress)
  }
}
