import Analysis
import Datasets
import Experiments
import NeuralNets
import Plotting

extension PlotRecipe {
  /// Survival of every residual branch, as planned and as it came, and the depth that remains on average.
  package static let expectedDepth = PlotRecipe(
    "survival-by-block", "Survival of residual branches, as planned and as it came, with the depth that remains.",
    formula: "p_ℓ, planned and realised; expected depth Σ p_ℓ, (3 L − 1) / 4 for p_ℓ = 1 − ℓ / (2 L)",
    source: "Huang et al. 2016, section 3"
  ) { source throws(PictureError) in
    guard let plot = ExpectedDepth(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws the survival of residual branches.
struct ExpectedDepth {
  let source: PlotSource
  let arms: [Arm]

  struct Arm: Equatable {
    let label: String
    /// Planned survival of each branch, from the input up.
    let planned: [Double]
    /// Realised survival in the last epoch.
    let realised: [Double]

    var depth: (planned: Double, realised: Double) { (planned.reduce(0, +), realised.reduce(0, +)) }
  }

  /// More lines would hide each other.
  private static let mostArms = 7

  /// Returns nil when no configuration drops residual branches.
  init?(source: PlotSource) {
    arms = Array(source.trained.compactMap(Self.arm).prefix(Self.mostArms))
    guard !arms.isEmpty else { return nil }
    self.source = source
  }

  private static func arm(_ configuration: ConfigurationSummary) -> Arm? {
    let gates = configuration.lastMeans(.dropFraction, on: .training).filter { $0.layer.hasSuffix(".gate") }
    guard !gates.isEmpty else { return nil }
    let spec = configuration.spec
    guard let survivals = spec.branchSurvivals(gates: gates.count) else { return nil }
    var shares = gates.map { 1 - $0.mean }[...]
    let realised = survivals.map { spec.countsGate($0) ? shares.removeFirst() : 1 }
    let steps = spec.training.lastSteps(examples: spec.dataset.training)
    return Arm(label: configuration.label, planned: survivals.map { $0.probability(over: steps) }, realised: realised)
  }

  func drawn() throws(PictureError) -> ReportFigure {
    let layers = arms.enumerated().flatMap { index, arm -> [Plotting.Layer] in
      let style = SeriesStyle(index)
      return [
        .line(points(arm.planned), style, name: arms.count > 1 ? arm.label : nil, marked: false),
        .points(points(arm.realised), style),
      ]
    }
    let figure = Figure(
      x: Axis("Block, counted from the input", wholeTicks: true), y: Axis("Survival", including: [0, 1]),
      panels: [Panel(layers: layers)])
    return try source.finish("survival-by-block", figure, caption: caption, alternative: alternative, data: table)
  }

  private func points(_ shares: [Double]) -> [Point] { shares.enumerated().map { Point(Double($0 + 1), $1) } }

  private var caption: String {
    "Survival of every residual branch: as planned (lines) and as it came in the last epoch of training (points, means "
      + "over \(source.replicates)). Branches that remain on average: "
      + arms.map { "\($0.label) \(text($0.depth.realised)) of \($0.planned.count)" }.joined(separator: "; ") + "."
  }

  private var alternative: String {
    "Lines of survival by block with points close to them; expected depth "
      + arms.map { "\($0.label) \(text($0.depth.planned))" }.joined(separator: ", ") + "."
  }

  private func text(_ number: Double) -> String { NumberText.fixed(number, places: 2) }

  private var table: DataTable {
    DataTable(
      name: "Depth that remains", caption: "Branches that survive on average.",
      columns: [.init("Configuration"), .init("Branches"), .init("Planned"), .init("In the last epoch")],
      rows: arms.map { arm in
        DataTable.Row(
          arm.label, cells: ["\(arm.planned.count)", text(arm.depth.planned), text(arm.depth.realised)])
      })
  }
}
