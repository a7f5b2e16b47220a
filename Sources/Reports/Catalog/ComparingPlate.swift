import NeuralNets
import Plotting
import Specifications

/// The plate that opens the page: masks of one rate side by side, told apart by what shares a draw.
package enum ComparingPlate {
  private static let side = DropoutPictures.side
  private static let rate = Rate(0.3)
  private static let seed: UInt64 = 2012

  /// Draws the plate as PNG.
  package static func png(version: String) throws(PictureError) -> [UInt8] { try drawn(version: version).png }

  /// Draws one row of maps for each way of sharing.
  static func drawn(version: String) throws(PictureError) -> DrawnFigure {
    let plate = MapPlate(
      rows: rows.map { name, maps in
        MapPlate.Row(
          name,
          maps.map { map in
            NumberMap(width: side, height: side, values: map.map { $0 == 0 ? 0 : 1 })
          })
      }, columns: [String](repeating: "", count: 6), scale: .mask(dropped: "dropped", kept: "kept"), magnification: 4)
    return try plate.drawn(texts: [
      (key: "Title", value: "Masks of rate 0.3"), (key: "Software", value: "dropout-lab \(version)"),
    ])
  }

  static let caption =
    "Masks of rate 0.3 as this program draws them, told apart by what shares a draw. From the top: six channels of a map "
    + "(units, channels, blocks of 4 × 4); six weight matrices, one per example; fourteen residual blocks (downwards) and the "
    + "examples of six batches; units (across) of six sequences over time (downwards)."

  static let alternative =
    "Seven rows of black and white maps: scattered pixels for units, whole maps for channels, squares for blocks, "
    + "scattered pixels for weights, horizontal stripes for branches, vertical stripes for masks tied over time, "
    + "scattered pixels for masks drawn at each step."

  private static var rows: [(String, [[Float]])] {
    [
      ("units", maps(.bernoulli(rate: rate, convention: .inverted))), ("channels", maps(.spatial(rate: rate))),
      ("blocks", maps(.dropBlock(DropBlockNoise(rate: rate, size: 4)))), ("weights", weights), ("branches", branches),
      ("tied over time", state(.tied(rate: rate))), ("at each step", state(.perStep(rate: rate))),
    ]
  }

  private static func maps(_ dropout: Dropout) -> [[Float]] {
    let shape = MapShape(height: side, width: side, channels: 6)
    let sample = NoiseSample(of: dropout, shape: shape, examples: 1, seed: seed)
    return (0..<6).map { sample.map(example: 0, channel: $0) }
  }

  private static var weights: [[Float]] {
    let dropout = Dropout.bernoulli(rate: rate, convention: .inverted)
    let shape = MapShape(channels: side * side)
    return NoiseSample(of: dropout, shape: shape, examples: 6, seed: seed).rows
  }

  private static var branches: [[Float]] {
    let depth = StochasticDepth(survival: .uniform(rate.retention))
    return NoiseSample.gates(
      .stochasticDepth(depth), blocks: side, examples: side, steps: 6, seed: seed
    ).rows
  }

  private static func state(_ noise: StateNoise) -> [[Float]] {
    NoiseSample.recurrent(
      RecurrentDropout(state: noise), steps: side, units: side, sequences: 6, seed: seed
    ).first?.sample.rows ?? []
  }
}
