import Archive
import ArgumentParser
import Browser
import Cluster
import Datasets
import Experiments
import Files
import Foundation
import Reports
import Server
import Specifications
import Training

/// How the program ends: DESIGN's exit codes, and the one place that words errors for people.
enum Ending: Int32 {
  case good = 0
  case unexpected = 1
  case someTrialsFailed = 2
  case checkFailed = 3
  case usage = 64
  case badData = 65
  case missingInput = 66
  case cannotCreate = 73
  case writeFailed = 74
  case tryAgain = 75
  case interrupted = 130
  case terminated = 143

  var code: ExitCode { ExitCode(rawValue) }

  /// How a program ends that a signal has stopped.
  init(stoppedBy signal: Int32) { self = signal == SIGINT ? .interrupted : .terminated }
}

/// Prints errors to stderr and chooses the exit code.
enum Failure {
  /// Runs a command's work; a known error becomes one clear message and its exit code.
  static func reported<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
      return try await work()
    } catch let error as ExitCode {
      throw error
    } catch let error as ValidationError {
      throw error
    } catch {
      Messages.error("\(error)")
      throw ending(of: error).code
    }
  }

  private static func ending(of error: any Error) -> Ending {
    switch error {
    case is SpecError, is TemplateError: .badData
    case let error as DatasetError: ending(of: error)
    case let error as ArchiveError: ending(of: error)
    case let error as FileError: ending(of: error)
    case let error as RunFolderError: ending(of: error)
    case is PageTaken: .cannotCreate
    case is ThreadRefusal, is LowMemoryLimit: .tryAgain
    case is PrintingError, is UnknownExercise, is UnmeasuredSides: .missingInput
    case let error as ListenError: error.isInUse ? .tryAgain : .cannotCreate
    default: .unexpected
    }
  }

  private static func ending(of error: FileError) -> Ending {
    // A disk that fails is neither missing nor bad input.
    if error.isReading {
      switch error.code {
      case EIO: return .writeFailed
      case EFBIG: return .badData
      case ENOMEM: return .tryAgain
      default: return .missingInput
      }
    }
    return error.isDiskFull || error.code == EIO ? .writeFailed : .cannotCreate
  }

  private static func ending(of error: RunFolderError) -> Ending {
    switch error {
    case .missing, .noProgram: .missingInput
    case .plan, .differs, .unknownTask: .badData
    case .conflict: .checkFailed
    case .command: .tryAgain
    case .file(let error): ending(of: error)
    }
  }

  private static func ending(of error: DatasetError) -> Ending {
    switch error.kind {
    case .missing: .missingInput
    case .malformed, .unsuitable: .badData
    case .network: .writeFailed
    case .file(let error): ending(of: error)
    }
  }

  private static func ending(of error: ArchiveError) -> Ending {
    switch error {
    case .missing, .unknown, .unfinished, .missingExport: .missingInput
    case .cannotCreate, .cannotWrite, .cannotExport, .removed, .forgotten: .cannotCreate
    case .busy, .underWay: .tryAgain
    case .writeFailed, .readFailed, .exportFailed, .unreadableExport: .writeFailed
    case .newerSchema, .damaged, .ambiguous, .unsuitable, .unsoundExport, .newerExport, .otherTrials: .badData
    case .conflict, .disagreement: .checkFailed
    }
  }
}

/// Messages for people, on stderr; stdout is for data.
enum Messages {
  /// Writes a line for each thing that is wrong; of very many the first ones, and how many more there are.
  static func error(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    write(lines.prefix(mostErrors).map { "error: \($0)" }.joined(separator: "\n"))
    if lines.count > mostErrors { write("error: and \(lines.count - mostErrors) more lines like these") }
  }

  private static let mostErrors = 100

  static func warning(_ text: String) { write("warning: " + text) }
  static func note(_ text: String) { write(text) }

  /// Writes text of which a terminal obeys nothing.
  static func write(_ text: String, terminator: String = "\n") { send(text.harmless + terminator) }

  /// Writes the text in place of the terminal's last line.
  static func replaceLine(_ text: String) { send("\r\u{1B}[K" + text.visible) }

  private static func send(_ text: String) {
    do {
      try FileHandle.standardError.write(contentsOf: Data(text.utf8))
    } catch {
      // Nobody is left who could be told; the exit code says it.
    }
  }
}
