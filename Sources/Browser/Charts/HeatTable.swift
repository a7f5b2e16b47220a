import Analysis
import Experiments

/// A grid of two fields as a table: the number in every cell, its tint by rank of size.
package struct HeatTable {
  package let rowTitle: String
  package let columnTitle: String
  package let rows: [String]
  package let columns: [String]
  /// By row and column; nil where nothing was measured.
  package let values: [[Double?]]
  let metric: Metric
  let title: String

  /// Finds the grid if exactly two fields differ and every pair of values occurs at most once.
  package init?(_ fields: [AlignedField], values: [Double?], metric: Metric, title: String) {
    guard fields.count == 2 else { return nil }
    let (first, second) = (Self.levels(fields[0]), Self.levels(fields[1]))
    guard first.count > 1, second.count > 1, first.count * second.count <= 400 else { return nil }
    var grid = [[Double?]](repeating: [Double?](repeating: nil, count: second.count), count: first.count)
    var seen: Set<[Int]> = []
    for place in values.indices {
      guard let row = first.firstIndex(of: fields[0].words[place]),
        let column = second.firstIndex(of: fields[1].words[place]),
        seen.insert([row, column]).inserted
      else { return nil }
      grid[row][column] = values[place]
    }
    (rowTitle, columnTitle, rows, columns) = (fields[0].path, fields[1].path, first, second)
    (self.values, self.metric, self.title) = (grid, metric, title)
  }

  /// The values of a field: numbers ascending, words as they come.
  static func levels(_ field: AlignedField) -> [String] {
    var seen: Set<String> = []
    let found = field.words.filter { seen.insert($0).inserted }
    return found.allSatisfy { Double($0) != nil } ? found.sorted { (Double($0) ?? 0) < (Double($1) ?? 0) } : found
  }

  var html: HTML {
    let known = values.flatMap { $0 }.compactMap { $0 }
    let text = MetricText(metric: metric, intervals: [], values: known)
    let heads = columns.map { column -> HTML in "<th scope=\"col\">\(column)</th>" }
    let body = rows.indices.map { row -> HTML in
      let cells = values[row].map { value -> HTML in
        guard let value else { return "<td><span class=\"none\">–</span></td>" }
        return "<td class=\"h\(Self.tint(value, among: known))\">\(text.number(value, beside: known))</td>"
      }
      return "<tr><th scope=\"row\">\(rows[row])</th>\(cells)</tr>\n"
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(title) by \(rowTitle) and \(columnTitle)">
      <table class="heat"><caption><span>\(title.capitalizedFirst)\(text.columnUnit.map { " (\($0))" } ?? ""): rows by <code>\(rowTitle)</code>, columns by <code>\(columnTitle)</code>; the stronger the tint, the larger.</span></caption>
      <thead><tr><td></td>\(heads)</tr></thead><tbody>\(body)</tbody></table>
      </div>

      """
  }

  /// A fifth of the range, from 0 to 4.
  private static func tint(_ value: Double, among known: [Double]) -> Int {
    guard let low = known.min(), let high = known.max(), high > low else { return 0 }
    // Halves, whose difference is always finite.
    return min(4, Int((value / 2 - low / 2) / (high / 2 - low / 2) * 5))
  }
}
