import Analysis
import Experiments
import Foundation

/// The curves of an experiment's single trials, compact, for a script that draws chosen ones over each other.
struct RunCurves {
  private let name: String
  private let configurations: [ConfigurationSummary]
  private let outcomes: [TrialID: TrialOutcome]
  private let measures: [MeasureName]
  /// The epochs at which any trial was measured, by measure.
  private let epochs: [MeasureName: [Int]]

  /// An experiment of more trials has none in a site, where they would take too much room.
  static let most = 200

  init(_ name: String, _ summary: ExperimentSummary, _ outcomes: [TrialID: TrialOutcome]) {
    (self.name, configurations, self.outcomes) = (name, summary.configurations, outcomes)
    var found: [MeasureName: Set<Int>] = [:]
    for metric in outcomes.values.flatMap(\.metrics) where Self.isDrawn(metric) {
      found[MeasureName(metric.split, metric.metric), default: []].insert(metric.epoch)
    }
    epochs = found.filter { $0.value.count > 1 }.mapValues { $0.sorted() }
    measures = epochs.keys.sorted { $0.name < $1.name }
  }

  /// `{name, epochs: {id: […]}, curves: […]}`, by configuration and replicate `{id: [value, …]}`, one value per epoch.
  var value: ScriptValue {
    .object([
      ("name", .text(name)),
      ("epochs", .object(measures.map { ($0.name, .list((epochs[$0] ?? []).map { .number(Double($0)) })) })),
      ("curves", .list(configurations.map { .list($0.trialsByReplicate.map(curves)) })),
    ])
  }

  private static func isDrawn(_ metric: EpochMetric) -> Bool {
    metric.layer.isEmpty && Metric.drawn.contains(metric.metric) && metric.value.isFinite
  }

  private func curves(of trial: TrialID?) -> ScriptValue {
    let metrics = trial.flatMap { outcomes[$0] }?.metrics.filter(Self.isDrawn) ?? []
    let values = Dictionary(grouping: metrics) { MeasureName($0.split, $0.metric) }
    return .object(
      measures.compactMap { measure in
        guard let own = values[measure], own.count > 1 else { return nil }
        let known = Dictionary(own.map { ($0.epoch, $0.value) }) { $1 }
        let all = (epochs[measure] ?? []).map { epoch in
          known[epoch].map { ScriptValue.number(Self.rounded($0)) } ?? .nothing
        }
        return (measure.name, .list(all))
      })
  }

  /// To four digits: as much as a drawing shows.
  private static func rounded(_ value: Double) -> Double { Double(String(format: "%.4g", value)) ?? value }
}

extension ConfigurationSummary {
  /// The trials of which something was measured, each at the place of its replicate.
  var trialsByReplicate: [TrialID?] {
    let known = Dictionary(finals.flatMap(\.values).map { ($0.replicate, $0.trial) }) { first, _ in first }
    return known.keys.max().map { last in (0...last).map { known[$0] } } ?? []
  }
}
