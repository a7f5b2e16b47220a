import Analysis
import Experiments
import Reports
import Specifications
import Statistics

// MARK: - Curves and differences

extension ComparePage {
  /// More lines than the palette has are drawn quietly behind those that come first; more than these are not drawn.
  private static let mostCurves = 60
  private static let mostRows = 60
  private static let splits: [Split] = [.training, .validation, .test]

  static func style(_ place: Int) -> Int { min(place, LineChart.Line.styles - 1) }

  var curves: HTML {
    let charts = curveMetrics.flatMap { metric in Self.splits.compactMap { chart(of: metric, on: $0) } }
    guard !charts.isEmpty else { return .nothing }
    let named = drawn.filter { $0.place < LineChart.Line.styles - 1 }
    let legend = LineChart(
      metric: metric, lines: named.map { LineChart.Line(name: $0.arm.name, points: [], style: Self.style($0.place)) }
    ).legend
    let notes = curveNotes(quiet: drawn.count - named.count)
    let more: HTML = notes.isEmpty ? "" : "<p class=\"note\">\(notes.joined(separator: " "))</p>"
    return "<section>\n<h2>Curves</h2>\n\(legend)\(more)<div class=\"charts\">\(charts)</div>\n</section>\n"
  }

  private var curveMetrics: [Metric] { metric == .loss ? [.loss] : [metric, .loss] }

  /// Arms with a curve, as many as can be drawn, at their places.
  private var candidates: [(place: Int, arm: ComparedArm)] {
    arms.prefix(Self.mostCurves).enumerated().map { (place: $0, arm: $1) }.filter { _, arm in
      curveMetrics.contains { metric in Self.splits.contains { arm.curve(metric, on: $0) != nil } }
    }
  }

  /// Those of them whose optimiser got somewhere; all where none did.
  private var drawn: [(place: Int, arm: ComparedArm)] {
    let trained = candidates.filter { !$0.arm.isFailed }
    return trained.isEmpty ? candidates : trained
  }

  private func curveNotes(quiet: Int) -> [String] {
    let failed = candidates.filter(\.arm.isFailed).map(\.arm.name)
    return [
      quiet > 0 ? "The \(quiet.counted("other")) \(quiet == 1 ? "is" : "are") drawn in grey." : nil,
      failed.isEmpty || failed.count == candidates.count
        ? nil : "Left out, because the optimiser failed: \(failed.joinedInWords()).",
      arms.count > Self.mostCurves
        ? "Only the first \(Self.mostCurves) of \(arms.count) \(comparison.sideTitle)s are drawn." : nil,
    ].compactMap { $0 }
  }

  private func chart(of metric: Metric, on split: Split) -> HTML? {
    let lines = drawn.compactMap { place, arm in
      arm.curve(metric, on: split).map { curve in
        LineChart.Line(
          name: arm.name, points: curve.points.map { ($0.epoch, $0.mean) }, style: Self.style(place))
      }
    }
    guard lines.contains(where: { $0.points.count > 1 }) else { return nil }
    let reach = AxisReach(of: lines.map { $0.points.map(\.value.magnitude).max() ?? 0 })
    let chart = LineChart(metric: metric, lines: lines, reach: reach)
    let title = "\(split.title) \(metric.title)".capitalizedFirst
    let end = MetricText(metric: metric, intervals: [], values: [reach.limit]).value(reach.limit)
    let beyond = reach.isFinite ? "; what lies beyond the axis, \(end), is drawn at its end" : ""
    return "<figure>\(chart.svg)<figcaption><b>\(title)</b>, \(comparison.valuesTitle)\(beyond)</figcaption></figure>"
  }

  var differences: HTML {
    let rows = zip(arms, measure?.cells ?? []).compactMap { arm, cell in
      cell.flatMap { cell in
        cell.difference.map { IntervalChart.Row(name: arm.name, estimate: $0, interval: cell.interval) }
      }
    }
    guard !rows.isEmpty, let first = arms.first else { return .nothing }
    let shown = Array(rows.prefix(Self.mostRows))
    let chart = IntervalChart(metric: metric, rows: shown)
    let more: HTML = rows.count > shown.count ? " The first \(shown.count) of \(rows.count); the table has all." : ""
    return """
      <section>
      <h2>\(comparison.differencesTitle)</h2>
      <figure>\(HTML.scrolled(chart.svg, name: comparison.differencesTitle))<figcaption>\(measureTitle.capitalizedFirst) minus that of \
      <b>\(first.name)</b>\(metric.isShare ? ", in percentage points" : "").\(more)\(chart.beyond)</figcaption></figure>
      </section>

      """
  }
}

// MARK: - Overviews

extension ComparePage {
  var overviews: HTML {
    let parts = [heat, parallel, form, scatter, elsewhere].compactMap { $0 }
    return parts.isEmpty ? .nothing : "<section>\n<h2>Overview</h2>\n\(parts)</section>\n"
  }

  private var means: [Double?] { measure.map { $0.cells.map { $0?.mean } } ?? arms.map { _ in nil } }

  private var heat: HTML? {
    HeatTable(comparison.differing, values: means, metric: metric, title: measureTitle)?.html
  }

  /// Fields that a reader can follow: the first ones.
  private static let mostAxes = 6

