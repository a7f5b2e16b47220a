import Randomness
import Specifications

/// Which paths of a fractal block survive in one pass.
struct JoinChoice {
  /// Columns of the block.
  let columns: Int
  /// Units of the deepest path.
  var levels: Int { 1 << (columns - 1) }

  /// Levels that one unit of a column spans; column 0 is the shallowest.
  func span(of column: Int) -> Int { levels >> column }

  /// The columns that end at a level, 1 … `levels`.
  func inputs(at level: Int) -> [Int] { (0..<columns).filter { level % span(of: $0) == 0 } }

  /// The levels at which columns meet: a single one that ends somewhere is no join.
  var meetings: [Int] { (1...levels).filter { inputs(at: $0).count > 1 } }

  /// The columns that are kept at a level, of those that end there; none where nobody reads the join.
  ///
  /// `chance` gives the uniforms of this block, unit level · columns + column; `network` those that all blocks share:
  /// unit 0 decides between local and global, unit 1 draws the column. A schedule has come to its end.
  func kept(at level: Int, _ dropout: PathDropout, chance: NoiseDraw, network: NoiseDraw) -> [Int] {
    let inputs = inputs(at: level)
    switch dropout {
    case .none: return inputs
    case .local(let rate): return survivors(inputs, level, rate, chance)
    case .scheduled(let variant, _): return kept(at: level, variant, chance: chance, network: network)
    case .global: return inputs.filter { $0 == column(network) }
    case .mixed(let rate):
      return network.uniform(0) < 0.5
        ? survivors(inputs, level, rate, chance) : inputs.filter { $0 == column(network) }
    }
  }

  private func column(_ network: NoiseDraw) -> Int { min(columns - 1, Int(network.uniform(1) * Double(columns))) }

  private func survivors(_ inputs: [Int], _ level: Int, _ rate: Rate, _ chance: NoiseDraw) -> [Int] {
    guard inputs.count > 1 else { return inputs }
    let drawn = inputs.filter { chance.uniform(level * (columns + 1) + $0) < rate.retention }
    guard drawn.isEmpty else { return drawn }
    let forced = Int(chance.uniform(level * (columns + 1) + columns) * Double(inputs.count))
    return [inputs[min(inputs.count - 1, forced)]]
  }
}

/// Uniforms of one address in one step, the same for the whole batch.
struct NoiseDraw {
  let source: NoiseSource

  func uniform(_ unit: Int) -> Double { source.stream.uniform(unit: unit, example: 0, step: source.step) }
}
