import Archive
import ArgumentParser
import Specifications

/// Says which answers, verdicts, figures and trials differ between two archives.
struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say which answers, verdicts, figures and trials differ between two archives or versions.",
    discussion: """
      Experiments are paired by name, trials by configuration and replicate; of each experiment the newest version \
      counts. Two experiments of --results, such as two versions of one, are compared with each other. Nothing is written.

      EXAMPLES:
        dropout-lab diff results elsewhere/results
        dropout-lab diff before.sqlite after.sqlite --experiment rates --json
        dropout-lab diff rates~1 rates

      Exit codes: 0 nothing differs, 3 something differs, 66 nothing there.
      """)

  @Argument(help: "An archive, a results folder, or an experiment's name, also rates~1 or latest.", completion: .file())
  var left: String

  @Argument(help: "An archive, a results folder, or an experiment's name, also rates~1 or latest.", completion: .file())
  var right: String

  @Option(help: "Only this experiment.")
  var experiment: String?

  @OptionGroup var results: ResultsOptions
  @OptionGroup var claims: ClaimsOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await Failure.reported {
      let difference = try ArchiveDifference(
        left: left, right: right, experiment: experiment, claims: claims, results: results)
      Output.print(json ? difference.json.text : difference.text)
      if !difference.isNothing { throw Ending.checkFailed.code }
    }
  }
}
