import Files
import Foundation
import GRDB

/// What can go wrong with an archive, with the file it happened to.
package enum ArchiveError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no archive at this path.
  case missing(path: String)
  /// There is no file, and it cannot be created.
  case cannotCreate(path: String, reason: String)
  /// The file is there and cannot be opened for writing.
  case cannotWrite(path: String, reason: String)
  /// The file that was being written is not at its path any more.
  case removed(path: String)
  /// The experiment of a run was removed from the archive meanwhile.
  case forgotten(experiment: String)
  /// Some process trains trials of an experiment that was to be removed.
  case underWay(experiment: String, host: String, process: Int)
  /// Another process holds the archive.
  case busy(path: String)
  /// The disk is full or a write failed.
  case writeFailed(path: String, reason: String)
  /// The file is there and cannot be read.
  case readFailed(path: String, reason: String)
  /// The file was written by a newer program; `writer` is its version, where it said so.
  case newerSchema(path: String, migrations: [String], writer: String?)
  /// The file is no archive, or damaged.
  case damaged(path: String, reason: String)
  /// A trial came out differently than it is archived: the promise of same bits is broken.
  case conflict(trial: String, field: String)
  /// An experiment is archived with other trials for the same specification: of another engine version, or other data.
  case otherTrials(experiment: String, place: String, archived: String, planned: String)
  /// No experiment or trial has this name or prefix.
  case unknown(name: String, near: String?)
  /// A planned trial without an outcome, which no record can be read of.
  case unfinished(trial: String, experiment: String)
  /// A prefix that more than one trial has.
  case ambiguous(prefix: String, count: Int)
  /// Something was to be written that the archive does not keep.
  case unsuitable(String)
  /// An export cannot be made where it was asked for.
  case cannotExport(path: String, reason: String)
  /// The disk is full or failing.
  case exportFailed(path: String, reason: String)
  /// There is no export at this path.
  case missingExport(path: String)
  /// The export is there and cannot be read.
  case unreadableExport(path: String, reason: String)
  /// A file that was to be imported is no export, or was changed.
  case unsoundExport(path: String, reason: String)
  /// A newer program exported the file.
  case newerExport(path: String, format: Int, known: Int)
  /// Two records of one thing say different things.
  case disagreement(about: String, path: String, imported: String, archived: String)

  package var description: String {
    switch self {
    case .missing(let path): "\(path): there is no archive; 'dropout-lab run FILE' makes one"
    case .cannotCreate(let path, let reason): "\(path): cannot create the archive: \(reason)"
    case .cannotWrite(let path, let reason): "\(path): the archive cannot be written: \(reason)"
    case .removed(let path):
      "\(path): the archive is not there any more: somebody removed, moved or replaced it while it was written to"
    case .forgotten(let experiment):
      "'\(experiment)' was forgotten while it ran: the archive has it no more, and takes nothing of it under another name"
    case .underWay(let experiment, let host, let process):
      "'\(experiment)' is being trained by process \(process) on \(host); nothing was removed. Try again when that run has "
        + "ended; Ctrl-C ends it"
    case .busy(let path): "\(path): another process is writing to the archive; try again when it is done"
    case .writeFailed(let path, let reason): "\(path): cannot write to the archive: \(reason)"
    case .readFailed(let path, let reason): "\(path): cannot read the archive: \(reason)"
    case .newerSchema(let path, let migrations, let writer):
      "\(path): a newer dropout-lab\(writer.map { " (\($0))" } ?? "") wrote this archive, with tables that "
        + "\(ProgramVersion.current) does not know (\(migrations.joined(separator: ", "))); "
        + (writer.map { "use \($0) or newer to read it" } ?? "use that one to read it")
    case .damaged(let path, let reason): "\(path): this is no sound archive: \(reason)"
    case .conflict(let trial, let field):
      "trial \(trial) came out differently than it is archived: \(field) differs; the archive is unchanged"
    case .otherTrials(let experiment, let place, let archived, let planned):
      "'\(experiment)' is archived with other trials for this specification (\(place): \(archived), now \(planned)), made by "
        + "another version of the engine or from other data; give it another name, say in its notes what is new "
        + "('+notes=…'), or write to another folder ('--results DIR')"
    case .unknown(let name, let near):
      "the archive has no experiment or trial '\(name)'" + (near.map { " (did you mean '\($0)'?)" } ?? "")
    case .unfinished(let trial, let experiment):
      "trial \(trial) of '\(experiment)' has no outcome yet; 'dropout-lab status' says how far it is"
    case .ambiguous(let prefix, let count): "'\(prefix)' begins \(count) trial ids; give more digits"
    case .unsuitable(let what): what
    case .cannotExport(let path, let reason), .exportFailed(let path, let reason):
      "\(path): cannot write the export: \(reason)"
    case .missingExport(let path): "\(path): there is no such file; 'dropout-lab archive export' makes one"
    case .unreadableExport(let path, let reason): "\(path): cannot read the export: \(reason); nothing was imported"
    case .unsoundExport(let path, let reason): "\(path): this is no sound export: \(reason); nothing was imported"
    case .newerExport(let path, let format, let known):
      "\(path): a newer dropout-lab exported this file (format \(format), this one reads up to \(known)); "
        + "nothing was imported"
    case .disagreement(let what, let path, let imported, let archived):
      "\(path): \(what) is \(imported) there and \(archived) in the archive; nothing was imported"
    }
  }

  /// An archive that was to be written, which is there or is not.
  static func opening(_ path: String, _ reason: String) -> ArchiveError {
    FileManager.default.fileExists(atPath: path)
      ? .cannotWrite(path: path, reason: reason) : .cannotCreate(path: path, reason: reason)
  }

  /// Words what SQLite or the system reported about a file that was written, or only read.
  static func wording(_ error: any Error, path: String, isReading: Bool = false) -> ArchiveError {
    if let error = error as? ArchiveError { return error }
    if let error = error as? FileError {
      let reason = error.reason(beside: path)
      return isReading ? .readFailed(path: path, reason: reason) : .writeFailed(path: path, reason: reason)
    }
    guard let error = error as? DatabaseError else { return .damaged(path: path, reason: "\(error)") }
    let reason = error.reason
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(path: path)
    case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_TOOBIG, .SQLITE_NOMEM:
      return isReading || error.isOfReading
        ? .readFailed(path: path, reason: reason) : .writeFailed(path: path, reason: reason)
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      return isReading ? .readFailed(path: path, reason: reason) : .opening(path, reason)
    default: return .damaged(path: path, reason: reason)
    }
  }

  /// Words what SQLite or the system reported about an export that is read.
  static func wording(_ error: any Error, ofExport path: String) -> ArchiveError {
    if let error = error as? ArchiveError { return error }
    if let error = error as? FileError { return .unreadableExport(path: path, reason: error.reason) }
    guard let error = error as? DatabaseError else { return .unsoundExport(path: path, reason: "\(error)") }
    let reason = error.reason
    switch error.resultCode {
    case .SQLITE_CANTOPEN, .SQLITE_IOERR, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_NOMEM, .SQLITE_BUSY, .SQLITE_FULL,
      .SQLITE_READONLY:
      return .unreadableExport(path: path, reason: reason)
    default: return .unsoundExport(path: path, reason: reason)
    }
  }

  /// Words what SQLite or the system reported about an export that is written.
  static func wording(_ error: any Error, toExport path: String) -> ArchiveError {
    switch error {
    case let error as ArchiveError: error
    case let error as FileError where error.isDiskFull: .exportFailed(path: path, reason: error.reason)
    case let error as FileError: .cannotExport(path: path, reason: error.reason)
    case let error as DatabaseError where [.SQLITE_FULL, .SQLITE_IOERR].contains(error.resultCode):
      .exportFailed(path: path, reason: error.reason)
    case let error as DatabaseError: .cannotExport(path: path, reason: error.reason)
    default: .cannotExport(path: path, reason: "\(error)")
    }
  }
}

extension DatabaseError {
  /// What went wrong, by the code where the connection has no word for it: a copy tells the fault of another one.
  var reason: String {
    if let message, message != "not an error" { return message }
    return DatabaseError(resultCode: extendedResultCode).message ?? resultCode.description
  }

  /// Whether something could not be read, also while it was to be written to.
  fileprivate var isOfReading: Bool {
    [.SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ, .SQLITE_IOERR_FSTAT, .SQLITE_IOERR_CORRUPTFS].contains(
      extendedResultCode)
  }
}

extension FileError {
  /// The reason, with the file where it is another than the one that is named already.
  func reason(beside named: String) -> String { path == named ? reason : description }
}
