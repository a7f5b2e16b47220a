import Analysis
import Experiments
import Plotting
import Statistics

/// Words and numbers that the plots share.
extension PlotSource {
  /// What is shown of each trial, such as `test error after the last epoch`; short where a moment would be noise.
  var shown: String { measure?.title ?? "\(summary.metric.title) \(summary.metric.moment)" }
  var shownTitle: String { measure?.title ?? summary.metric.title }
  /// The word of it in the names of files.
  var shownName: String { measure?.name ?? summary.metric.name.rawValue }

  /// From stored values to the unit of the axis: per cent for shares.
  var scale: Double { scale(of: measure?.metric ?? summary.metric.name) }

  func scale(of metric: Metric) -> Double { metric.isShare ? 100 : 1 }

  func axisTitle(_ metric: Metric, _ text: String) -> String {
    (metric.isShare ? "\(text) (%)" : text).capitalizedFirst
  }

  /// Such as `Test error (%)`.
  var metricTitle: String { axisTitle(measure?.metric ?? summary.metric.name, shownTitle) }

  /// Such as `95 %`.
  var level: String { NumberText.significant(summary.level * 100, digits: 2) + "\u{A0}%" }

  /// Such as `9 replicates` or `8–9 replicates`.
  var replicates: String {
    let counts = summary.configurations.filter { $0.optimiserFailed == nil && !$0.values.isEmpty }.map(\.values.count)
    guard let least = counts.min(), let most = counts.max() else { return "no replicates" }
    return (least == most ? "\(most)" : "\(least)–\(most)") + (most == 1 ? " replicate" : " replicates")
  }

  /// Whether any mean has an interval, which takes two replicates.
  var hasIntervals: Bool { trained.contains { $0.mean != nil } }

  /// What dots and bars are, as a sentence.
  var marks: String {
    hasIntervals
      ? "Small dots are single replicates, bars \(level) Student t intervals of the mean over \(replicates)."
      : "Dots are single replicates: one of each configuration, which gives no interval."
  }

  /// The same for a figure without single replicates.
  var bars: String {
    hasIntervals
      ? "Bars are \(level) Student t intervals of the mean over \(replicates)."
      : "Dots are the only replicate of each configuration, which gives no interval."
  }

  /// The entries of the key for dots and bars.
  func marksKey(_ style: SeriesStyle) -> [KeyEntry] {
    hasIntervals
      ? [KeyEntry(.replicate(style), "one replicate"), KeyEntry(.interval(style), "mean, \(level) t interval")]
      : [KeyEntry(.point(style, isHollow: false), "one replicate")]
  }

  /// Configurations whose optimiser got somewhere and that have values, in plan order.
  var trained: [ConfigurationSummary] { Self.trained(of: summary) }

  static func trained(of summary: ExperimentSummary) -> [ConfigurationSummary] {
    summary.configurations.filter { $0.optimiserFailed == nil && !$0.values.isEmpty }
  }

  /// More rows than this make no figure that is read; the table holds them all.
  static let mostRows = 150
  static let mostPanels = 60

  /// What the caption says when not all configurations are drawn; empty when they are.
  func cut(_ shown: Int, of all: Int) -> String {
    shown < all ? " Drawn are the first \(shown) of \(all) configurations; the table has all of them." : ""
  }

  /// Why a configuration has no point: the gate's reason, or that nothing completed.
  func absence(of configuration: ConfigurationSummary) -> String {
    if let reason = configuration.optimiserFailed { return "optimiser failed: \(reason)" }
    return configuration.counts.open == configuration.counts.planned ? "not run" : "no completed trial"
  }

  /// A table row: mean, interval and n of a configuration.
  func cells(of configuration: ConfigurationSummary) -> [String] {
    [
      configuration.estimate.map(numbers.number) ?? SummaryTables.nothing,
      configuration.mean.map(numbers.bounds) ?? SummaryTables.nothing, "\(configuration.values.count)",
      configuration.values.map { numbers.number($0.value) }.joined(separator: ", "),
      configuration.optimiserFailed == nil ? "" : absence(of: configuration),
    ]
  }

  var valueColumns: [DataTable.Column] {
    let unit = numbers.columnUnit.map { " (\($0))" } ?? ""
    return [
      .init("Mean\(unit)"), .init("\(level) interval"), .init("n"), .init("Replicates\(unit)", holdsWords: true),
      .init("Remark", holdsWords: true),
    ]
  }

  /// Where the means are lowest and highest, for people who do not see the plot.
  func extremes(_ points: [(place: String, value: Double)]) -> String {
    guard let least = points.min(by: { $0.value < $1.value }), let most = points.max(by: { $0.value < $1.value }),
      points.count > 1
    else { return points.first.map { "The mean is \(numbers.value($0.value)) at \($0.place)." } ?? "" }
    return "The mean is lowest, \(numbers.value(least.value)), at \(least.place) and highest, "
      + "\(numbers.value(most.value)), at \(most.place)."
  }
}
