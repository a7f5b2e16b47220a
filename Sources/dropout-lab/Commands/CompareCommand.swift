import Analysis
import Archive
import ArgumentParser
import Experiments
import Foundation
import Specifications

/// Compares two configurations or two trials, differing fields first.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare two configurations or two trials.",
    discussion: """
      A configuration is EXPERIMENT:NUMBER, as 'show EXPERIMENT --json' numbers them; a trial is the first digits of \
      its id.

      EXAMPLES:
        dropout-lab compare rates:0 rates:3
        dropout-lab compare 2ca39d47 77ee6f2a
      """)

  @Argument(help: "EXPERIMENT:NUMBER or a trial.")
  var left: String

  @Argument(help: "EXPERIMENT:NUMBER or a trial.")
  var right: String

  @OptionGroup var results: ResultsOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await Failure.reported {
      let archive = try results.openArchive()
      let comparison = try compare(try Side(left, in: archive), try Side(right, in: archive))
      print(json ? ShownComparison(comparison).json.text : ShownComparison(comparison).text)
    }
  }

  private func compare(_ left: Side, _ right: Side) throws -> Comparison {
    let specs = SpecComparison(left.spec, right.spec)
    switch (left, right) {
    case (.configuration(let first, _), .configuration(let second, _)):
      return Comparison(first, second, specs: specs)
    case (.trial(let first), .trial(let second)):
      return Comparison(first, second, at: .last, specs: specs)
    case (.configuration, .trial), (.trial, .configuration):
      throw ValidationError("a configuration cannot be compared with a trial; name two of a kind")
    }
  }
}

/// One side of a comparison.
private enum Side {
  case configuration(ConfigurationSummary, spec: SpecNode)
  case trial(FinishedTrial)

  init(_ name: String, in archive: Archive) throws {
    guard let colon = name.lastIndex(of: ":") else {
      self = .trial(try Self.finished(try archive.trial(prefix: name)))
      return
    }
    let loaded = try LoadedExperiment(
      try archive.experiment(named: String(name[..<colon])), from: archive)
    let number = Int(name[name.index(after: colon)...])
    guard let number, let configuration = loaded.summary.configuration(number) else {
      throw ValidationError(
        "'\(name)' names no configuration; \(loaded.archived.name) has 0 to \(loaded.plan.configurations.count - 1)")
    }
    self = .configuration(configuration, spec: configuration.spec.node)
  }

  var spec: SpecNode {
    switch self {
    case .configuration(_, let spec): spec
    case .trial(let finished): finished.trial.spec.node
    }
  }

  private static func finished(_ archived: ArchivedTrial) throws -> FinishedTrial {
    let problems = Problems()
    let tree = try YAMLReader.read(archived.spec, file: "trial \(archived.id.short)")
    guard let spec = TrialSpec.read(tree, problems) else { throw SpecError(problems.found) }
    let trial = PlannedTrial(
      id: archived.id, spec: spec, seed: UInt64(archived.seed) ?? 0, replicate: archived.replicate, configuration: 0,
      position: 0, purpose: .measurement, keepsWeights: false)
    let nothing = TrialMeasurements(
      startedAt: 0, trainingSeconds: 0, evaluationSeconds: 0, cpuSeconds: 0, peakMemory: 0, host: "")
    return FinishedTrial(trial: trial, outcome: archived.outcome, measurements: archived.measurements.first ?? nothing)
  }
}
