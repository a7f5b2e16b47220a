import Analysis
import Archive
import ArgumentParser
import Browser
import Experiments
import Files
import Foundation
import Specifications
import Training

/// Writes an experiment's numbers, or a trial's weights, for other programs.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write numbers or weights for other programs.",
    discussion: """
      EXAMPLES:
        dropout-lab export metrics rates > rates.csv
        dropout-lab export metrics rates --format json -o rates.json
        dropout-lab export weights 2ca39d47 -o weights.safetensors
        dropout-lab export --view finals rates > finals.csv
        dropout-lab export --list-views
      """,
    subcommands: [ExportMetricsCommand.self, ExportWeightsCommand.self],
    defaultSubcommand: ExportMetricsCommand.self)
}

/// Writes every metric of an experiment in long form.
struct ExportMetricsCommand: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case csv, json }

  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "Write every metric of an experiment, one row each.",
    discussion: """
      Columns: trial, the configuration's fields in ascending order, replicate, epoch, split, metric, value, state; \
      then mode and samples where inference was asked for, probe and at where probes were. Values are shortest decimals \
      that read back as the same number. What is not finite is empty, and its state is nan, inf or -inf; the loss that \
      ended a trial has the state diverged, all other numbers completed. \
      With --view it writes a view of the archive instead; docs/archive.md lists their columns.
      """)

  @Argument(help: "An experiment's name or latest, with ~1 the version before; or none for all with --view.")
  var experiment: String?

  @Option(help: "Write this view of the archive, such as finals; see --list-views.")
  var view: String?

  @Flag(help: "List the views and their columns.")
  var listViews = false

  @Option(help: "csv (RFC 4180, UTF-8) or json.")
  var format = Format.csv

  @Flag(help: "Write what training cost on this machine instead: seconds, CPU seconds, memory.")
  var measurements = false

  @Option(name: [.customShort("o"), .long], help: "File to write; stdout unless given.", completion: .file())
  var output: String?

  @OptionGroup var results: ResultsOptions

  func validate() throws {
    if let view, !Archive.views.contains(view) {
      throw ValidationError("there is no view '\(view)'; there are \(Archive.views.joined(separator: ", "))")
    }
    if view != nil, measurements { throw ValidationError("--view and --measurements exclude each other") }
  }

  func run() async throws {
    try await Failure.reported {
      // Said here, not while reading the options, so that a misspelt one is told first.
      if experiment == nil, view == nil, !listViews { throw ValidationError("an experiment's name is missing") }
      // The views are the same in every archive.
      let archive = try listViews ? Archive.inMemory() : results.openArchive()
      try Output.write(Array(text(from: archive).utf8), to: output)
    }
  }

  private func text(from archive: Archive) throws -> String {
    if listViews {
      return try Archive.views.map { name in
        "\(name): \(try archive.rows(ofView: name, experiment: "").columns.joined(separator: ", "))\n"
      }.joined()
    }
    let found = try experiment.map { try archive.chosenExperiment($0) }
    if let view {
      if let found, try archive.newestExperiments().allSatisfy({ $0.key != found.key }) {
        let other = "'export metrics \(experiment ?? "")' writes an earlier one"
        throw ValidationError("views show the newest version of each experiment; \(other)")
      }
      let export = ViewExport(name: view, rows: try archive.rows(ofView: view, experiment: found?.name))
      return format == .csv ? export.csv : export.json.text + "\n"
    }
    return try found.map { text(of: try LoadedExperiment($0, from: archive)) } ?? ""
  }

  private func text(of loaded: LoadedExperiment) -> String {
    if measurements {
      let export = MeasurementExport(loaded)
      return format == .csv ? export.csv : export.json.text + "\n"
    }
    let export = TrialExport(of: loaded.design, evidence: loaded.evidence)
    return format == .csv ? export.csv : export.json
  }
}

/// Writes the kept weights of a trial.
struct ExportWeightsCommand: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case safetensors }

  static let configuration = CommandConfiguration(
    commandName: "weights", abstract: "Write the kept weights of a trial as safetensors.",
    discussion: """
      A plain perceptron has the names of torch.nn.Sequential(Linear, activation, Linear, …): 0.weight, 0.bias, 2.weight, …; \
      other networks have those of their layers, such as conv1.weight. Dense layers behind maps read rows, columns, then \
      channels: x.permute(0, 2, 3, 1).flatten(1) in PyTorch. Weights are kept by experiments with 'keep: weights'.
      """)

  @Argument(help: "The first digits of a trial's id.")
  var trial: String

  @Option(help: "The file format.")
  var format = Format.safetensors

  @Option(name: [.customShort("o"), .long], help: "File to write.", completion: .file())
  var output: String

  @OptionGroup var results: ResultsOptions

  func run() async throws {
    try await Failure.reported {
      let archive = try results.openArchive()
      guard case .trial(let id) = try archive.subject(named: trial) else {
        throw ValidationError("'\(trial)' is an experiment; 'list \(trial)' names its trials")
      }
      let weights = try archive.weights(of: id)
      guard !weights.isEmpty else {
        Messages.error("trial \(id.short) has no weights; run its experiment with 'keep=weights'")
        throw Ending.missingInput.code
      }
      try Output.write(Safetensors.encode(weights, metadata: [("trial", id.hex)]), to: output)
    }
  }
}
