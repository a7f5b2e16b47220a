import Analysis
import Browser
import Experiments
import Specifications
import Statistics

/// Several sides of a comparison for the terminal and for machines.
struct ShownSideBySide {
  let comparison: SideBySide
  let measure: MeasureName

  init(_ comparison: SideBySide, measure: MeasureName) { (self.comparison, self.measure) = (comparison, measure) }

  /// One line per side where there are more than a plot can tell apart.
  private func drawing(of arm: ComparedArm, _ glyphs: Glyphs) -> String {
    let splits = [measure.split, .validation, .test, .training]
    let curve = splits.lazy.compactMap { arm.curve(measure.metric, on: $0) }.first { $0.points.count > 1 }
    return glyphs.sparkline(curve?.points.map(\.mean) ?? [])
  }

  /// The means as a grid, where exactly two fields differ; nil elsewhere.
  private func grid(_ text: MetricText) -> TextTable? {
    let means = comparison.arms.indices.map { place in aligned?.cells[place]?.mean }
    guard
      let found = HeatTable(
        comparison.differing, values: means, metric: measure.metric, title: measure.metric.title)
    else { return nil }
    let known = means.compactMap { $0 }
    return TextTable(
      ["\(found.rowTitle) \\ \(found.columnTitle)"] + found.columns,
      rows: zip(found.rows, found.values).map { row, values in
        [row] + values.map { $0.map { text.number($0, beside: known) + text.unit } ?? "–" }
      })
  }

  private var aligned: AlignedMetric? { comparison.metric(measure.metric, on: measure.split) }

  /// Within so many columns of the terminal, if any.
  func text(within columns: Int?, glyphs: Glyphs) -> String {
    let isDrawn = comparison.arms.count > TerminalPlot.mostLines
    let cells = aligned?.cells ?? []
    let known = cells.compactMap { $0 }
    let means = known.map(\.mean)
    let text = MetricText(metric: measure.metric, intervals: known.compactMap(\.interval), values: means)
    let fields = comparison.differing
    let heads = (
      fields: fields.map(\.shortPath),
      numbers: ["\(measure.split.title) \(measure.metric.title)", "difference", "interval", "n"]
        + (isDrawn ? ["curve"] : [])
    )
    let rows = comparison.arms.indices.map { place -> (side: String, fields: [String], numbers: [String]) in
      let cell = place < cells.count ? cells[place] : nil
      let numbers = [
        cell.map { text.number($0.mean, beside: means) + text.unit } ?? "", cell.flatMap { text.difference($0) } ?? "",
        cell?.interval.map { text.differenceBounds($0) } ?? "", cell.map { "\($0.n)" } ?? "",
      ]
      let arm = comparison.arms[place]
      let curve = isDrawn ? [drawing(of: arm, glyphs)] : []
      return (
        arm.name + (arm.lack.map { " (\($0))" } ?? ""), fields.map { $0.words[place] }, numbers + curve
      )
    }
    let whole = TextTable(
      ["side"] + heads.fields + heads.numbers, rows: rows.map { [$0.side] + $0.fields + $0.numbers })
    let agreeing =
      "\(Self.agreement(comparison.agreeing.count)); differences are to \(comparison.arms.first?.name ?? ""); "
      + ([comparison.valuesTitle] + (aligned.map { comparison.warnings(of: $0) } ?? [])).joined(separator: "; ")
    let overview = grid(text)
    guard let columns, whole.width > columns else {
      return [whole.text, overview?.text(within: columns), agreeing].compactMap { $0 }.joined(separator: "\n\n")
    }
    // Numbers must not fall out on the right of many fields.
    let parts = [
      fields.isEmpty ? nil : TextTable(["side"] + heads.fields, rows: rows.map { [$0.side] + $0.fields }),
      TextTable(["side"] + heads.numbers, rows: rows.map { [$0.side] + $0.numbers }),
    ]
    return ((parts + [overview]).compactMap { $0?.text(within: columns) } + [agreeing]).joined(separator: "\n\n")
  }

  /// How many fields agree, in words.
  static func agreement(_ count: Int) -> String { count.counted("field") + (count == 1 ? " agrees" : " agree") }

  var json: JSONValue { comparison.json }
}
