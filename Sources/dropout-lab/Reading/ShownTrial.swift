import Analysis
import Archive
import Browser
import Experiments
import Specifications

/// One trial for the terminal and for machines.
struct ShownTrial {
  let trial: ArchivedTrial
  /// Earlier ones that left no outcome.
  let attempts: [Attempt]
  let inference: [InferenceRecord]
  let probes: [ProbeRecord]
  /// The places it has in experiments.
  let places: [VersionedPlace]

  init(
    _ trial: ArchivedTrial, attempts: [Attempt], inference: [InferenceRecord], probes: [ProbeRecord],
    places: [VersionedPlace]
  ) {
    self.trial = trial
    self.places = places
    self.attempts = attempts
    self.inference = inference
    self.probes = probes
  }

  /// Within so many columns of the terminal, with its curves drawn in these signs.
  func text(within columns: Int?, glyphs: Glyphs) -> String {
    let plot = plot(within: columns ?? 80, glyphs: glyphs)
    var lines = ["trial \(trial.id.hex)"] + places.map(Self.words)
    lines += [
      trial.outcome.status.words, "spec: \(trial.spec)", "seed \(trial.seed), replicate \(trial.replicate)", "",
    ]
    if !plot.isEmpty { lines += [plot, ""] }
    lines += numbers(within: columns) + modes + probes.flatMap(Self.lines) + attempts.flatMap(Self.words)
    return (lines + [trial.provenance]).joined(separator: "\n")
  }

  /// Every measure after the last epoch; nothing where none was measured.
  private func numbers(within columns: Int?) -> [String] {
    guard let last = trial.outcome.metrics.map(\.epoch).max() else { return [] }
    var table = TextTable(["metric after epoch \(last)", "layer", "training", "validation", "test"])
    for metric in Metric.allCases {
      let own = trial.outcome.metrics.filter { $0.metric == metric && $0.epoch == last }
      var layers: [String] = []
      for found in own where !layers.contains(found.layer) { layers.append(found.layer) }
      for layer in layers {
        table.rows.append(
          [metric.rawValue, layer]
            + Split.allCases.map { split in
              own.first { $0.split == split && $0.layer == layer }.map { NumberText.significant($0.value, digits: 5) }
                ?? ""
            })
      }
    }
    return [table.text(within: columns), ""]
  }

  static func words(_ place: VersionedPlace) -> String {
    let member = place.membership
    let label = member.label.isEmpty ? "" : " (\(member.label))"
    return "\(place.experimentWords): configuration \(member.configuration)\(label), \(member.repetition)"
  }

  /// The curves of the first leading measure that has any.
  private func plot(within columns: Int, glyphs: Glyphs) -> String {
    for metric in Metric.drawn {
      let lines = Split.allCases.compactMap { split -> (name: String, points: [(epoch: Int, value: Double)])? in
        let points = trial.outcome.metrics.filter { $0.metric == metric && $0.split == split && $0.layer.isEmpty }
        return points.count < 2 ? nil : (split.title, points.map { ($0.epoch, $0.value) })
      }
      if !lines.isEmpty {
        return TerminalPlot(metric: metric, lines: lines, within: columns, glyphs: glyphs).text
      }
    }
    return ""
  }

  /// The last numbers of every mode of inference; nothing where none was asked.
  private var modes: [String] {
    guard !inference.isEmpty else { return [] }
    let metrics = InferenceMetric.allCases.filter { metric in inference.contains { $0.last(metric) != nil } }
    var table = TextTable(["inference", "split", "samples"] + metrics.map(\.rawValue))
    table.rows = inference.map { record in
      [record.request.words, record.request.split.rawValue, "\(record.values.last?.samples ?? 0)"]
        + metrics.map { metric in record.last(metric).map { NumberText.significant($0, digits: 5) } ?? "" }
    }
    return [table.text, ""]
  }

  /// The single numbers of a probe, layer by layer; its curves are for exports.
  private static func lines(_ record: ProbeRecord) -> [String] {
    var table = TextTable(["probe \(record.request.key)", "layer", "value"])
    table.rows = record.values.filter { $0.address.at == nil }.map { found in
      [found.address.statistic.rawValue, found.address.layer, NumberText.significant(found.value, digits: 5)]
    }
    return [table.text, ""]
  }

  static func words(_ attempt: Attempt) -> [String] {
    let took = NumberText.significant(attempt.endedAt - attempt.startedAt, digits: 3)
    return ["attempt \(attempt.state.words) after \(took) s on \(attempt.host): \(attempt.message)"]
      + attempt.log.map { "  \($0)" } + [""]
  }

  var json: JSONValue {
    trial.json(attempts: attempts, inference: inference, probes: probes, places: places)
  }
}
