import CKernels
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

struct DropBlockNoiseTests {
  private let plan = RandomPlan(seed: 2014).replicate(0)

  /// Whether each unit of each example is kept, and what kept ones are multiplied by.
  private func mask(_ dropout: Dropout, _ shape: MapShape, examples: [UInt32], step: Int = 2) -> [[Float]] {
    let site = NoiseSite(name: "conv1", dropout: dropout, shape: shape, capacity: examples.count)
    let maps = PanelMatrix(rows: examples.count * shape.positions, columns: shape.channels)
    maps.fill(from: [Float](repeating: 1, count: examples.count * shape.units), rows: maps.capacity)
    examples.withUnsafeBufferPointer { site.prepare(.training(plan, step: step), examples: $0) }
    site.apply(to: maps, examples: examples.count)
    let rows = maps.rowMajor(rows: maps.capacity)
    return examples.indices.map { example in
      (0..<shape.positions).flatMap { position in
        let start = (position * examples.count + example) * shape.channels
        return rows[start..<start + shape.channels]
      }
    }
  }

  private func block(_ rate: Double, _ size: Int, _ gamma: BlockGamma = .exact, shared: Bool = false) -> Dropout {
    .dropBlock(DropBlockNoise(rate: Rate(rate), size: size, gamma: gamma, isShared: shared))
  }

  /// T20: side of the map and of the block, rate, the paper's γ, what it really drops, and the γ that drops the rate.
  static let golden: [(Int, Int, Double, Double, Double, Double)] = [
    (7, 3, 0.1, 0.021778, 0.09467, 0.023077), (7, 3, 0.3, 0.065333, 0.25554, 0.079250),
    (7, 5, 0.1, 0.021778, 0.09467, 0.023077), (14, 3, 0.1, 0.015123, 0.09508, 0.015949),
    (14, 5, 0.2, 0.015680, 0.17627, 0.018133), (14, 7, 0.3, 0.018750, 0.24329, 0.024517),
    (28, 7, 0.1, 0.003306, 0.09394, 0.003533),
  ]

  @Test(arguments: golden)
  func `the probability of a seed and the realised share are those of the table`(
    _ row: (side: Int, block: Int, rate: Double, gamma: Double, dropped: Double, exact: Double)
  ) {
    let shape = MapShape(height: row.side, width: row.side, channels: 1)
    let paper = DropBlockNoise(rate: Rate(row.rate), size: row.block, gamma: .paper).seedProbability(on: shape)
    let exact = DropBlockNoise(rate: Rate(row.rate), size: row.block, gamma: .exact).seedProbability(on: shape)
    #expect((paper - row.gamma).magnitude < 1e-6)
    #expect((exact - row.exact).magnitude < 1.5e-6)
    let dropped = DropBlockNoise.dropShare(seeds: paper, shape: shape, side: row.block)
    #expect((dropped - row.dropped).magnitude < 1e-5)
    #expect((DropBlockNoise.dropShare(seeds: exact, shape: shape, side: row.block) - row.rate).magnitude < 1e-12)
  }

  @Test func `what is expected is the rate, or what the paper's probability of seeds really drops`() throws {
    let shape = MapShape(height: 7, width: 7, channels: 3)
    func expected(_ size: Int, _ gamma: BlockGamma) throws -> NoiseExpectation {
      try #require(block(0.3, size, gamma).expectation(on: shape, image: shape))
    }
    // T20 has .25554 for squares of three; single positions and the whole map drop the rate exactly (T19).
    let paper = try expected(3, .paper)
    #expect((try #require(paper.dropFraction) - 0.25554).magnitude < 1e-5 && (paper.mean - 1).magnitude < 1e-15)
    #expect((paper.variance - 0.25554 / 0.74446).magnitude < 2e-5)
    for (size, gamma) in [(1, BlockGamma.paper), (7, .paper), (9, .paper), (3, .exact)] {
      let law = try expected(size, gamma)
      #expect((try #require(law.dropFraction) - 0.3).magnitude < 1e-15 && (law.variance - 3 / 7).magnitude < 1e-14)
    }
  }

  @Test(arguments: [1, 5, 64, 70], [2, 3])
  func `what is dropped is a union of whole squares inside the map, around the seeds of the stream`(
    _ channels: Int, _ size: Int
  ) {
    let shape = MapShape(height: 6, width: 5, channels: channels)
    let examples: [UInt32] = [4, 9]
    let noise = DropBlockNoise(rate: Rate(0.3), size: size)
    let found = mask(.dropBlock(noise), shape, examples: examples)
    var seeds = [Float](repeating: 0, count: 2 * shape.units)
    examples.withUnsafeBufferPointer { examples in
      seeds.withUnsafeMutableBufferPointer {
        plan.noise(layer: "conv1").fillMultipliers(
          retention: 1 - noise.seedProbability(on: shape), kept: 1,
          RandomRegion(step: 2, examples: examples, units: 0..<shape.units), into: $0)
      }
    }
    for example in 0..<2 {
      for channel in 0..<channels {
        for y in 0..<6 {
          for x in 0..<5 {
            let isCovered = (max(0, y - size + 1)...y).contains { top in
              (max(0, x - size + 1)...x).contains { left in
                top + size <= 6 && left + size <= 5
                  && seeds[example * shape.units + (top * 5 + left) * channels + channel] == 0
              }
            }
            #expect((found[example][(y * 5 + x) * channels + channel] == 0) == isCovered)
          }
        }
      }
    }
  }

  @Test func `a block of one position drops what Bernoulli dropout drops, one of the whole map drops channels`() {
    let shape = MapShape(height: 4, width: 4, channels: 20)
    let examples: [UInt32] = [1, 2, 3]
    let bernoulli = mask(.bernoulli(rate: Rate(0.4), convention: .inverted), shape, examples: examples)
    let single = mask(block(0.4, 1), shape, examples: examples)
    #expect(zip(single, bernoulli).allSatisfy { zip($0, $1).allSatisfy { ($0 == 0) == ($1 == 0) } })
    for example in mask(block(0.4, 4), shape, examples: examples) {
      #expect((1..<16).allSatisfy { example[$0 * 20..<($0 + 1) * 20] == example[0..<20] })
    }
  }

  @Test func `shared squares are the same in all channels, and kept units make up for the share that is kept`() {
    let shape = MapShape(height: 7, width: 6, channels: 33)
    let found = mask(block(0.3, 3, shared: true), shape, examples: [5, 8, 13])
    for example in found {
      #expect(
        (0..<42).allSatisfy { position in Set(example[position * 33..<(position + 1) * 33]).count == 1 })
    }
    #expect(Set(found).count > 1)
    let mean = found.flatMap { $0 }.map(Double.init).reduce(0, +) / Double(3 * shape.units)
    #expect((mean - 1).magnitude < 1e-6)
  }

  @Test(arguments: [0.1, 0.3])
  func `the expected share is dropped`(_ rate: Double) {
    let shape = MapShape(height: 14, width: 14, channels: 32)
    let kept = mask(block(rate, 5), shape, examples: Array(0..<20)).flatMap { $0 }
    let dropped = Double(kept.count { $0 == 0 }) / Double(kept.count)
    // Squares of 25 make neighbours alike: the error is that of about 1 / 25 as many draws.
    #expect((dropped - rate).magnitude < 4.5 * (rate * (1 - rate) * 25 / Double(kept.count)).squareRoot())
  }
}
