import Analysis
import Browser
import Experiments
import Specifications
import Statistics

/// An experiment's summary for the terminal and for machines.
struct ShownExperiment {
  let loaded: LoadedExperiment

  init(_ loaded: LoadedExperiment) { self.loaded = loaded }

  private var summary: ExperimentSummary { loaded.summary }

  /// Within so many columns of the terminal, with the curves of the best and of its baseline drawn in these signs.
  func text(within columns: Int?, glyphs: Glyphs) -> String {
    let numbers = summary.numbers
    var table = TextTable(["configuration", "n", summary.metric.title, "sd", "difference", "interval"])
    table.rows = summary.configurations.map { configuration in
      let difference = summary.difference(of: configuration.index)
      return [
        configuration.label + (configuration.optimiserFailed == nil ? "" : " (did not train)"),
        String(configuration.values.count), configuration.estimate.map { numbers.value($0) } ?? "",
        configuration.standardDeviation.map { $0 == 0 ? "0" : numbers.size($0) } ?? "",
        difference.flatMap { numbers.difference($0) } ?? "",
        difference?.interval.map { numbers.differenceBounds($0) } ?? "",
      ]
    }
    let sentences = Answer(to: summary).sentences
    let plot = plot(within: columns ?? 80, glyphs: glyphs)
    return
      ([summary.question.visible] + sentences + ["", table.text(within: columns), ""]
      + (plot.isEmpty ? [] : [plot, ""])
      + ["trials: \(loaded.state)"]).joined(separator: "\n")
  }

  private func plot(within columns: Int, glyphs: Glyphs) -> String {
    let chosen = summary.chosen ?? summary.configurations.first?.index
    let baseline = chosen.flatMap { summary.difference(of: $0)?.baseline }
    let shown = [chosen, baseline].compactMap { $0.flatMap { summary.configuration($0) } }
    return TerminalPlot.text(
      of: shown.map { configuration in
        (configuration.label, { configuration.curve(summary.metric.name, on: $0) })
      }, metric: summary.metric.name, splits: [.validation, .test, .training], within: columns, glyphs: glyphs)
  }

  /// The key `times` is there where they are asked for; `earlier` are the names of the versions before this one.
  func json(times: ShownTimes?, earlier: [String]) -> JSONValue {
    .object(
      [
        ("schema", .number(1)), ("name", .text(summary.name)), ("question", .text(summary.question)),
        ("answer", .list(Answer(to: summary).sentences.map { .text($0) })),
        (
          "metric",
          .object([
            ("name", .text(summary.metric.name.rawValue)), ("split", .text(summary.metric.split.rawValue)),
            ("at", .text(summary.metric.at.rawValue)),
          ])
        ),
        ("configurations", .list(summary.configurations.map(configuration))),
        ("claims", .list(ShownClaim.all(of: loaded).map(\.json))),
        ("earlierVersions", .list(earlier.map { .text($0) })),
      ] + (times.map { [("times", $0.json)] } ?? []))
  }

  private func configuration(_ configuration: ConfigurationSummary) -> JSONValue {
    let difference = summary.difference(of: configuration.index)
    return .object([
      ("index", .number(configuration.index)), ("label", .text(configuration.label)),
      ("fields", .object(configuration.fields.map { ($0.path, .text($0.value)) })),
      ("completed", .number(configuration.counts.completed)), ("diverged", .number(configuration.counts.diverged)),
      ("mean", configuration.estimate.map { .real($0) } ?? .null),
      ("standardDeviation", configuration.standardDeviation.map { .real($0) } ?? .null),
      ("baseline", difference.map { .number($0.baseline) } ?? .null),
      ("difference", difference?.estimate.map { .real($0) } ?? .null),
      ("low", difference?.interval.map { .real($0.low) } ?? .null),
      ("high", difference?.interval.map { .real($0.high) } ?? .null),
      ("level", difference?.interval.map { .real($0.level) } ?? .null),
      ("pairs", difference.map { .number($0.differences.count) } ?? .null),
      (
        "values",
        .list(
          configuration.values.map {
            .object([
              ("replicate", .number($0.replicate)), ("trial", .text($0.trial.hex)), ("value", .real($0.value)),
            ])
          })
      ),
    ])
  }
}
