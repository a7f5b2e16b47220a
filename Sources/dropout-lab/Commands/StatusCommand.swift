import Archive
import ArgumentParser
import Browser
import Cluster
import Foundation
import Specifications

/// Shows how far experiments have come, from any terminal.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show how far experiments have come, with the latest lines of running trials.",
    discussion: """
      Without a name: every experiment that is running, or else the last one. Running trials tell every three seconds \
      what they did. Of the folder of a run on other machines: verified results, signs of life, the queue.
      """
  )

  @Argument(help: "An experiment's name or latest, with ~1 the version before; or a run's folder.")
  var experiment: String?

  @OptionGroup var results: ResultsOptions

  @Option(parsing: .unconditional, help: "Lines to show of each running trial.")
  var lines = 3

  @Flag(help: "Show again every two seconds until nothing runs any more, or until Ctrl-C.")
  var watch = false

  @Flag(help: "Print JSON; with --watch one line each time.")
  var json = false

  func validate() throws {
    if lines < 0 { throw ValidationError("--lines is \(lines); it is at least 0") }
  }

  func run() async throws {
    try await Failure.reported {
      if let experiment, RunFolder.isOne(experiment) { return try await showFolder(RunFolder(path: experiment)) }
      let archive = try results.openArchive()
      while true {
        let shown = try ShownStatus(of: experiment, in: archive, lines: lines, at: Date().timeIntervalSince1970)
        show(shown)
        guard watch, shown.isRunning else { return }
        try await Task.sleep(for: .seconds(2))
      }
    }
  }

  private func showFolder(_ folder: RunFolder) async throws {
    while true {
      let status = try RunFolderStatus(folder, now: Date().timeIntervalSince1970)
      show(json ? status.json : status.text)
      guard watch, status.isOpen else { return }
      try await Task.sleep(for: .seconds(2))
    }
  }

  private func show(_ shown: ShownStatus) {
    show(json ? shown.json.text : shown.text(within: Terminal.columnsOfOutput()))
  }

  private func show(_ text: String) {
    // A terminal that is watched is cleared, so that the newest state stands where the last one did.
    if watch, !json, isatty(1) == 1 { Output.clear() }
    Output.print(text)
    fflush(nil)
  }
}
