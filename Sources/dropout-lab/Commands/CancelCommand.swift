import ArgumentParser
import Cluster
import Foundation

/// Stops a run on other machines; what is finished stays, what runs leaves its state.
struct CancelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Stop a run on other machines; running trials leave their state.",
    discussion: "Workers notice within seconds, with or without a scheduler. 'dropout-lab resume DIR' goes on.")

  @Argument(help: "The run folder.", completion: .directory)
  var folder: String

  func run() async throws {
    try await Failure.reported {
      let folder = RunFolder(path: folder)
      _ = try folder.plan()
      try folder.cancel()
      for name in try folder.allSubmissions().flatMap(\.jobNames) { try Slurm().cancel(name) }
      Messages.note("cancelled; go on with: \(folder.resumeCommand)")
    }
  }
}
