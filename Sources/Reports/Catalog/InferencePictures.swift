import Experiments
import NeuralNets
import Plotting
import Specifications

/// The pictures of modes of inference: what becomes of ones under the factors or masks that a mode asks for.
enum InferencePictures {
  private static let shape = MapShape(height: DropoutPictures.side, width: DropoutPictures.side, channels: 4)
  private static let half = Rate(0.5)

  /// One row of maps.
  private struct Row {
    let name: String
    let convention: Convention
    /// How many masks are averaged; nil for a pass of evaluation.
    let masks: Int?
  }

  static func pictures(_ mode: InferenceMode) throws -> [CatalogPicture] {
    switch mode {
    case .weightScaling: try drawn([Row(name: "classic", convention: .classic, masks: nil)])
    case .monteCarlo:
      try drawn(
        [1, 4, 16, 64].map { Row(name: $0 == 1 ? "1 mask" : "\($0) masks", convention: .inverted, masks: $0) })
    case .fault(.maskLeftOn): try drawn([Row(name: "one pass", convention: .inverted, masks: 1)])
    case .meanWeights, .exhaustive, .gaussianMoments, .gaussianClosedForm, .reestimate, .singleColumn, .fault: []
    }
  }

  /// The density is that of the last row.
  private static func drawn(_ rows: [Row]) throws -> [CatalogPicture] {
    let samples = rows.map { row in
      NoiseSample.inference(
        .bernoulli(rate: half, convention: row.convention), shape: shape, masks: row.masks, seed: DropoutPictures.seed)
    }
    let maps = zip(rows, samples).map { row, sample in
      NoisePicture.Row(name: row.name, maps: (0..<4).map { sample.map(example: 0, channel: $0) })
    }
    return try NoisePicture(
      width: shape.width, height: shape.height, rows: maps, columns: (1...4).map { "channel \($0)" },
      factors: samples.last?.rows.flatMap { $0 } ?? [], laws: nil,
      what: "one position of a map of \(shape.height) × \(shape.width) under the mean of the masks of its row"
    ).drawn()
  }
}
