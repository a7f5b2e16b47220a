import Analysis
import Experiments
import Plotting

extension PlotRecipe {
  /// The rate that each site has learned over the epochs, one panel per configuration.
  package static let learnedRates = PlotRecipe(
    "learned-rate-by-site", "The rate that each site has learned over the epochs, one panel per configuration.",
    formula: "q; of Gaussian noise of variance α, α / (1 + α)",
    source: "Kingma, Salimans & Welling 2015; Gal, Hron & Kendall 2017"
  ) { source throws(PictureError) in
    guard let plot = LearnedRates(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws the learned rates as small multiples, one line per site.
struct LearnedRates {
  let source: PlotSource
  private let all: [ConfigurationSummary]
  private var shown: [ConfigurationSummary] { Array(all.prefix(PlotSource.mostPanels)) }
  /// Every site that learns a rate, from the input up, so that a site looks the same in all panels.
  private let sites: [String]

  /// Returns nil when no configuration has learned a rate.
  init?(source: PlotSource) {
    all = source.trained.filter { !Self.curves($0).isEmpty }
    guard !all.isEmpty else { return nil }
    sites = all.flatMap { Self.curves($0).map(\.layer) }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    self.source = source
  }

  private static func curves(_ configuration: ConfigurationSummary) -> [Curve] {
    configuration.curves.filter { $0.metric == .learnedRate && $0.split == .training }
  }

  func drawn() throws(PictureError) -> ReportFigure {
    let figure = Figure(
      x: Axis("Epoch", including: [0], wholeTicks: true), y: Axis("Learned rate", including: [0]),
      panels: shown.map { Panel(title: $0.label, layers: layers($0)) }, key: key)
    return try source.finish("learned-rate-by-site", figure, caption: caption, alternative: alternative, data: table)
  }

  private func style(_ site: String) -> SeriesStyle { SeriesStyle(sites.firstIndex(of: site) ?? 0) }

  private func layers(_ configuration: ConfigurationSummary) -> [Layer] {
    Self.curves(configuration).flatMap { curve -> [Layer] in
      let style = style(curve.layer)
      let spans = curve.points.map { point in
        let low = min(max(0, point.low), 1)
        return Span(at: Double(point.epoch), low: low, high: max(low, min(1, point.high)))
      }
      let points = curve.points.map { Point(Double($0.epoch), $0.mean) }
      return [.band(spans, style), .line(points, style, marked: points.count <= 12)]
    }
  }

  private var key: [KeyEntry] {
    sites.map { KeyEntry(.line(style($0), marked: false), $0) }
      + [KeyEntry(.band(SeriesStyle.quiet), "\(source.level) t interval of the mean")]
  }

  private var caption: String {
    "The probability of dropping that each site has learned, over the epochs, one panel per configuration with the same "
      + "axes; α of Gaussian noise is shown as the rate α / (1 + α) of the same variance, its mean where every unit has its "
      + "own. Lines are means over \(source.replicates), bands \(source.level) Student t intervals of the mean at each epoch."
      + source.cut(shown.count, of: all.count)
  }

  private var alternative: String {
    let ends = shown.map { configuration in
      let rates = Self.curves(configuration).compactMap { curve in
        curve.points.last.map { "\(curve.layer) \(text($0.mean))" }
      }
      return "\(configuration.label): \(rates.joined(separator: ", "))"
    }
    return "Lines of the learned rate over the epochs, one per site; at the end \(ends.joined(separator: "; "))."
  }

  private func text(_ rate: Double) -> String { NumberText.fixed(rate, places: 3) }

  private var table: DataTable {
    let rows = all.flatMap { configuration in
      Self.curves(configuration).flatMap { curve in curve.points.map { (configuration.label, curve.layer, $0) } }
    }
    return DataTable(
      name: "Learned rates", caption: "The numbers of the figure.",
      columns: [
        .init("Configuration"), .init("Site", holdsWords: true), .init("Epoch"), .init("Mean"),
        .init("\(source.level) interval"), .init("n"),
      ],
      rows: rows.map { label, site, point in
        DataTable.Row(
          label,
          cells: [
            site, "\(point.epoch)", text(point.mean),
            point.n < 2 ? SummaryTables.nothing : "\(text(point.low)) to \(text(point.high))", "\(point.n)",
          ])
      })
  }
}
