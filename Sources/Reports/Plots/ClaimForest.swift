import Analysis
import Experiments
import Plotting
import Statistics

extension PlotRecipe {
  /// The effect of every claim in units of its δ or margin, with interval, published value and verdict.
  package static let claimForest = PlotRecipe(
    ClaimForest.name,
    "The effect of every claim in units of its δ or margin, with interval, published value and verdict.",
    formula:
      "θ̂ / δ with its interval, θ̂ the effect of a claim in the claimed direction, δ its smallest effect or its margin",
    source: "Student 1908"
  ) { source throws(PictureError) in
    guard let plot = ClaimForest(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws claims in rows on one axis, each effect divided by what counts for it.
struct ClaimForest {
  static let name = "claim-forest"

  let source: PlotSource
  private let rows: [Row]
  private let left: Int

  private struct Row {
    let finding: ClaimFinding
    let text: ClaimText
    /// δ or the margin.
    let unit: Double
    let effect: ClaimEffect
    /// In units of `unit`: where an effect does not count, or still counts as none.
    let band: ClosedRange<Double>
  }

  /// Returns nil when no claim has both an effect and a size that counts.
  init?(source: PlotSource) {
    let rows = source.summary.claims.compactMap(Self.row)
    guard !rows.isEmpty else { return nil }
    self.source = source
    self.rows = Array(rows.prefix(PlotSource.mostRows))
    left = source.summary.claims.count - rows.count
  }

  private static func row(_ finding: ClaimFinding) -> Row? {
    let question = finding.claim.question
    guard let effect = finding.effect, effect.shown != nil, let unit = question.delta ?? question.margin, unit > 0
    else { return nil }
    let band: ClosedRange<Double> =
      switch question {
      case .equivalence: -1...1
      case .notWorse: -1...0
      case .difference, .level, .trend, .optimum, .interaction, .allOf, .anyOf: 0...1
      }
    return Row(finding: finding, text: ClaimText(finding), unit: unit, effect: effect, band: band)
  }

  func drawn() throws(PictureError) -> ReportFigure {
    let figure = Figure(
      x: Axis("Effect in units of δ or of the margin", including: [0, 1]),
      y: Axis("", scale: .categories(rows.map { $0.finding.claim.id })),
      panels: [Panel(layers: layers, rowNotes: rows.map { "\($0.text.estimate), \($0.finding.verdict.word)" })],
      key: key)
    return try source.finish(Self.name, figure, caption: caption, alternative: alternative, data: table)
  }

  private var effects: SeriesStyle { SeriesStyle(0) }
  private var published: SeriesStyle { SeriesStyle(1) }

  private var beyond: SeriesStyle { SeriesStyle(color: effects.color, marker: .cross) }

  /// Effects of many times what counts would press all others together.
  private static let reach = AxisReach(limit: AxisReach.most)
  private static func cut(_ value: Double) -> Double { reach.cut(value) }
  private func isBeyond(_ value: Double) -> Bool { Self.reach.isBeyond(value) }

  private var cutsSomething: Bool {
    rows.contains { row in
      let bounds = [row.effect.shown?.low, row.effect.shown?.high, shown(row)].compactMap { $0 }
      return bounds.contains { isBeyond($0 / row.unit) }
    }
  }

  private var layers: [Layer] {
    var layers: [Layer] = rows.enumerated().map { place, row in
      let (low, high) = (Double(place) - 0.38, Double(place) + 0.38)
      return .band(
        [row.band.lowerBound, row.band.upperBound].map { Span(at: $0, low: low, high: high) }, .quiet)
    }
    layers.append(.moment(0, name: "no effect"))
    for (place, row) in rows.enumerated() {
      let at = Double(place)
      if let interval = row.effect.shown {
        let span = Span(at: at, low: Self.cut(interval.low / row.unit), high: Self.cut(interval.high / row.unit))
        layers.append(.intervals([span], effects, values: .horizontal))
      }
      let estimate = row.effect.estimate / row.unit
      layers.append(.points([Point(Self.cut(estimate), at)], isBeyond(estimate) ? beyond : effects))
      if let value = shown(row) {
        layers.append(.points([Point(Self.cut(value / row.unit), at)], published, isHollow: true))
      }
    }
    return layers
  }

  /// The published number, unless it is recalled from memory and tells a direction only.
  private func shown(_ row: Row) -> Double? {
    guard let published = row.finding.claim.published, published.mark != .memory else { return nil }
    return published.value
  }

  private var key: [KeyEntry] {
    [
      KeyEntry(.point(effects, isHollow: false), "effect"), KeyEntry(.interval(effects), "interval"),
      KeyEntry(.band(.quiet), "below δ, or within the margin"),
    ] + (rows.contains { shown($0) != nil } ? [KeyEntry(.point(published, isHollow: true), "published")] : [])
      + (rows.contains { isBeyond($0.effect.estimate / $0.unit) } ? [KeyEntry(.cross(beyond), "beyond the axis")] : [])
  }

  private var caption: String {
    var text =
      "Effects of the claims, positive in the claimed direction, each divided by the smallest effect that counts "
      + "(δ) or by its margin, with Student t intervals of level 1 − α\(hasMargin ? " (against margins 1 − 2α)" : ""). Grey: "
      + "effects smaller than δ; for margins, arms that agree."
    if cutsSomething { text += " What lies beyond ± \(Int(AxisReach.most)) is drawn there; the numbers are below." }
    if left > 0 { text += " \(left) \(left == 1 ? "claim" : "claims") without such a size or effect: see the table." }
    return text
  }

  private var hasMargin: Bool { rows.contains { $0.finding.claim.question.margin != nil } }

  private var alternative: String {
    let words = rows.map { "\($0.finding.claim.id) \($0.text.estimate), \($0.finding.verdict.word)" }
    return "Forest plot in \(rows.count) rows: \(words.joined(separator: "; "))."
  }

  private var table: DataTable {
    DataTable(
      name: "Effects in units of δ or the margin", caption: "The numbers of the figure.",
      columns: [
        .init("Claim"), .init("Effect"), .init("Interval"), .init("Published"), .init("Verdict", holdsWords: true),
      ],
      rows: rows.map { row in
        func scaled(_ value: Double) -> String { NumberText.signed(value / row.unit, places: 2) }
        return DataTable.Row(
          row.finding.claim.id,
          cells: [
            scaled(row.effect.estimate),
            row.effect.shown.map { "\(scaled($0.low)) to \(scaled($0.high))" } ?? SummaryTables.nothing,
            shown(row).map(scaled) ?? SummaryTables.nothing, row.finding.verdict.word,
          ])
      })
  }
}