  private var parallel: HTML? {
    let fields = Array(comparison.differing.prefix(Self.mostAxes))
    guard !fields.isEmpty, arms.count > 2 else { return nil }
    let known = means.compactMap { $0 }
    guard let low = known.min(), let high = known.max(), high > low else { return nil }
    let text = MetricText(metric: metric, intervals: [], values: known)
    let levels = fields.map(HeatTable.levels)
    let last = ParallelChart.Axis(
      title: measureTitle, scale: .number(labels: [low, low / 2 + high / 2, high].map(text.value)))
    let axes = zip(fields, levels).map { ParallelChart.Axis(title: $0.shortPath, scale: .words($1)) } + [last]
    let lines = arms.indices.prefix(Self.mostCurves).map { place in
      let words = zip(fields, levels).map { field, levels in
        levels.firstIndex(of: field.words[place]).map {
          ParallelChart.place($0, of: levels.count)
        }
      }
      return ParallelChart.Line(
        name: arms[place].name, places: words + [means[place].map { ($0 / 2 - low / 2) / (high / 2 - low / 2) }],
        style: Self.style(place))
    }
    let all = comparison.differing.count
    let fewer =
      (all > fields.count ? ", the first \(fields.count) of \(all) fields" : "")
      + (arms.count > lines.count ? ", the first \(lines.count) of \(arms.count) \(comparison.sideTitle)s" : "")
    let chart = HTML.scrolled(ParallelChart(axes: axes, lines: lines).svg, name: "Parallel coordinates")
    return """
      <figure>\(chart)<figcaption>One line per \(comparison.sideTitle), from its \
      fields to its \(measureTitle)\(fewer).</figcaption></figure>

      """
  }

  private var scatter: HTML? {
    let isChosen = choice?.x != nil || choice?.y != nil
    guard let (x, y) = axes, isChosen || arms.count > 2 && split != .training else { return nil }
    let both = zip(x.cells, y.cells).count { $0 != nil && $1 != nil }
    guard both > 1 else {
      return isChosen ? "<p class=\"note\">Fewer than two \(comparison.sideTitle)s have both measures.</p>\n" : nil
    }
    let chart = ScatterChart(
      x: .init(title: x.title, metric: x.metric, values: x.cells.map { $0?.mean }),
      y: .init(title: y.title, metric: y.metric, values: y.cells.map { $0?.mean }), names: arms.map(\.name))
    return """
      <figure>\(chart.svg)<figcaption>\(y.title.capitalizedFirst) against \(x.title), a \
      point per \(comparison.sideTitle).</figcaption></figure>

      """
  }

  /// What is drawn against what: as it was chosen, or the measure against its value in training.
  private var axes: (x: AlignedMetric, y: AlignedMetric)? {
    let usual = comparison.metric(metric, on: .training) ?? comparison.metric(.loss, on: .training)
    guard let x = choice?.x ?? usual ?? comparison.metrics.first, let y = choice?.y ?? measure else { return nil }
    return (x, y)
  }

  /// Chooses the measure and the axes without a script.
  private var form: HTML? {
    guard let choice, let (x, y) = axes else { return nil }
    let sides = choice.sides.map { side -> HTML in "<input type=\"hidden\" name=\"side\" value=\"\(side)\">" }
    let measures = comparison.metrics.filter { $0.layer.isEmpty && $0.metric.isOfNetwork }
    return """
      <form class="tools" action="comparison" method="get">\(sides)
      \(Self.select("metric", "Measure", measures, MeasureName(split, metric).name))\
      \(Self.select("x", "Across", comparison.metrics, x.name))\
      \(Self.select("y", "Up", comparison.metrics, y.name))<button>Draw</button>
      </form>

      """
  }

  private static func select(_ id: String, _ title: String, _ measures: [AlignedMetric], _ chosen: String) -> HTML {
    let options = measures.map { measure -> HTML in
      let mark: HTML = measure.name == chosen ? " selected" : ""
      return "<option value=\"\(measure.name)\"\(mark)>\(measure.title)</option>"
    }
    return "<div><label for=\"\(id)\">\(title)</label><select id=\"\(id)\" name=\"\(id)\">\(options)</select></div>\n"
  }

  private var elsewhere: HTML? {
    chooser.map { "<p><a href=\"\($0)\">Choose other measures, configurations or single trials</a></p>\n" }
  }

  /// Every other measure, one row per arm.
  var metrics: HTML {
    let shown = comparison.metrics.filter { $0.layer.isEmpty && $0.metric.isOfNetwork }
    guard shown.count > 1 else { return .nothing }
    let means = shown.map { aligned in aligned.cells.compactMap { $0?.mean } }
    let texts = zip(shown, means).map { MetricText(metric: $0.metric, intervals: [], values: $1) }
    let table = SiteTable(
      name: "All measures", caption: "\(comparison.epochNote)",
      columns: [.init(comparison.sideTitle.capitalizedFirst)]
        + zip(shown, texts).map { aligned, text in
          .init("\(aligned.split.title) \(aligned.metric.title)" + (text.columnUnit.map { " (\($0))" } ?? ""))
        },
      rows: arms.indices.map { place in
        SiteTable.Row(
          cells: [SiteTable.Cell(text: arms[place].name)]
            + shown.indices.map { column in
              shown[column].cells[place].map { cell in
                SiteTable.Cell(text: texts[column].number(cell.mean, beside: means[column]), key: cell.mean)
              } ?? .nothing
            })
      })
    return "<section>\n<h2>All measures</h2>\n\(table.html)</section>\n"
  }
}
