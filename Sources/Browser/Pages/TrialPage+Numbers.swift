import Analysis
import Archive
import Experiments
import NeuralNets

// MARK: - Curves

extension TrialPage {
  /// The curves of the leading measure and of the loss, over all splits.
  var charts: HTML {
    let drawn = Metric.drawn.compactMap { metric in chart(of: metric) }
    return drawn.isEmpty ? .nothing : "<div class=\"charts\">\(drawn)</div>\n"
  }

  private func chart(of metric: Metric) -> HTML? {
    let lines = Split.allCases.enumerated().compactMap { style, split -> LineChart.Line? in
      let points = dossier.trial.outcome.metrics.filter {
        $0.metric == metric && $0.split == split && $0.layer.isEmpty && $0.value.isFinite
      }
      return points.isEmpty
        ? nil : LineChart.Line(name: split.title, points: points.map { ($0.epoch, $0.value) }, style: style)
    }
    guard lines.contains(where: { $0.points.count > 1 }) else { return nil }
    let chart = LineChart(metric: metric, lines: lines)
    return """
      <figure>\(chart.svg)<figcaption><b>\(metric.title.capitalizedFirst)</b> by epoch\(chart.legend)</figcaption></figure>
      """
  }
}

// MARK: - Numbers after the last epoch

extension TrialPage {
  /// Every measure at its last epoch, one column per split.
  var numbers: HTML {
    let rows = finals.filter { !Self.audited.contains($0.metric) }
    guard !rows.isEmpty else { return .nothing }
    let last = dossier.trial.outcome.metrics.map(\.epoch).max() ?? 0
    let table = SiteTable(
      name: "Numbers after epoch \(last)", caption: "Measures after epoch \(last).",
      columns: [.init("Measure")] + Split.allCases.map { .init($0.title) },
      rows: rows.map { row in
        SiteTable.Row(
          cells: [SiteTable.Cell(text: row.metric.title + (row.layer.isEmpty ? "" : " of \(row.layer)"))]
            + Split.allCases.map { split in
              row.values[split].map { SiteTable.Cell(text: Self.text($0, of: row.metric)) } ?? .nothing
            })
      }, isSortable: false)
    return "<section>\n<h2>Numbers</h2>\n\(table.html)</section>\n"
  }

  private static func text(_ value: Double, of metric: Metric) -> String {
    guard value.isFinite else { return value.state.rawValue }
    return MetricText(metric: metric, intervals: [], values: [value]).value(value)
  }

  private struct Final {
    let metric: Metric
    let layer: String
    var values: [Split: Double]
  }

  /// In the order of the measures' declaration, then of the network.
  private var finals: [Final] {
    var found: [Final] = []
    var place = 0
    for metric in dossier.trial.outcome.metrics {
      func fits(_ final: Final) -> Bool { final.metric == metric.metric && final.layer == metric.layer }
      // Epochs come with the same measures in the same order, so the next is mostly where it is expected.
      if place < found.count, fits(found[place]) {
      } else if let known = found.firstIndex(where: fits) {
        place = known
      } else {
        place = found.count
        found.append(Final(metric: metric.metric, layer: metric.layer, values: [:]))
      }
      found[place].values[metric.split] = metric.value
      place = (place + 1) % found.count
    }
    let order = Metric.allCases
    return found.enumerated().sorted {
      let ranks = [$0, $1].map { order.firstIndex(of: $0.element.metric) ?? 0 }
      return (ranks[0], $0.offset) < (ranks[1], $1.offset)
    }.map(\.element)
  }

  private static let audited: Set<Metric> = [.dropFraction, .noiseMean, .noiseVariance]

  /// What the masks and factors of every site really were in the last epoch, and what theory expects.
  var audit: HTML {
    let known = finals.filter { Self.audited.contains($0.metric) }
    var sites: [String] = []
    for final in known where !sites.contains(final.layer) { sites.append(final.layer) }
    guard !sites.isEmpty else { return .nothing }
    func cell(
      _ site: String, _ metric: Metric, _ places: Int, _ expected: Double?, _ factor: Double = 1
    ) -> SiteTable.Cell {
      let found = known.first { $0.metric == metric && $0.layer == site }?.values[.training]
      guard let found else { return .nothing }
      let texts = [found, expected].compactMap { $0 }.map { NumberText.fixed($0 * factor, places: places) }
      return SiteTable.Cell(text: texts[0] + texts.dropFirst().map { " (\($0))" }.joined())
    }
    let table = SiteTable(
      name: "Audit of the noise",
      caption: "The factors of every site in the last epoch of training; in brackets what theory expects.",
      columns: [.init("Site"), .init("Dropped (%)"), .init("Mean"), .init("Variance")],
      rows: sites.map { site in
        let law = dossier.expectedNoise?[site]
        return SiteTable.Row(cells: [
          SiteTable.Cell(text: site), cell(site, .dropFraction, 2, law?.dropFraction, 100),
          cell(site, .noiseMean, 4, law?.mean), cell(site, .noiseVariance, 4, law?.variance),
        ])
      }, isSortable: false)
    return "<section>\n<h2>Mask audit</h2>\n\(table.html)</section>\n"
  }
}

// MARK: - Inference and probes

extension TrialPage {
  var answers: HTML { "\(inference)\(probes)" }

  private var inference: HTML {
    guard !dossier.inference.isEmpty else { return .nothing }
    let metrics = InferenceMetric.allCases.filter { metric in dossier.inference.contains { $0.last(metric) != nil } }
    let table = SiteTable(
      name: "Inference", caption: "What the trained network answered, mode by mode, after all samples.",
      columns: [.init("Mode"), .init("Split", words: true), .init("Samples")] + metrics.map { .init($0.title) },
      rows: dossier.inference.map { record in
        SiteTable.Row(
          cells: [
            SiteTable.Cell(text: record.request.words), SiteTable.Cell(text: record.request.split.rawValue),
            SiteTable.Cell("\(record.values.last?.samples ?? 0)"),
          ]
            + metrics.map { metric in
              record.last(metric).map { SiteTable.Cell(text: NumberText.significant($0, digits: 4)) } ?? .nothing
            })
      }, isSortable: false)
    return "<section>\n<h2>Inference</h2>\n\(table.html)</section>\n"
  }

  private var probes: HTML {
    guard !dossier.probes.isEmpty else { return .nothing }
    let rows = dossier.probes.flatMap { record in
      record.values.filter { $0.address.at == nil }.map { found in
        SiteTable.Row(cells: [
          SiteTable.Cell(text: record.request.key), SiteTable.Cell(text: found.address.layer),
          SiteTable.Cell(text: found.address.statistic.rawValue),
          SiteTable.Cell(text: NumberText.significant(found.value, digits: 4)),
        ])
      }
    }
    let table = SiteTable(
      name: "Probes", caption: "What was measured in the trained network; curves are in the exports.",
      columns: [.init("Probe"), .init("Layer", words: true), .init("Statistic", words: true), .init("Value")],
      rows: rows, isSortable: false)
    return "<section>\n<h2>Probes</h2>\n\(table.html)</section>\n"
  }
}
