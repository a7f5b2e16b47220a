import CKernels
import Randomness
import Specifications
import Tensors

/// DropBlock: squares of a map are dropped, in every channel by itself; what is kept is divided by its share.
///
/// Source: Ghiasi, Lin & Le 2018, algorithm 1: seeds of probability γ where the square fits into the map, and one factor
/// count(M) / count_ones(M) for the whole batch. A block of one position is ordinary dropout, one of the whole map is
/// spatial dropout; on smaller maps than the block the block is the largest square that fits.
package struct DropBlockNoise: Hashable, Sendable {
  package let rate: Rate
  /// Side of the square.
  package let size: Int
  package let gamma: BlockGamma
  /// Whether all channels of an example share their squares.
  package let isShared: Bool

  package init(rate: Rate, size: Int, gamma: BlockGamma = .exact, isShared: Bool = false) {
    precondition(size > 0, "a block of \(size) positions drops nothing")
    self.rate = rate
    self.size = size
    self.gamma = gamma
    self.isShared = isShared
  }

  package var laws: NoiseLaws {
    NoiseLaws(
      mean: 1, variance: rate.dropping / rate.retention, evaluationFactor: 1, isMask: true, isNormalizedByBatch: true)
  }

  /// The side of the square on a map.
  package func side(on shape: MapShape) -> Int { min(size, shape.height, shape.width) }

  /// The probability of a seed at a position where the square fits.
  package func seedProbability(on shape: MapShape) -> Double {
    let side = side(on: shape)
    let seeds = Double((shape.height - side + 1) * (shape.width - side + 1))
    let first = min(1, rate.dropping * Double(shape.positions) / (Double(side * side) * seeds))
    switch gamma {
    case .paper: return first
    case .exact: return Self.exactProbability(rate.dropping, shape: shape, side: side)
    }
  }

  /// The expected share of dropped positions for seeds of a probability: 1 − mean (1 − γ)ⁿ, n the seeds that cover one.
  package static func dropShare(seeds probability: Double, shape: MapShape, side: Int) -> Double {
    func covering(_ length: Int) -> [Int] {
      (0..<length).map { at in (max(0, at - side + 1)...min(at, length - side)).count }
    }
    let (rows, columns) = (covering(shape.height), covering(shape.width))
    var kept = 0.0
    for row in rows {
      for column in columns {
        var survives = 1.0
        for _ in 0..<row * column { survives *= 1 - probability }
        kept += survives
      }
    }
    return 1 - kept / Double(shape.positions)
  }

  /// Halves the interval until the expected share is the rate.
  private static func exactProbability(_ share: Double, shape: MapShape, side: Int) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if dropShare(seeds: middle, shape: shape, side: side) < share { low = middle } else { high = middle }
    }
    return high
  }

  /// Draws the mask of a batch into rows of ⌈units / 64⌉ words; `scratch` holds what `scratchWords` says.
  package func sample(
    _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>, shape: MapShape, seeds probability: Double,
    into bits: UnsafeMutableBufferPointer<UInt64>, scratch: UnsafeMutableBufferPointer<UInt64>
  ) {
    let channels = isShared ? 1 : shape.channels
    let blocks = dl_blocks(
      height: shape.height, width: shape.width, channels: channels, block: side(on: shape))
    let words = dl_mask_row_words(shape.positions * channels)
    let region = RandomRegion(step: source.step, examples: examples, units: 0..<shape.positions * channels)
    let grown = dl_blocks_scratch(blocks)
    let drawn = isShared ? UnsafeMutableBufferPointer(rebasing: scratch[grown...]) : bits
    source.stream.fillMask(retention: 1 - probability, region, into: drawn)
    guard let base = drawn.baseAddress else { return }
    dl_grow_blocks(base, examples.count, words, blocks, scratch.baseAddress)
    guard isShared else { return }
    dl_spread_positions(
      base, examples.count, words, shape.positions, shape.channels, bits.baseAddress, dl_mask_row_words(shape.units))
  }

  /// Words of scratch for batches of up to `capacity` examples.
  package func scratchWords(shape: MapShape, capacity: Int) -> Int {
    let blocks = dl_blocks(height: shape.height, width: shape.width, channels: shape.channels, block: 1)
    return dl_blocks_scratch(blocks) + (isShared ? capacity * dl_mask_row_words(shape.positions) + 1 : 0)
  }
}

/// How the probability of a seed follows from the rate.
package enum BlockGamma: String, CaseIterable, Hashable, Sendable {
  /// Ghiasi, Lin & Le 2018, eq. 1: right to first order, since squares overlap; the realised rate is lower.
  case paper
  /// Solved so that the expected share of dropped positions is the rate.
  case exact
}

extension BlockGamma: Chosen {
  package static let noun = "gamma"
  package static let choices: [Choice<BlockGamma>] = [
    Choice(
      "paper", .paper, "The paper's formula, which ignores that squares overlap.", source: "Ghiasi et al. 2018, eq. 1"),
    Choice("exact", .exact, "Solved so that the expected share of dropped positions is the rate."),
  ]
}
