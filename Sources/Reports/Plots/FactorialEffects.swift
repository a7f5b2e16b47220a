import Analysis
import Experiments
import Plotting
import Statistics

extension PlotRecipe {
  /// Main effects, simple effects and interactions of a full factorial: replicates, mean and interval in rows.
  package static let factorialEffects = PlotRecipe(
    "factorial-effects",
    "Main effects, simple effects and interactions of a full factorial: replicates, mean and interval in rows.",
    formula: "main: m̄(on) − m̄(off); simple: that with all others on; of a pair: ((m₁₁ − m₀₁) − (m₁₀ − m₀₀)) / 2",
    source: "Fisher 1935; Box, Hunter & Hunter 2005, chapter 5"
  ) { source throws(PictureError) in
    guard let factorial = Factorial(of: source.summary) else { return nil }
    return try FactorialEffects(source: source, factorial: factorial).drawn()
  }
}

/// Draws the effects of a factorial in rows.
struct FactorialEffects {
  let source: PlotSource
  let factorial: Factorial

  func drawn() throws(PictureError) -> ReportFigure {
    let unit = source.scale == 100 ? " (points)" : ""
    let figure = Figure(
      x: Axis("Effect on the \(source.summary.metric.title)\(unit)", including: [0]),
      y: Axis("", scale: .categories(factorial.effects.map(title))),
      panels: [Panel(layers: [.moment(0, name: nil)] + layers, rowNotes: factorial.effects.map(note))], key: key)
    return try source.finish(
      "factorial-effects", figure, caption: caption, alternative: alternative, data: table)
  }

  private func title(_ effect: Factorial.Effect) -> String {
    let names = effect.factors.map { factorial.factors[$0].name }.joined(separator: " × ")
    return effect.kind == .simple ? "\(names), the others on" : names
  }

  private var layers: [Layer] {
    let style = SeriesStyle(0)
    return factorial.effects.enumerated().flatMap { row, effect -> [Layer] in
      let at = Double(row)
      let spans = effect.interval.map {
        [Span(at: at, low: $0.low * source.scale, high: $0.high * source.scale)]
      }
      return [
        .replicates(effect.values.map { Point($0.value * source.scale, at) }, style, values: .horizontal),
        .intervals(spans ?? [], style, values: .horizontal), .points([Point(effect.mean * source.scale, at)], style),
      ]
    }
  }

  private func note(_ effect: Factorial.Effect) -> String {
    mean(effect) + (effect.interval.map { " (\(source.numbers.differenceBounds($0)))" } ?? "")
  }

  private func mean(_ effect: Factorial.Effect) -> String {
    effect.interval.map { source.numbers.difference($0) } ?? source.numbers.difference(effect.mean)
  }

  private var key: [KeyEntry] {
    let style = SeriesStyle(0)
    return [
      KeyEntry(.replicate(style), "one replicate"), KeyEntry(.interval(style), "mean, \(source.level) t interval"),
    ]
  }

  private var levels: String {
    factorial.factors.map { "\($0.name) from \($0.low) to \($0.high)" }.joined(separator: "; ")
  }

  private var caption: String {
    "Effects on the \(source.summary.metric.title) of switching one factor on: over all settings of the others (main "
      + "effects)\(factorial.factors.count > 2 ? ", with all others on (simple effects)" : "") and, of pairs, half the "
      + "change that one makes to the effect of the other (interactions\(shared)). Factors: \(levels). Each replicate gives "
      + "one value of each effect; intervals are \(source.level) Student t intervals, one by one."
  }

  /// On which side of 0 interactions show that factors do the same work; empty where neither end of the metric is good.
  private var shared: String {
    let side: String
    switch source.summary.metric.name.direction {
    case .lowerIsBetter: side = "above"
    case .higherIsBetter: side = "below"
    case nil: return ""
    }
    return "; of factors that help, \(side) 0 where they do the same work"
  }

  private var alternative: String {
    let rows = factorial.effects.map { "\(title($0)): \(note($0))" }.joined(separator: "; ")
    return "Dot plot in \(factorial.effects.count) rows with a line at no effect. \(rows)."
  }

  private var table: DataTable {
    let unit = source.scale == 100 ? " (points)" : ""
    return DataTable(
      name: "Effects on the \(source.summary.metric.title)", caption: "The numbers of the figure.",
      columns: [
        .init("Effect"), .init("Mean\(unit)"), .init("\(source.level) interval"), .init("n"),
      ],
      rows: factorial.effects.map { effect in
        DataTable.Row(
          title(effect),
          cells: [
            mean(effect), effect.interval.map(source.numbers.differenceBounds) ?? SummaryTables.nothing,
            "\(effect.values.count)",
          ])
      })
  }
}
