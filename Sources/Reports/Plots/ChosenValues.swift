import Analysis
import Experiments
import Plotting
import Specifications

extension PlotRecipe {
  /// The tuned value, such as the learning rate, that each configuration got: against the rate, or in rows.
  package static let chosenValues = PlotRecipe(
    "chosen-values",
    "The tuned value, such as the learning rate, that each configuration got: against the rate, or in rows.",
    formula: "argmin over the candidates of the mean validation score over the tuning seeds"
  ) { source throws(PictureError) in
    guard let plot = ChosenValues(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws the chosen candidates among all that were tried.
struct ChosenValues {
  let source: PlotSource
  let path: String
  let title: String
  let candidates: [String]

  /// Returns nil when nothing was tuned.
  init?(source: PlotSource) {
    let tuned = source.summary.configurations.compactMap(\.tuned.first)
    guard let first = tuned.first else { return nil }
    self.source = source
    path = first.path
    title = first.title
    let all = tuned.flatMap { $0.candidates.map(\.value) + [$0.chosen] }
    let different = all.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let numbers = different.compactMap { Double($0) }
    candidates =
      numbers.count == different.count
      ? different.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) } : different
  }

  func drawn() throws(PictureError) -> ReportFigure {
    let figure =
      RateAxis(of: source.summary).map(byRate) ?? byConfiguration
    let name = title.replacing(" ", with: "-")
    return try source.finish(
      "chosen-\(name)", figure, caption: caption, alternative: alternative, data: table)
  }

  private func place(of configuration: ConfigurationSummary) -> Double? {
    guard let tuned = configuration.tuned.first(where: { $0.path == path }) else { return nil }
    return candidates.firstIndex(of: tuned.chosen).map(Double.init)
  }

  /// Candidates are equally far apart, the largest on top; arms are moved apart within a candidate's row.
  private func byRate(_ axis: RateAxis) -> Figure {
    let top = Double(candidates.count - 1)
    let layers = axis.arms.enumerated().flatMap { index, arm -> [Layer] in
      let lift = (Double(index) - Double(axis.arms.count - 1) / 2) * min(0.16, 0.6 / Double(axis.arms.count))
      let points = arm.points.compactMap { point in
        place(of: point.configuration).map { Point(point.rate.dropping, top - $0 + lift) }
      }
      return [.line(points, SeriesStyle(index), name: arm.name.isEmpty ? nil : arm.name)]
    }
    return Figure(
      x: Axis(axis.title, opposite: OppositeAxis(complement: RateAxis.retentionTitle)),
      y: Axis("Chosen \(title)", scale: .categories(candidates.reversed())), panels: [Panel(layers: layers)],
      panelHeight: max(150, Double(candidates.count) * 46))
  }

  private var byConfiguration: Figure {
    let configurations = Array(source.summary.configurations.prefix(PlotSource.mostRows))
    let points = configurations.enumerated().compactMap { row, configuration in
      place(of: configuration).map { Point($0, Double(row)) }
    }
    return Figure(
      x: Axis("Chosen \(title)", scale: .categories(candidates)),
      y: Axis("", scale: .categories(configurations.map(\.label))),
      panels: [Panel(layers: [.points(points, SeriesStyle(0))])])
  }

  private var edges: Int {
    source.summary.configurations.count { $0.tuned.contains { $0.path == path && $0.atEdge } }
  }

  private var caption: String {
    var text = "The \(title) chosen for each configuration among \(candidates.joined(separator: ", "))"
    if let tuning = source.summary.tuning {
      let seeds = tuning.seeds.count
      text += " by the mean \(tuning.split.title) \(tuning.metric.title) over \(seeds) tuning "
      text += seeds == 1 ? "replicate" : "replicates"
    }
    text += ". Every configuration had the same budget."
    if (RateAxis(of: source.summary)?.arms.count ?? 0) > 1 {
      text += " Arms are moved up and down a little so that none hides another."
    }
    let count = source.summary.configurations.count
    if RateAxis(of: source.summary) == nil { text += source.cut(min(count, PlotSource.mostRows), of: count) }
    guard edges > 0 else { return text }
    return text + " \(edges) of \(count) chose the first or last candidate: their best "
      + "value may lie beyond."
  }

  private var alternative: String {
    let counts = candidates.map { candidate in
      let count = source.summary.configurations.count {
        $0.tuned.contains { $0.path == path && $0.chosen == candidate }
      }
      return "\(candidate) by \(count)"
    }
    return "Plot of the chosen \(title) of \(source.summary.configurations.count) configurations: "
      + counts.joined(separator: ", ") + "."
  }

  private var table: DataTable {
    let metric = source.summary.tuning?.metric ?? source.summary.metric.name
    let tuned = source.summary.configurations.map { configuration in
      (configuration, configuration.tuned.first { $0.path == path })
    }
    let scores = tuned.flatMap { $0.1?.candidates.compactMap(\.score) ?? [] }
    let text = MetricText(metric: metric, intervals: [], values: scores)
    return DataTable(
      name: "Chosen \(title)", caption: "The chosen value and the score of every candidate\(text.unit).",
      columns: [.init("Configuration"), .init("Chosen")] + candidates.map { .init($0) },
      rows: tuned.map { configuration, tuned in
        DataTable.Row(
          configuration.label,
          cells: [tuned?.chosen ?? SummaryTables.nothing]
            + candidates.map { candidate in
              tuned?.candidates.first { $0.value == candidate }?.score.map(text.number) ?? SummaryTables.nothing
            })
      })
  }
}
