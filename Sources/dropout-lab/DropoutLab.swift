import ArgumentParser

/// The command `dropout-lab` and the list of its verbs.
@main
struct DropoutLab: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dropout-lab",
    abstract: "A laboratory for dropout: run experiments, archive every metric, report with verdicts that hold.",
    subcommands: [RunCommand.self, BenchCommand.self])
}
