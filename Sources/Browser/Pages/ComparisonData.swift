import Analysis
import Archive
import Experiments
import Statistics

/// The numbers of an experiment's configurations, compact, for a script that compares what a reader chooses.
struct ComparisonData {
  let name: String
  let summary: ExperimentSummary
  /// Whether there are curves of its single trials beside it, and so room for the measures of layers, too.
  private let hasRuns: Bool
  /// The seed of its replicates.
  private let seed: String
  /// The seeds of imported runs by replicate.
  private let seeds: [Int]?
  private let metrics: [FinalMetric]

  init(_ loaded: LoadedExperiment, hasRuns: Bool) {
    (name, summary, seed) = (loaded.archived.name, loaded.summary, loaded.seed)
    seeds = loaded.seeds
    self.hasRuns = hasRuns
    var seen: Set<String> = []
    let found = summary.configurations.flatMap(\.finals).filter { final in
      (hasRuns || final.metric.isOfNetwork && final.layer.isEmpty) && seen.insert(Self.id(final)).inserted
    }
    // What is asked of the whole network stands first.
    metrics = found.filter(\.metric.isOfNetwork) + found.filter { !$0.metric.isOfNetwork }
  }

  /// `{name, runs, metric, metrics: [[id, title, isShare]], t: […], common: {path: value}, configurations: […]}`, with
  /// `seeds: […]` by replicate where runs were imported.
  var value: ScriptValue {
    let fields = summary.configurations.map { configuration in
      configuration.spec.node.beside(seed: seed).flattened()
    }
    let common = Self.common(fields.map { Set($0) })
    return .object(
      [
        ("name", .text(name)), ("runs", .number(hasRuns ? 1 : 0)),
        ("metric", .text(Self.id(summary.metric.split, summary.metric.name))),
        (
          "metrics",
          .list(
            metrics.map {
              .list([
                .text(Self.id($0)), .text(Self.title($0)),
                .number($0.metric.isShare ? 1 : 0),
              ])
            })
        ),
        ("t", .list(quantiles.map { .number($0) })),
        ("common", Self.object(common.sorted { $0.path < $1.path })),
        (
          "configurations",
          .list(zip(summary.configurations, fields).map { configuration($0, own: $1.filter { !common.contains($0) }) })
        ),
      ] + (seeds.map { [("seeds", .list($0.map { .number(Double($0)) }))] } ?? []))
  }

  private static func id(_ final: FinalMetric) -> String {
    id(final.split, final.metric) + (final.layer.isEmpty ? "" : ".\(final.layer)")
  }

  private static func title(_ final: FinalMetric) -> String {
    "\(final.split.title) \(final.metric.title)" + (final.layer.isEmpty ? "" : " of \(final.layer)")
  }

  private static func id(_ split: Split, _ metric: Metric) -> String { MeasureName(split, metric).name }

  private static func object(_ fields: [ConfigurationField]) -> ScriptValue {
    .object(fields.map { ($0.path, .text($0.value)) })
  }

  private static func common(_ fields: [Set<ConfigurationField>]) -> Set<ConfigurationField> {
    fields.dropFirst().reduce(fields.first ?? []) { $0.intersection($1) }
  }

  /// The factor of an interval of level .95 by degrees of freedom, from 1.
  private var quantiles: [Double] {
    let most = summary.configurations.flatMap { $0.finals.map(\.values.count) }.max() ?? 0
    return most < 2 ? [] : (1..<most).map { StudentT(degreesOfFreedom: Double($0)).quantile(0.975) }
  }

  private func configuration(_ configuration: ConfigurationSummary, own: [ConfigurationField]) -> ScriptValue {
    let lack = configuration.lack.map { [("lack", ScriptValue.text($0))] } ?? []
    return .object(
      [
        ("label", .text(configuration.label)), ("fields", Self.object(own)),
        (
          "trials",
          .list(configuration.trialsByReplicate.map { $0.map { .text(String($0.hex.prefix(16))) } ?? .nothing })
        ),
        ("values", .object(metrics.compactMap { values($0, of: configuration) })),
        (
          "curves",
          .object(
            metrics.filter { Metric.drawn.contains($0.metric) && $0.layer.isEmpty }.compactMap {
              curve($0, of: configuration)
            })
        ),
      ] + lack + (configuration.optimiserFailed == nil ? [] : [("failed", .number(1))]))
  }

  /// Pairs of replicate and value.
  private func values(_ metric: FinalMetric, of configuration: ConfigurationSummary) -> (String, ScriptValue)? {
    configuration.final(metric.metric, on: metric.split, layer: metric.layer).map { final in
      (
        Self.id(metric),
        .list(final.values.map { .list([.number(Double($0.replicate)), .number(Self.rounded($0.value))]) })
      )
    }
  }

  /// Pairs of epoch and mean of a measure that is drawn over epochs; a curve of one point is none.
  private func curve(_ metric: FinalMetric, of configuration: ConfigurationSummary) -> (String, ScriptValue)? {
    guard let curve = configuration.curve(metric.metric, on: metric.split), curve.points.count > 1 else { return nil }
    return (
      Self.id(metric.split, metric.metric),
      .list(curve.points.map { .list([.number(Double($0.epoch)), .number(Self.rounded($0.mean))]) })
    )
  }

  /// To about seven digits: what a drawing and a table show of it, in half the bytes.
  private static func rounded(_ value: Double) -> Double { Double("\(Float(value))") ?? value }
}
