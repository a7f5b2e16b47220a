import Analysis
import Experiments
import Plotting

extension PlotRecipe {
  /// The realised share of what was dropped at each site from the input up, for networks with many sites.
  package static let dropFractions = PlotRecipe(
    "drop-fraction-by-site",
    "The realised share of what was dropped at each site from the input up, for networks with many sites.",
    formula: "dropped / drawn over the last epoch of training, per site"
  ) { source throws(PictureError) in
    guard let plot = DropFractions(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws what the masks or gates of the last epoch dropped, site by site.
struct DropFractions {
  let source: PlotSource
  private let arms: [Arm]

  private struct Arm {
    let label: String
    let sites: [FinalMetric]
  }

  /// Fewer sites are better read in the table of numbers.
  private static let fewestSites = 4
  /// More lines would hide each other.
  private static let mostArms = 7

  /// Returns nil when no configuration drops at several sites.
  init?(source: PlotSource) {
    let all = source.trained.compactMap { configuration -> Arm? in
      let sites = configuration.finals.filter { $0.metric == .dropFraction && $0.split == .training }
      return sites.count >= Self.fewestSites ? Arm(label: configuration.label, sites: sites) : nil
    }
    guard !all.isEmpty else { return nil }
    arms = Array(all.prefix(Self.mostArms))
    self.source = source
  }

  func drawn() throws(PictureError) -> ReportFigure {
    let layers = arms.enumerated().map { index, arm in
      Layer.line(points(arm), SeriesStyle(index), name: arms.count > 1 ? arm.label : nil)
    }
    let figure = Figure(
      x: Axis("Site, counted from the input", wholeTicks: true), y: Axis("Dropped in training (%)", including: [0]),
      panels: [Panel(layers: layers)])
    return try source.finish(
      "drop-fraction-by-site", figure, caption: caption, alternative: alternative, data: table)
  }

  private func points(_ arm: Arm) -> [Point] {
    arm.sites.enumerated().map { Point(Double($0 + 1), $1.mean * 100) }
  }

  private var caption: String {
    "Share of units or branches that were really dropped in the last epoch of training, at each site from the input "
      + "up; means over \(source.replicates)."
  }

  private var alternative: String {
    let ends = arms.compactMap { arm -> String? in
      guard let first = arm.sites.first, let last = arm.sites.last else { return nil }
      return "\(arm.label) from \(percent(first.mean)) at the first to \(percent(last.mean)) at the last site"
    }
    return "Lines of the share dropped at each site: \(ends.joined(separator: "; "))."
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
