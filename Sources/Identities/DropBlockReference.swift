/// DropBlock on one square map: seeds fall where a whole block fits, and each drops its block.
struct DropBlockReference {
  /// Side of the map.
  let side: Int
  /// Side of a block.
  let block: Int

  /// Side of the region of seeds.
  var seedSide: Int { side - block + 1 }

  /// γ = q / b² · F² / (F − b + 1)² (Ghiasi et al. 2018, section 3).
  func paperGamma(_ rate: Double) -> Double {
    rate * Double(side * side) / Double(block * block * seedSide * seedSide)
  }

  /// How many seeds drop each site, row by row.
  var coverage: [Int] {
    let line = (0..<side).map { place in min(place, side - block) - max(place - block + 1, 0) + 1 }
    return line.flatMap { y in line.map { x in y * x } }
  }

  /// The probability that each site is dropped: 1 − (1 − γ)ⁿ.
  func dropped(_ gamma: Double) -> [Double] { coverage.map { 1 - power(1 - gamma, $0) } }

  /// The share of a map that is dropped on average.
  func fraction(_ gamma: Double) -> Double { dropped(gamma).reduce(0, +) / Double(side * side) }

  /// The γ that drops a share of exactly `rate`, by bisection.
  func exactGamma(_ rate: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if fraction(middle) < rate { low = middle } else { high = middle }
    }
    return low
  }

  /// Which sites the seeds drop: 1 where dropped.
  func mask(seeds: [Double]) -> [Double] {
    var mask = [Double](repeating: 0, count: side * side)
    for (place, seed) in seeds.enumerated() where seed == 1 {
      let (top, left) = (place / seedSide, place % seedSide)
      for y in top..<top + block { for x in left..<left + block { mask[y * side + x] = 1 } }
    }
    return mask
  }
}

/// xⁿ by multiplying.
func power(_ x: Double, _ n: Int) -> Double { (0..<n).reduce(1) { product, _ in product * x } }
