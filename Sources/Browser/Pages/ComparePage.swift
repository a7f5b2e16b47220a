import Analysis
import Experiments
import Reports
import Specifications
import Statistics

/// Configurations or trials side by side: differing fields first, curves, paired differences, overviews.
struct ComparePage {
  let path: String
  let title: String
  let subtitle: HTML
  let comparison: SideBySide
  /// The measure by which the arms are compared.
  let metric: Metric
  let split: Split
  /// The address of each arm's own page, from this page; nil where it has none.
  var links: [String?] = []
  /// What a reader chose, where the page is made for it.
  var choice: ComparisonChoice?
  /// Where other measures can be chosen; nil where the page itself has a form for it.
  var chooser: String?
  /// Whether there is no site around it.
  var isAlone = false

  var arms: [ComparedArm] { comparison.arms }
  var measure: AlignedMetric? { comparison.metric(metric, on: split) }
  var measureTitle: String { "\(split.title) \(metric.title)" }

  var page: SitePage {
    SitePage(
      path: path, title: title,
      description: "\(arms.count) side by side: fields, curves, \(comparison.differencesTitle.lowercased()).",
      hasNavigation: !isAlone,
      body: """
        <header class="title">
        <p class="kind">\(subtitle)</p>
        <h1>\(title)</h1>
        </header>
        <main id="main">
        \(table)\(differences)\(curves)\(overviews)\(metrics)\(agreeing)</main>
        """)
  }

  // MARK: The aligned table

  /// One row per arm: what differs, then the measure, then the difference to the first.
  private var table: HTML {
    let fields = comparison.differing
    let cells = measure?.cells ?? []
    let known = cells.compactMap { $0 }
    let text = MetricText(metric: metric, intervals: known.compactMap(\.interval), values: known.map(\.mean))
    let unit = text.columnUnit.map { " (\($0))" } ?? ""
    let points = metric.isShare ? " (points)" : ""
    let table = SiteTable(
      name: "Side by side",
      caption: """
        Fields that differ stand first; <span class="none">default</span> marks a field that is not written, which is not \
        zero, <span class="none">–</span> one that does not exist there. \(comparison.differencesNote)\(unlike)
        """,
      columns: [.init(comparison.sideTitle.capitalizedFirst)]
        + fields.map { .init($0.shortPath, words: !Self.isNumber($0)) }
        + [.init(measureTitle + unit), .init("n"), .init("Difference\(points)"), .init("Interval"), .init("Pairs")],
      rows: arms.indices.map { place in
        SiteTable.Row(
          cells: [name(place)] + fields.map { Self.cell($0, place) }
            + numbers(place < cells.count ? cells[place] : nil, text, beside: known.map(\.mean)),
          style: place == 0 ? "baseline" : nil)
      })
    return "<section>\n<h2>Side by side</h2>\n\(table.html)</section>\n"
  }

  /// Where a difference is not that of the means beside it.
  private var unlike: HTML {
    guard measure?.cells.contains(where: { $0?.leavesOut ?? false }) ?? false else { return .nothing }
    return " Where sides have different replicates, it is over those that both have, and not that of the means."
  }

  private func name(_ place: Int) -> SiteTable.Cell {
    let name = arms[place].name
    let lack = arms[place].lack.map { lack -> HTML in " \(HTML.tag(.init(lack, .warn)))" }
    guard place < links.count, let link = links[place] else { return SiteTable.Cell("\(name)\(lack)") }
    return SiteTable.Cell("<a href=\"\(link)\">\(name)</a>\(lack)")
  }

  private func numbers(
    _ cell: AlignedMetric.Cell?, _ text: MetricText, beside means: [Double]
  ) -> [SiteTable.Cell] {
    guard let cell else { return [SiteTable.Cell](repeating: .nothing, count: 5) }
    return [
      SiteTable.Cell(text: text.number(cell.mean, beside: means), key: cell.mean), SiteTable.Cell("\(cell.n)"),
      text.difference(cell).map { SiteTable.Cell(text: $0, key: cell.difference) } ?? .nothing,
      cell.interval.map { SiteTable.Cell(text: text.differenceBounds($0), key: $0.low) } ?? .nothing,
      cell.pairs == 0 ? .nothing : SiteTable.Cell("\(cell.pairs)"),
    ]
  }

  private static func cell(_ field: AlignedField, _ place: Int) -> SiteTable.Cell {
    field.values[place].map { SiteTable.Cell(text: $0, key: Double($0)) }
      ?? SiteTable.Cell("<span class=\"none\">\(field.words[place])</span>")
  }

  private static func isNumber(_ field: AlignedField) -> Bool {
    field.values.allSatisfy { $0.map { Double($0) != nil } ?? true }
  }

  // MARK: What agrees

  private var agreeing: HTML {
    guard !comparison.agreeing.isEmpty else { return .nothing }
    let facts = comparison.agreeing.map { field -> (term: String, value: HTML) in
      (field.path, "<code>\(field.values.first.flatMap { $0 } ?? "")</code>")
    }
    return """
      <section>
      <h2>What agrees</h2>
      <details><summary>\(facts.count.counted("field"))</summary>
      \(HTML.facts(facts))</details>
      </section>

      """
  }
}
