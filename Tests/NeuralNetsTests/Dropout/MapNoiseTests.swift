import CKernels
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

/// Noise on maps, [position · examples + example, channels], against one number at a time.
struct MapNoiseTests {
  private let plan = RandomPlan(seed: 2014).replicate(0)
  private let examples: [UInt32] = [7, 3, 11]

  /// What the noise of a pass makes of ones, [examples][units].
  private func factors(_ dropout: Dropout, _ shape: MapShape, examples: [UInt32], step: Int = 4) -> [[Float]] {
    let site = NoiseSite(name: "conv1", dropout: dropout, shape: shape, capacity: 5)
    let maps = PanelMatrix(rows: 5 * shape.positions, columns: shape.channels)
    maps.fill(
      from: [Float](repeating: 1, count: examples.count * shape.units), rows: examples.count * shape.positions)
    examples.withUnsafeBufferPointer { site.prepare(.training(plan, step: step), examples: $0) }
    site.apply(to: maps, examples: examples.count)
    let rows = maps.rowMajor(rows: examples.count * shape.positions)
    return examples.indices.map { example in
      (0..<shape.positions).flatMap { position in
        let start = (position * examples.count + example) * shape.channels
        return rows[start..<start + shape.channels]
      }
    }
  }

  @Test(arguments: [1, 3, 16, 17, 40, 64, 70])
  func `unit (y, x, c) of a map meets the noise of its flat address`(_ channels: Int) {
    let shape = MapShape(height: 3, width: 2, channels: channels)
    for dropout in [
      Dropout.bernoulli(rate: Rate(0.3), convention: .inverted), .gaussian(rate: Rate(0.3)),
    ] {
      let flat = factors(dropout, MapShape(channels: shape.units), examples: examples)
      #expect(factors(dropout, shape, examples: examples) == flat, "\(dropout.name)")
    }
  }

  @Test func `a channel is dropped as a whole, for each example by itself`() {
    let shape = MapShape(height: 4, width: 3, channels: 37)
    let found = factors(.spatial(rate: Rate(0.4)), shape, examples: examples)
    for example in found {
      let first = example[0..<37]
      #expect((1..<shape.positions).allSatisfy { example[$0 * 37..<($0 + 1) * 37] == first[...] })
      #expect(Set(first) == [0, Float(1 / 0.6)])
    }
    #expect(Set(found).count == 3)
  }

  @Test func `on one position spatial dropout is inverted Bernoulli dropout with the same draws`() {
    let shape = MapShape(channels: 50)
    let spatial = factors(.spatial(rate: Rate(0.4)), shape, examples: examples)
    #expect(spatial == factors(.bernoulli(rate: Rate(0.4), convention: .inverted), shape, examples: examples))
  }

  @Test(arguments: [Dropout.spatial(rate: Rate(0.4)), .gaussian(rate: Rate(0.3))])
  func `the other examples of a batch do not show`(_ dropout: Dropout) {
    let shape = MapShape(height: 2, width: 2, channels: 20)
    let together = factors(dropout, shape, examples: examples)
    for (index, example) in examples.enumerated() {
      #expect(factors(dropout, shape, examples: [example]) == [together[index]])
    }
  }

  @Test(arguments: [DL_PATH_PORTABLE, DL_PATH_V3, DL_PATH_V4])
  func `every path gives the same bits, with ReLU and without`(_ path: dl_path) {
    let (positions, channels, rows) = (3, 21, 15)
    let maps = PanelMatrix(rows: rows, columns: channels)
    maps.fill(from: (0..<rows * channels).map { Float(($0 * 37) % 19) / 7 - 1 }, rows: rows)
    let words = dl_mask_row_words(positions * channels)
    let bits = (0..<5 * words + 1).map { UInt64($0 + 1) &* 0x9E37_79B9_7F4A_7C15 }
    bits.withUnsafeBufferPointer { bits in
      var noise = dl_noise(
        bits: bits.baseAddress, words: words, multipliers: nil, scale: 1.25, examples: 5, stride: channels)
      for kernel in [dl_apply_noise, dl_relu_noise] {
        let (found, expected) = (PanelMatrix(rows: rows, columns: channels), PanelMatrix(rows: rows, columns: channels))
        for copy in [found, expected] { copy.base.update(from: maps.base, count: maps.buffer.count) }
        kernel(found.base, rows, &noise, 0, maps.panels, path)
        kernel(expected.base, rows, &noise, 0, maps.panels, DL_PATH_FASTEST)
        #expect(found.rowMajor(rows: rows).map(\.bitPattern) == expected.rowMajor(rows: rows).map(\.bitPattern))
      }
    }
  }
}
