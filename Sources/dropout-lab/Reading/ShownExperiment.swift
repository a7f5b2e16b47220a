import Analysis
import Experiments
import Statistics

/// An experiment's summary for the terminal and for machines.
struct ShownExperiment {
  let loaded: LoadedExperiment

  init(_ loaded: LoadedExperiment) { self.loaded = loaded }

  private var summary: ExperimentSummary { loaded.summary }

  var text: String {
    let numbers = summary.numbers
    var table = TextTable(["configuration", "n", summary.metric.title, "sd", "difference", "interval"])
    table.rows = summary.configurations.map { configuration in
      let difference = summary.difference(of: configuration.index)
      return [
        configuration.label + (configuration.optimiserFailed == nil ? "" : " (did not train)"),
        String(configuration.values.count), configuration.mean.map { numbers.value($0.estimate) } ?? "",
        configuration.standardDeviation.map { numbers.size($0) } ?? "",
        difference?.interval.map { numbers.difference($0.estimate) } ?? "",
        difference?.interval.map { numbers.differenceBounds($0) } ?? "",
      ]
    }
    let sentences = Answer(to: summary).sentences
    return ([summary.question] + sentences + ["", table.text, "", "trials: \(loaded.state)"]).joined(separator: "\n")
  }

  var json: JSONValue {
    .object([
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
    ])
  }

  private func configuration(_ configuration: ConfigurationSummary) -> JSONValue {
    let difference = summary.difference(of: configuration.index)
    return .object([
      ("index", .number(configuration.index)), ("label", .text(configuration.label)),
      ("fields", .object(configuration.fields.map { ($0.path, .text($0.value)) })),
      ("completed", .number(configuration.counts.completed)), ("diverged", .number(configuration.counts.diverged)),
      ("mean", configuration.mean.map { .real($0.estimate) } ?? .null),
      ("standardDeviation", configuration.standardDeviation.map { .real($0) } ?? .null),
      ("baseline", difference.map { .number($0.baseline) } ?? .null),
      ("difference", difference?.interval.map { .real($0.estimate) } ?? .null),
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
