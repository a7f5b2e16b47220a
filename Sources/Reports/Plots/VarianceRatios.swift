import Analysis
import Experiments
import Plotting

extension PlotRecipe {
  /// The variance in evaluation over that in training at each batch normalisation from the input up.
  package static let varianceRatios = PlotRecipe(
    "variance-shift-by-layer",
    "The variance in evaluation over that in training at each batch normalisation from the input up.",
    formula: "mean over channels of Var(x in evaluation) / running variance",
    source: "Li et al. 2018, section 3"
  ) { source throws(PictureError) in
    guard let plot = VarianceRatios(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws the variance shift that dropout causes, layer by layer.
struct VarianceRatios {
  let source: PlotSource
  private let arms: [Arm]
  private let hidden: Int

  private struct Arm {
    let label: String
    let norms: [FinalMetric]
  }

  /// More lines would hide each other.
  private static let mostArms = 8

  /// Returns nil when no configuration with dropout is normalised by the batch.
  init?(source: PlotSource) {
    let all = source.trained.compactMap { configuration -> Arm? in
      let norms = configuration.finals.filter { $0.metric == .varianceRatio && $0.split == .training }
      return norms.isEmpty ? nil : Arm(label: configuration.label, norms: norms)
    }
    guard all.contains(where: { arm in arm.norms.contains { ($0.mean - 1).magnitude > 0.02 } }) else { return nil }
    arms = Array(all.prefix(Self.mostArms))
    hidden = all.count - arms.count
    self.source = source
  }

  func drawn() throws(PictureError) -> ReportFigure {
    let layers = arms.enumerated().flatMap { index, arm -> [Layer] in
      let style = SeriesStyle(index)
      return [
        .line(points(arm), style, name: arms.count > 1 ? arm.label : nil), .points(points(arm), style),
      ]
    }
    let figure = Figure(
      x: Axis("Batch normalisation, counted from the input", wholeTicks: true),
      y: Axis("Variance in evaluation over training", including: [1]), panels: [Panel(layers: layers)])
    return try source.finish(
      "variance-shift-by-layer", figure, caption: caption, alternative: alternative, data: table)
  }

  private func points(_ arm: Arm) -> [Point] {
    arm.norms.enumerated().map { Point(Double($0 + 1), $1.mean) }
  }

  private var caption: String {
    "Variance of what each batch normalisation reads in evaluation mode over its running variance from training, mean "
      + "over channels and \(source.replicates). Dropout ahead of a normalisation adds variance that evaluation lacks: "
      + "the ratio falls below 1 (Li et al. 2018)." + source.cut(arms.count, of: arms.count + hidden)
  }

  private var alternative: String {
    let least = arms.compactMap { arm in arm.norms.map(\.mean).min().map { "\(arm.label) \(text($0))" } }
    return "Lines of the variance ratio by layer; the lowest of each: \(least.joined(separator: "; "))."
  }

  private func text(_ ratio: Double) -> String { NumberText.fixed(ratio, places: 3) }

  private var table: DataTable {
    DataTable(
      name: "Variance shift by layer", caption: "The numbers of the figure.",
      columns: [.init("Configuration"), .init("Layer", holdsWords: true), .init("Variance ratio")],
      rows: arms.flatMap { arm in arm.norms.map { DataTable.Row(arm.label, cells: [$0.layer, text($0.mean)]) } })
  }
}
