import Analysis
import Experiments
import Plotting

extension PlotRecipe {
  /// The realised share of what was dropped at each site: rows for few sites, lines from the input up for many.
  package static let dropFractions = PlotRecipe(
    "drop-fraction-by-site",
    "The realised share of what was dropped at each site: in rows for up to three sites, else lines from the input up.",
    formula: "dropped / drawn over an epoch of training, the last or the one that stands for the trial, per site"
  ) { source throws(PictureError) in
    guard let plot = DropFractions(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws what masks or gates dropped in the epoch that stands for a trial, site by site.
struct DropFractions {
  let source: PlotSource
  private let arms: [Arm]
  private let hidden: Int
  /// Every site of the configurations that are drawn, from the input up.
  private let sites: [String]
  private let areLines: Bool

  private struct Arm {
    let label: String
    let sites: [FinalMetric]
  }

  /// Fewer sites make no line.
  private static let fewestOfLine = 4
  /// More lines would hide each other, more rows are not looked at.
  private static let most = (lines: 7, rows: 20)

  /// Returns nil when no configuration drops anything.
  init?(source: PlotSource) {
    let all = source.trained.compactMap { configuration -> Arm? in
      let sites = configuration.finals.filter { $0.metric == .dropFraction && $0.split == .training }
      return sites.isEmpty ? nil : Arm(label: configuration.label, sites: sites)
    }
    guard !all.isEmpty else { return nil }
    let lines = all.filter { $0.sites.count >= Self.fewestOfLine }
    arms = Array(lines.isEmpty ? all.prefix(Self.most.rows) : lines.prefix(Self.most.lines))
    hidden = (lines.isEmpty ? all : lines).count - arms.count
    areLines = !lines.isEmpty
    sites = Self.sites(of: arms.map { $0.sites.map(\.layer) })
    self.source = source
  }

  /// The sites of all lists in one order: a site that a longer list lacks stands behind the one that it follows in its own,
  /// lists without a common site are each spread evenly over the network.
  static func sites(of lists: [[String]]) -> [String] {
    lists.sorted { $0.count > $1.count }.reduce(into: []) { all, list in
      guard list.contains(where: all.contains) else {
        all = spread([all, list])
        return
      }
      var next = 0
      for site in list {
        if let place = all.firstIndex(of: site) {
          next = place + 1
        } else {
          all.insert(site, at: next)
          next += 1
        }
      }
    }
  }

  private static func spread(_ lists: [[String]]) -> [String] {
    let placed = lists.flatMap { list in
      list.enumerated().map { (at: (Double($0) + 0.5) / Double(list.count), site: $1) }
    }
    return placed.sorted { $0.at < $1.at }.map(\.site)
  }

  func drawn() throws(PictureError) -> ReportFigure {
    try source.finish(
      "drop-fraction-by-site", areLines ? lines : rows, caption: caption,
      alternative: areLines ? told(of: lineEnds) : told(of: rowValues), data: table)
  }

  private func told(of texts: [String]) -> String {
    (areLines ? "Lines of the share dropped at each site: " : "Rows of the share dropped, by configuration: ")
      + texts.joined(separator: "; ") + "."
  }

  private var caption: String {
    "Share of units or branches that were really dropped in \(epoch), at each site"
      + (areLines ? " from the input up" : sites.count == 1 ? ", which is “\(sites[0])”" : "")
      + "; means over \(source.replicates)" + (areLines ? "." : ", small dots are single replicates.")
      + (areLines && arms.contains { $0.sites.count < sites.count }
        ? " Sites have the same number in all configurations; those that one lacks have no mark on its line." : "")
      + source.cut(arms.count, of: arms.count + hidden)
  }

  private var epoch: String {
    switch source.summary.metric.at {
    case .last: "the last epoch of training"
    case .bestValidation: "the epoch with the best validation score"
    }
  }

  private func percent(_ share: Double) -> String { NumberText.fixed(share * 100, places: 1) + " %" }

  private var table: DataTable {
    DataTable(
      name: "Dropped by site", caption: "The numbers of the figure.",
      columns: [.init("Configuration"), .init("Site", holdsWords: true), .init("Dropped, %")],
      rows: arms.flatMap { arm in
        arm.sites.map { DataTable.Row(arm.label, cells: [$0.layer, NumberText.fixed($0.mean * 100, places: 2)]) }
      })
  }
}

// MARK: - Many sites

extension DropFractions {
  private var lines: Figure {
    let layers = arms.enumerated().map { index, arm in
      Layer.line(points(arm), SeriesStyle(index), name: arms.count > 1 ? arm.label : nil)
    }
    return Figure(
      x: Axis("Site, counted from the input", wholeTicks: true), y: Axis("Dropped in training (%)", including: [0]),
      panels: [Panel(layers: layers)])
  }

  private func points(_ arm: Arm) -> [Point] {
    arm.sites.compactMap { site in
      sites.firstIndex(of: site.layer).map { Point(Double($0 + 1), site.mean * 100) }
    }
  }

  private var lineEnds: [String] {
    arms.compactMap { arm -> String? in
      guard let first = arm.sites.first, let last = arm.sites.last else { return nil }
      return "\(arm.label) from \(percent(first.mean)) at the first to \(percent(last.mean)) at the last site"
    }
  }
}

// MARK: - Few sites

extension DropFractions {
  private var rows: Figure {
    let layers = arms.enumerated().flatMap { row, arm in
      arm.sites.enumerated().flatMap { place, site in
        // Sites of a configuration stand below each other around the middle of its row.
        marks(site, at: Double(row) + (Double(place) + 0.5) * 0.6 / Double(arm.sites.count) - 0.3)
      }
    }
    let key = sites.enumerated().map { KeyEntry(.point(SeriesStyle($0), isHollow: false), $1) }
    return Figure(
      x: Axis("Dropped in training (%)", including: [0]), y: Axis("", scale: .categories(arms.map(\.label))),
      panels: [Panel(layers: layers)], key: sites.count > 1 ? key : [])
  }

  private func marks(_ site: FinalMetric, at: Double) -> [Layer] {
    let style = SeriesStyle(sites.firstIndex(of: site.layer) ?? 0)
    return [
      .replicates(site.values.map { Point($0.value * 100, at) }, style, values: .horizontal),
      .points([Point(site.mean * 100, at)], style),
    ]
  }

  private var rowValues: [String] {
    arms.map { arm in
      "\(arm.label) " + arm.sites.map { "\($0.layer) \(percent($0.mean))" }.joined(separator: ", ")
    }
  }
}
