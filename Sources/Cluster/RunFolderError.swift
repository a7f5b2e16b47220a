import Files

/// What can be wrong with a run folder.
package enum RunFolderError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no plan in this folder.
  case missing(path: String)
  /// The plan cannot be used.
  case plan(path: String, String)
  /// The program, its data or its engine are not those of the plan.
  case differs(path: String, String)
  /// A task that the plan does not have.
  case unknownTask(Int, count: Int)
  /// Two processes trained one trial to different ends: the promise of same bits is broken.
  case conflict(path: String)
  /// A scheduler's program is not on this machine.
  case noProgram(String)
  /// A scheduler's command failed.
  case command(String, reason: String)
  case file(FileError)

  package var description: String {
    switch self {
    case .missing(let path): "\(path): no run folder: it has no plan.json"
    case .plan(let path, let reason): "\(path): \(reason)"
    case .differs(let path, let reason): "\(path): \(reason)"
    case .unknownTask(let number, let count):
      "the plan has no task \(number); allowed: \(count == 0 ? "none" : "0 to \(count - 1)")"
    case .conflict(let path):
      "\(path): a result with other bits is there already; it stays, and this one is refused"
    case .noProgram(let name):
      "there is no program '\(name)' in the PATH: submit on a machine that has Slurm's commands"
    case .command(let command, let reason): "\(command) failed: \(reason)"
    case .file(let error): error.description
    }
  }
}
