import Analysis
import ArgumentParser
import Experiments
import Foundation
import Reports
import Specifications

/// Reads an experiment and reports everything that is wrong with it.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Report everything that is wrong with an experiment or a notebook; exit 65 if anything is.")

  @OptionGroup var spec: SpecOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await Failure.reported {
      if json { return try printJSON() }
      if spec.isNotebook { return try checkNotebook() }
      let experiment = try spec.experiment()
      for warning in PowerGuard(of: experiment).warnings { Messages.warning(warning) }
      let count = experiment.configurations.count
      Output.print(
        "\(spec.file): \(experiment.name) is sound: \(count.counted("configuration")) × \(experiment.replicates.counted("replicate"))"
      )
    }
  }

  private func checkNotebook() throws {
    let bound = try NotebookSession.read(spec.file, parameters: spec.notebookParameters)
    try bound.checkExperiments()
    let cells = bound.notebook.cells.count
    let count = bound.experiments.count
    Output.print(
      "\(spec.file): sound: \(cells) \(cells == 1 ? "cell" : "cells"), "
        + "\(count) \(count == 1 ? "experiment" : "experiments")")
  }

  /// The name of what was checked, and what it cannot decide.
  private func checked() throws -> (name: String, warnings: [String]) {
    guard spec.isNotebook else {
      let experiment = try spec.experiment()
      return (experiment.name, PowerGuard(of: experiment).warnings)
    }
    let bound = try NotebookSession.read(spec.file, parameters: spec.notebookParameters)
    try bound.checkExperiments()
    return (bound.notebook.name, [])
  }

  private func printJSON() throws {
    do {
      let checked = try checked()
      let fields: [(String, JSONValue)] = [
        ("schema", .number(1)), ("name", .text(checked.name)), ("problems", .list([])),
        ("warnings", .list(checked.warnings.map { .text($0) })),
      ]
      Output.print(JSONValue.object(fields).text)
    } catch let error as SpecError {
      let problems = error.problems.map { problem in
        JSONValue.object([
          ("file", .text(problem.place.file)), ("line", .number(problem.place.line)),
          ("column", .number(problem.place.column)), ("message", .text(problem.message)),
        ])
      }
      Output.print(JSONValue.object([("schema", .number(1)), ("problems", .list(problems))]).text)
      throw Ending.badData.code
    }
  }
}
