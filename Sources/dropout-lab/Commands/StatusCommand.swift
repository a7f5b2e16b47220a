import Archive
import ArgumentParser
import Browser
import Foundation

/// Shows how far experiments have come, from any terminal.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show how far experiments have come, with the latest lines of running trials.",
    discussion:
      "Without a name: every experiment that is running, or else the last one. Running trials tell every ten seconds what they did."
  )

  @Argument(help: "An experiment's name, latest, or latest~1.")
  var experiment: String?

  @OptionGroup var results: ResultsOptions

  @Option(help: "Lines to show of each running trial.")
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
      let archive = try results.openArchive()
      while true {
        let shown = try ShownStatus(of: experiment, in: archive, lines: lines, at: Date().timeIntervalSince1970)
        show(shown)
        guard watch, shown.isRunning else { return }
        try await Task.sleep(for: .seconds(2))
      }
    }
  }

  private func show(_ shown: ShownStatus) {
    // A terminal that is watched is cleared, so that the newest state stands where the last one did.
    let clears = watch && !json && isatty(1) == 1
    let text = json ? shown.json.text : shown.text(within: Terminal.columnsOfOutput())
    print((clears ? "\u{1B}[H\u{1B}[2J" : "") + text)
    fflush(nil)
  }
}
