import Analysis
import ArgumentParser
import Experiments
import Foundation
import Specifications

/// Reads an experiment and reports everything that is wrong with it.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Report everything that is wrong with an experiment; exit 65 if anything is.")

  @OptionGroup var spec: SpecOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await Failure.reported {
      if json { return try printJSON() }
      let experiment = try spec.experiment()
      for warning in PowerGuard(of: experiment).warnings { Messages.warning(warning) }
      let count = experiment.configurations.count
      print("\(spec.file): \(experiment.name) is sound: \(count) configurations × \(experiment.replicates) replicates")
    }
  }

  private func printJSON() throws {
    do {
      let experiment = try spec.experiment()
      let fields: [(String, JSONValue)] = [
        ("schema", .number(1)), ("name", .text(experiment.name)), ("problems", .list([])),
        ("warnings", .list(PowerGuard(of: experiment).warnings.map { .text($0) })),
      ]
      print(JSONValue.object(fields).text)
    } catch let error as SpecError {
      let problems = error.problems.map { problem in
        JSONValue.object([
          ("file", .text(problem.place.file)), ("line", .number(problem.place.line)),
          ("column", .number(problem.place.column)), ("message", .text(problem.message)),
        ])
      }
      print(JSONValue.object([("schema", .number(1)), ("problems", .list(problems))]).text)
      throw Ending.badData.code
    }
  }
}
