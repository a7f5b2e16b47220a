import Experiments
import Files
import Foundation

/// The file in which a trial's state waits for the process that goes on with it.
///
/// It is written whole or not at all, sealed with its SHA-256, and believed only for the same trial, which says spec,
/// seed, data and engine version.
package struct CheckpointFile: Sendable {
  package let url: URL
  private let trial: TrialID

  /// The file of a trial in a folder.
  package init(of trial: TrialID, in folder: URL) {
    self.trial = trial
    url = folder.appending(path: "\(trial.hex).checkpoint")
  }

  private static let kind = "checkpoint"

  /// Writes a state of the trial in place of an earlier one.
  package func write(_ state: TrainingState) throws(FileError) {
    precondition(state.trial == trial, "a checkpoint of \(state.trial.short) is not for \(trial.short)")
    let sealed = SealedFile(
      kind: Self.kind,
      fields: [
        SealedFile.Field("trial", trial.hex), SealedFile.Field("engine", "\(EngineVersion.newest)"),
        SealedFile.Field("epoch", "\(state.place.epoch)"), SealedFile.Field("steps", "\(state.place.steps)"),
      ], body: state.bytes)
    try AtomicFile.createFolder(url.deletingLastPathComponent())
    try AtomicFile.write(sealed.bytes, to: url)
  }

  /// Reads the state; nil where there is none.
  ///
  /// Throws `unread` where the system keeps the file from being read, `refused` where what it says does not hold.
  package func read() throws(CheckpointRefusal) -> TrainingState? {
    do {
      let sealed = try SealedFile.read(url, kind: Self.kind)
      if let other = sealed["engine"], other != "\(EngineVersion.newest)" {
        throw CheckpointRefusal.refused(url.path, "engine version \(other) made it, this is \(EngineVersion.newest)")
      }
      let state = try TrainingState(sealed.body)
      guard state.trial == trial, sealed["trial"] == trial.hex else {
        throw CheckpointRefusal.refused(url.path, "it is of trial \(state.trial.short), not of \(trial.short)")
      }
      return state
    } catch let error as CheckpointRefusal {
      throw error
    } catch let error as SealError where error.isMissing {
      return nil
    } catch SealError.file(let error) {
      throw .unread(error)
    } catch {
      throw .refused(url.path, "\(error)")
    }
  }

  /// Puts a file that was refused aside, so that the next state has room; returns its new name.
  @discardableResult
  package func putAside() -> String {
    let aside = url.path + ".refused"
    rename(url.path, aside)
    return aside
  }

  /// Removes the file once the trial is recorded.
  package func remove() { unlink(url.path) }
}

/// Why a checkpoint is not gone on from.
package enum CheckpointRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// It may be sound: it stays where it is, and its trial is not begun anew behind its back.
  case unread(FileError)
  /// It was read and does not hold.
  case refused(String, String)

  package var description: String {
    switch self {
    case .unread(let error): "\(error); the trial can go on from this file: make it readable, or remove it"
    case .refused(let path, let reason):
      reason.hasPrefix(path) ? reason : "\(path): cannot go on from here: \(reason)"
    }
  }
}
