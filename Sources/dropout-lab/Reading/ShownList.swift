import Analysis
import Archive
import Browser
import Experiments
import Specifications

/// Rows of a list for the terminal and for machines.
struct ShownList {
  let list: QueryList
  let columns: [String]
  let glyphs: Glyphs
  /// The curve of a trial, by its row; drawn only where the column is shown.
  var curve: (QueryList.Row) throws -> [Double] = { _ in [] }

  /// Within so many columns of the terminal, if any.
  func text(within width: Int?) throws -> String {
    let words = columns.indices.filter { list.fields.field(columns[$0])?.kind.isOfWords ?? false }
    var table = TextTable(columns, words: Set(words))
    table.rows = try list.rows.map { row in try columns.map { try cell($0, of: row) } }
    return table.text(within: width)
  }

  private func cell(_ name: String, of row: QueryList.Row) throws -> String {
    let value = row.value(name)
    if name == "curve" { return glyphs.sparkline(try numbers(row)) }
    if name == "starred" { return value == .text("yes") ? "★" : "" }
    guard case .number(let number) = value else { return value.plain.visible }
    if let measure = MeasureName(name) { return Self.text(number, measure.metric) }
    switch name {
    case "trials": return row.value("state").plain
    case "claims": return number == 0 ? "" : Self.claims(row)
    case "size": return SizeText(Int(number)).description
    case "cpu", "seconds": return "\(DurationText(number))"
    case "best": return Self.best(number, measure: row.value("measure").plain)
    default: return value.plain
    }
  }

  /// How many of its claims hold; a look gives no verdict on any.
  private static func claims(_ row: QueryList.Row) -> String {
    let all = row.value("claims").plain
    return row.value("verdict") == .words([Verdict.noVerdict.word])
      ? "\(all) without verdict" : "\(row.value("reproduced").plain) of \(all) reproduced"
  }

  private func numbers(_ row: QueryList.Row) throws -> [Double] {
    if case .words(let words) = row.value("curve") { return words.compactMap { Double($0) } }
    return try curve(row)
  }

  private static func text(_ number: Double, _ metric: Metric) -> String {
    MetricText(metric: metric, intervals: [], values: [number]).value(number)
  }

  private static func best(_ number: Double, measure: String) -> String {
    let name = measure.split(separator: " ", maxSplits: 1).last.map(String.init) ?? measure
    let metric = Metric.allCases.first { $0.title == name }
    return metric.map { text(number, $0) } ?? NumberText.significant(number)
  }

  /// One object per row with the columns as keys; numbers as they are stored.
  func json() throws -> [JSONValue] { try list.rows.map { row in try row.json(columns) { try numbers(row) } } }
}
