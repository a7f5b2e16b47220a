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

  private var aligned: AlignedMetric? { comparison.metric(measure.metric, on: measure.split) }

  func text(within columns: Int?) -> String {
    let cells = aligned?.cells ?? []
    let known = cells.compactMap { $0 }
    let means = known.map(\.mean)
    let text = MetricText(metric: measure.metric, intervals: known.compactMap(\.interval), values: means)
    let fields = comparison.differing
    let heads = (
      fields: fields.map(\.shortPath),
      numbers: ["\(measure.split.title) \(measure.metric.title)", "difference", "interval", "n"]
    )
    let rows = comparison.arms.indices.map { place -> (side: String, fields: [String], numbers: [String]) in
      let cell = place < cells.count ? cells[place] : nil
      let numbers = [
        cell.map { text.number($0.mean, beside: means) + text.unit } ?? "", cell.flatMap { text.difference($0) } ?? "",
        cell?.interval.map { text.differenceBounds($0) } ?? "", cell.map { "\($0.n)" } ?? "",
      ]
      let arm = comparison.arms[place]
      return (
        arm.name + (arm.lack.map { " (\($0))" } ?? ""), fields.map { $0.values[place] ?? "default" }, numbers
      )
    }
    let whole = TextTable(
      ["side"] + heads.fields + heads.numbers, rows: rows.map { [$0.side] + $0.fields + $0.numbers })
    let agreeing =
      "\(Self.agreement(comparison.agreeing.count)); differences are to \(comparison.arms.first?.name ?? ""); "
      + comparison.valuesTitle
    guard let columns, whole.width > columns else { return whole.text + "\n\n" + agreeing }
    // Numbers must not fall out on the right of many fields.
    let parts = [
      fields.isEmpty ? nil : TextTable(["side"] + heads.fields, rows: rows.map { [$0.side] + $0.fields }),
      TextTable(["side"] + heads.numbers, rows: rows.map { [$0.side] + $0.numbers }),
    ]
    return (parts.compactMap { $0?.text(within: columns) } + [agreeing]).joined(separator: "\n\n")
  }

  /// How many fields agree, in words.
  static func agreement(_ count: Int) -> String { count.counted("field") + (count == 1 ? " agrees" : " agree") }

  var json: JSONValue { comparison.json }
}
