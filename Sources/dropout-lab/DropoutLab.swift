import ArgumentParser
import Foundation

/// The command `dropout-lab` and the list of its verbs.
@main
struct DropoutLab: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dropout-lab",
    abstract: "A laboratory for dropout: run experiments, archive every metric, report with verdicts that hold.",
    version: ProvenanceCollector.version,
    subcommands: [
      RunCommand.self, ReportCommand.self, ListCommand.self, ShowCommand.self, StatusCommand.self, CompareCommand.self,
      ExplainCommand.self, ClaimsCommand.self, FreezeCommand.self, ImportCommand.self, ExportCommand.self,
      CheckCommand.self, CatalogCommand.self, DoctorCommand.self, VerifyCommand.self, ReproduceCommand.self,
      DiffCommand.self, AnnotateCommand.self, ForgetCommand.self, GcCommand.self,
      DataCommand.self,
      ArchiveCommand.self, ServeCommand.self, BenchCommand.self, NewCommand.self, CheckAnswerCommand.self,
      WorkerCommand.self, CollectCommand.self, ResumeCommand.self, CancelCommand.self,
    ])

  /// Runs the verb that is asked for; a success whose output could not be written is none.
  static func main() async {
    var verb: VerbTree.Verb = Self.self
    // Swift's runtime would take the process for a crashed one, and look at it for minutes.
    signal(SIGQUIT, SIG_DFL)
    do {
      try await Failure.reported { try MemoryLimit.check() }
      MappedFile.watch()
      try VerbTree.follow(CommandLine.arguments.dropFirst(), to: &verb)
      var command = try parseAsRoot()
      verb = type(of: command)
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
      try await Failure.reported { try Output.finish() }
    } catch let error as ValidationError {
      Messages.write(VerbTree.message(for: error, in: verb))
      Foundation.exit(exitCode(for: error).rawValue)
    } catch {
      end(with: error)
    }
  }

  /// Ends as ArgumentParser does, whose messages repeat what was typed or pasted.
  private static func end(with error: any Error) -> Never {
    let (code, text) = (exitCode(for: error), fullMessage(for: error))
    if !text.isEmpty, code.isSuccess { Output.print(text) }
    if !text.isEmpty, !code.isSuccess { Messages.write(text) }
    Foundation.exit(code.rawValue)
  }
}
