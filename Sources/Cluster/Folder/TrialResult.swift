import Experiments
import Files
import Foundation

/// A finished trial with its provenance, as it lies in a run folder until it is collected.
package struct TrialResult: Sendable {
  package let finished: FinishedTrial
  /// One `name: value` per line.
  package let provenance: String

  package init(finished: FinishedTrial, provenance: String) {
    self.finished = finished
    self.provenance = provenance
  }

  private static let kind = "result"

  /// What came of offering a result to a folder.
  package enum Publication: Hashable, Sendable {
    case published
    /// Another process was first, with the same bits.
    case known
  }
}

// MARK: - Publishing

extension TrialResult {
  /// Publishes the result under the trial's name: temporary name, sync, link, sync of the folder; the first one stays.
  ///
  /// A file that is there must have come to the same bits, or the promise is broken; one that does not verify makes room.
  package func publish(in folder: RunFolder) throws(RunFolderError) -> Publication {
    let url = folder.result(of: finished.trial.id)
    for _ in 0..<3 {
      do {
        try AtomicFile.write(sealed.bytes, to: url, existing: .keep)
        return .published
      } catch {
        guard error.isExisting else { throw .file(error) }
      }
      do {
        let other = try Self.read(url, as: finished.trial)
        guard other.isSame(as: self) else { throw RunFolderError.conflict(path: url.path) }
        return .known
      } catch let error as RunFolderError {
        throw error
      } catch SealError.file(let error) where !error.isMissing {
        // What cannot be read now may be sound.
        throw .file(error)
      } catch {
        // A damaged file stands in the way; it is kept aside.
        do { _ = try folder.putAside(url) } catch {
          guard error.isMissing else { throw .file(error) }
        }
      }
    }
    throw .file(FileError(path: url.path, operation: "publish", code: EEXIST))
  }

  /// Whether another process came to the same bits; measurements and provenance may differ.
  package func isSame(as other: TrialResult) -> Bool {
    finished.outcome == other.finished.outcome && finished.inference == other.finished.inference
      && finished.probes == other.finished.probes
  }

  private var sealed: SealedFile {
    let status =
      switch finished.outcome.status {
      case .completed: "completed"
      case .diverged(let epoch): "diverged-in-epoch-\(epoch)"
      }
    return SealedFile(
      kind: Self.kind,
      fields: [
        SealedFile.Field("trial", finished.trial.id.hex), SealedFile.Field("status", status),
        SealedFile.Field("weights", finished.outcome.digests.finalWeights),
      ], body: bytes)
  }
}

// MARK: - Reading

extension TrialResult {
  /// Reads a result and checks that it is of this trial.
  package static func read(_ url: URL, as trial: PlannedTrial) throws(SealError) -> TrialResult {
    let sealed = try SealedFile.read(url, kind: kind)
    guard sealed["trial"] == trial.id.hex else {
      throw .damaged(path: url.path, reason: "it is of trial \(sealed["trial"] ?? "none"), not of \(trial.id.hex)")
    }
    do { return try TrialResult(bytes: sealed.body, trial: trial) } catch {
      throw .damaged(path: url.path, reason: "\(error)")
    }
  }

  /// Only checks that a result verifies and is of the trial that its file is named after.
  package static func verify(_ url: URL, as name: String) throws(SealError) {
    let sealed = try SealedFile.read(url, kind: kind)
    guard let trial = sealed["trial"], name == "\(trial).result" else {
      throw .damaged(path: url.path, reason: "it is of trial \(sealed["trial"] ?? "none")")
    }
  }
}
