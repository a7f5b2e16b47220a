import Analysis
import Experiments
import Statistics

/// The tables on probes of an experiment's page: what each found, and how that differs from the baseline.
struct ProbeTables {
  let summary: ExperimentSummary

  /// More statistics than this make a table too wide to be read.
  private static let mostColumns = 6

  /// The single numbers, probe by probe; none when nothing was asked. Curves are for figures and exports.
  var all: [DataTable] {
    var requests: [ProbeRequest] = []
    for probe in summary.probes where !requests.contains(probe.request) { requests.append(probe.request) }
    return requests.flatMap { request -> [DataTable] in
      let probes = summary.probes.filter { $0.request == request }
      return groups(of: statistics(probes)).flatMap { statistics in
        [means(probes, statistics, request), differences(probes, statistics, request)].compactMap { $0 }
      }
    }
  }

  private func statistics(_ probes: [ProbeSummary]) -> [ProbeStatistic] {
    ProbeStatistic.allCases.filter { statistic in
      probes.contains { $0.points.contains { $0.address.statistic == statistic && $0.address.at == nil } }
    }
  }

  /// So many columns at a time, as even as can be.
  private func groups(of statistics: [ProbeStatistic]) -> [[ProbeStatistic]] {
    let tables = (statistics.count + Self.mostColumns - 1) / Self.mostColumns
    return (0..<tables).map { table in
      Array(statistics[table * statistics.count / tables..<(table + 1) * statistics.count / tables])
    }
  }

  private var level: String { NumberText.significant(summary.level * 100, digits: 2) + "\u{A0}%" }
}

// MARK: - One table

extension ProbeTables {
  /// A line of a table: one layer of one configuration.
  private struct Line {
    let probe: ProbeSummary
    let layer: String

    func point(_ statistic: ProbeStatistic) -> ProbePoint? { probe.point(statistic, layer: layer) }
  }

  /// The lines that have at least one of the statistics.
  private func lines(_ probes: [ProbeSummary], _ statistics: [ProbeStatistic]) -> [Line] {
    probes.flatMap { probe in probe.layers.map { Line(probe: probe, layer: $0) } }
      .filter { line in statistics.contains { line.point($0) != nil } }
  }

  private func means(
    _ probes: [ProbeSummary], _ statistics: [ProbeStatistic], _ request: ProbeRequest
  ) -> DataTable? {
    let lines = lines(probes, statistics)
    let texts = texts(statistics, lines, \.interval)
    return table(
      "\(request.title.capitalizedFirst): \(words(statistics))",
      caption:
        "What the probe \(request.key) found; means over the n replicates that completed, with \(level) Student t "
        + "intervals.",
      lines, statistics, texts
    ) { point, text in
      point.interval.map { "\(text.number(point.mean)) (\(text.bounds($0)))" } ?? text.number(point.mean)
    }
  }

  private func differences(
    _ probes: [ProbeSummary], _ statistics: [ProbeStatistic], _ request: ProbeRequest
  ) -> DataTable? {
    let lines = lines(probes, statistics).filter { line in statistics.contains { line.point($0)?.difference != nil } }
    if lines.isEmpty { return nil }
    let texts = texts(statistics, lines, \.difference)
    return table(
      "\(request.title.capitalizedFirst), differences to the baseline: \(words(statistics))",
      caption:
        "Configuration minus its baseline at the same replicate, with the \(level) Student t interval of the paired "
        + "differences.",
      lines, statistics, texts
    ) { point, text in
      point.difference.map { "\(text.difference($0)) (\(text.differenceBounds($0)))" } ?? SummaryTables.nothing
    }
  }

  private func table(
    _ name: String, caption: String, _ lines: [Line], _ statistics: [ProbeStatistic], _ texts: [MetricText],
    cell: (ProbePoint, MetricText) -> String
  ) -> DataTable {
    DataTable(
      name: name, caption: caption,
      columns: [.init("Configuration"), .init("Layer", holdsWords: true), .init("n")]
        + zip(statistics, texts).map { statistic, text in
          .init(statistic.title.capitalizedFirst + (text.columnUnit.map { " (\($0))" } ?? ""))
        },
      rows: lines.map { line in
        let points = statistics.map { line.point($0) }
        let isBaseline =
          summary.configuration(line.probe.configuration) != nil
          && summary.difference(of: line.probe.configuration) == nil
        return DataTable.Row(
          summary.configuration(line.probe.configuration)?.label ?? "",
          cells: [line.layer.isEmpty ? "all" : line.layer, "\(points.compactMap { $0?.values.count }.max() ?? 0)"]
            + zip(points, texts).map { point, text in point.map { cell($0, text) } ?? SummaryTables.nothing },
          emphasis: isBaseline ? .baseline : nil)
      })
  }

  private func words(_ statistics: [ProbeStatistic]) -> String { statistics.map(\.title).joined(separator: "; ") }

  /// The places follow from the intervals that are shown.
  private func texts(
    _ statistics: [ProbeStatistic], _ lines: [Line], _ interval: (ProbePoint) -> Interval?
  ) -> [MetricText] {
    statistics.map { statistic in
      let points = lines.compactMap { $0.point(statistic) }
      return MetricText(
        metric: statistic.wording, intervals: points.compactMap(interval), values: points.map(\.mean))
    }
  }
}
