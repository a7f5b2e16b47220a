import Analysis
import Experiments
import NeuralNets
import Plotting
import Specifications

extension PlotRecipe {
  /// Masks on maps as each configuration draws them: two examples, four channels each.
  package static let maskPlate = PlotRecipe(
    "mask-plate",
    "Masks on maps as each configuration draws them, four channels of two examples, where maps are dropped.",
    formula: "r ∈ {0, 1} at every position, 0 where it is dropped"
  ) { source throws(PictureError) in
    guard let plot = MaskPlate(source: source) else { return nil }
    return try plot.drawn()
  }
}

/// Draws masks on maps of one size in rows by configuration, so that variants can be laid beside each other.
struct MaskPlate {
  let source: PlotSource
  private let rows: [Row]
  private let hidden: Int

  private struct Row {
    let label: String
    let rate: Rate
    let masks: [NumberMap]
    /// Over all channels and examples that were drawn.
    let dropped: Double
  }

  private static let shape = MapShape(height: 14, width: 14, channels: 4)
  /// Examples that are drawn, for the share; two neighbours are shown, the first two in which every row drops something.
  private static let examples = 64
  private let first: Int
  private var shown: [(example: Int, channel: Int)] { Self.places(from: first) }

  private static func places(from first: Int) -> [(example: Int, channel: Int)] {
    (first..<first + 2).flatMap { example in (0..<shape.channels).map { (example, $0) } }
  }
  /// More rows are not looked at.
  private static let mostRows = 12

  /// Returns nil where no configuration drops parts of maps.
  init?(source: PlotSource) {
    var seen: Set<Dropout> = []
    let all = source.summary.configurations.compactMap { configuration -> (label: String, dropout: Dropout)? in
      let dropout = configuration.spec.dropout.maps.variants.first ?? .none
      guard (dropout.positionRate?.dropping ?? 0) > 0, seen.insert(dropout).inserted else { return nil }
      return (configuration.label, dropout)
    }
    guard !all.isEmpty else { return nil }
    self.source = source
    let samples = all.prefix(Self.mostRows).map { arm in
      (
        label: arm.label, dropout: arm.dropout,
        drawn: NoiseSample(of: arm.dropout, shape: Self.shape, examples: Self.examples, seed: DropoutPictures.seed)
      )
    }
    let first = (0..<Self.examples - 1).first { first in
      samples.allSatisfy { Self.masks($0.drawn, from: first).contains { $0.contains(0) } }
    }
    self.first = first ?? 0
    rows = samples.compactMap { Self.row($0.label, $0.dropout, $0.drawn, from: first ?? 0) }
    hidden = all.count - rows.count
  }

  private static func masks(_ sample: NoiseSample, from first: Int) -> [[Double]] {
    places(from: first).map { place in
      sample.map(example: place.example, channel: place.channel).map { $0 == 0 ? 0.0 : 1 }
    }
  }

  private static func row(_ label: String, _ dropout: Dropout, _ sample: NoiseSample, from first: Int) -> Row? {
    guard let rate = dropout.positionRate else { return nil }
    let masks = masks(sample, from: first)
    let zeros = sample.rows.reduce(0) { $0 + $1.count { $0 == 0 } }
    return Row(
      label: label, rate: rate, masks: masks.map { NumberMap(width: shape.width, height: shape.height, values: $0) },
      dropped: Double(zeros) / Double(examples * shape.units))
  }

  func drawn() throws(PictureError) -> ReportFigure {
    let plate = MapPlate(
      rows: rows.map { MapPlate.Row($0.label, $0.masks) },
      columns: shown.map { "\($0.example + 1) / \($0.channel + 1)" },
      scale: .mask(dropped: "dropped", kept: "kept"), magnification: 4)
    return try source.finish("mask-plate", plate, caption: caption, alternative: alternative, data: table)
  }

  private var caption: String {
    "What is dropped of maps: four channels of two examples, example / channel, as each kind of dropout on the first maps "
      + "draws them, on maps of \(Self.shape.height) × \(Self.shape.width) whatever the network's, at the rate where training "
      + "ends. Drawn for this figure, from the same numbers in all rows; shown are the first two examples in which every row "
      + "drops something."
      + source.cut(rows.count, of: rows.count + hidden)
  }

  private func percent(_ share: Double) -> String { NumberText.fixed(share * 100, places: 1) + "\u{A0}%" }

  private var alternative: String {
    "Masks in \(rows.count) rows of \(shown.count), dark where dropped. Dropped: "
      + rows.map { "\($0.label) \(percent($0.dropped))" }.joined(separator: "; ") + "."
  }

  private var table: DataTable {
    DataTable(
      name: "Masks",
      caption: "Shares over \(Self.examples) examples of \(Self.shape.channels) channels, drawn for this figure.",
      columns: [.init("Configuration"), .init("Rate as written"), .init("Dropped")],
      rows: rows.map { DataTable.Row($0.label, cells: [percent($0.rate.dropping), percent($0.dropped)]) })
  }
}
