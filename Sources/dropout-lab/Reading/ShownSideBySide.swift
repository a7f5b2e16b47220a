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
    let text = MetricText(metric: measure.metric, intervals: known.compactMap(\.interval), values: known.map(\.mean))
    let fields = comparison.differing
    var table = TextTable(
      ["side", "\(measure.split.title) \(measure.metric.title)", "difference", "interval", "n"]
        + fields.map(\.shortPath))
    table.rows = comparison.arms.indices.map { place in
      let cell = place < cells.count ? cells[place] : nil
      return [
        comparison.arms[place].name, cell.map { text.value($0.mean) } ?? "",
        cell?.difference.map { text.difference($0) } ?? "", cell?.interval.map { text.differenceBounds($0) } ?? "",
        cell.map { "\($0.n)" } ?? "",
      ] + fields.map { $0.values[place] ?? "default" }
    }
    let agreeing = "\(comparison.agreeing.count) fields agree; differences are to \(comparison.arms.first?.name ?? "")"
    return table.text(within: columns) + "\n\n" + agreeing
  }

  var json: JSONValue { comparison.json }
}
