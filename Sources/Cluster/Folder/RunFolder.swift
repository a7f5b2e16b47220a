import Experiments
import Files
import Foundation

/// The folder of a run on a file system that all its machines see.
///
/// ```
/// plan.json                     what is trained, frozen
/// submissions/0001/             what was handed to a scheduler: intent, script, elements, answer
/// results/<trial>.result        one sealed file per finished trial; the first one stays
/// attempts/<trial>.<uuid>       of trials that run, or that ended without an outcome
/// checkpoints/ logs/            of trials that run
/// cancelled                     nothing is to be started again
/// refused/                      files that do not verify
/// ```
package struct RunFolder: Sendable {
  package let url: URL

  package init(_ url: URL) { self.url = url }

  package var path: String { url.path }
  package var planFile: URL { url.appending(path: "plan.json") }
  package var results: URL { url.appending(path: "results", directoryHint: .isDirectory) }
  package var attempts: URL { url.appending(path: "attempts", directoryHint: .isDirectory) }
  package var checkpoints: URL { url.appending(path: "checkpoints", directoryHint: .isDirectory) }
  package var logs: URL { url.appending(path: "logs", directoryHint: .isDirectory) }
  package var submissions: URL { url.appending(path: "submissions", directoryHint: .isDirectory) }
  package var refused: URL { url.appending(path: "refused", directoryHint: .isDirectory) }

  /// Makes the folder with its plan; a plan that is there already must be the same.
  package static func create(_ url: URL, plan: RunPlan) throws(RunFolderError) -> RunFolder {
    let folder = RunFolder(url)
    do {
      for part in [
        url, folder.results, folder.attempts, folder.checkpoints, folder.logs, folder.submissions,
      ] {
        try AtomicFile.createFolder(part)
      }
      try AtomicFile.write(text: plan.text, to: folder.planFile, existing: .keep)
    } catch {
      guard error.isExisting else { throw .file(error) }
      guard try folder.plan() == plan else {
        throw .plan(path: folder.planFile.path, "another run is planned here already; name another folder")
      }
    }
    return folder
  }

  /// Reads the plan.
  package func plan() throws(RunFolderError) -> RunPlan {
    let bytes: [UInt8]
    do { bytes = try FileContents.read(planFile) } catch {
      throw error.isMissing ? .missing(path: path) : .file(error)
    }
    return try RunPlan(text: String(decoding: bytes, as: UTF8.self), path: planFile.path)
  }

  /// Reads the plan and rebuilds its trials.
  package func frozen() throws(RunFolderError) -> FrozenRun { try FrozenRun(try plan(), path: planFile.path) }

  /// Its presence says that the run was cancelled.
  package var cancelled: URL { url.appending(path: "cancelled") }
  package var isCancelled: Bool { FileManager.default.fileExists(atPath: cancelled.path) }

  /// Tells every worker to stop, and none to begin.
  package func cancel() throws(RunFolderError) {
    do { try AtomicFile.write(text: "", to: cancelled) } catch { throw .file(error) }
  }

  /// Lets workers begin again.
  package func uncancel() { unlink(cancelled.path) }

  package func result(of trial: TrialID) -> URL { results.appending(path: "\(trial.hex).result") }

  /// The names in one of its folders, in order, without hidden ones; none where it is missing.
  ///
  /// One that cannot be read is an error: what lies there is not gone.
  package func names(in part: URL) throws(FileError) -> [String] {
    do {
      return try FileContents.names(in: part).filter { !$0.hasPrefix(".") }
    } catch {
      guard error.isMissing else { throw error }
      return []
    }
  }

  /// Moves a file that does not verify to `refused/` under a name that is free, and returns that name.
  package func putAside(_ file: URL) throws(FileError) -> URL {
    try AtomicFile.createFolder(refused)
    var number = 1
    while true {
      let aside = refused.appending(path: "\(file.lastPathComponent).\(number)")
      if link(file.path, aside.path) == 0 {
        unlink(file.path)
        return aside
      }
      guard errno == EEXIST else { throw FileError(path: aside.path, operation: "put aside", code: errno) }
      number += 1
    }
  }
}
