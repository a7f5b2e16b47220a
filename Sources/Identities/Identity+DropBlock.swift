extension Identity {
  /// T19.
  static let dropBlockLimits = Identity(
    "T19", "DropBlock of block 1 is dropout, of the whole map spatial dropout; its masks are unions of whole blocks.",
    source: "Ghiasi, Lin, Le 2018, section 3; erratum Q10"
  ) { _ in
    var evidence = Evidence()
    let (single, whole) = (DropBlockReference(side: 3, block: 1), DropBlockReference(side: 5, block: 5))
    for rate in [0.1, 0.3] {
      evidence.equal("γ of block 1", single.paperGamma(rate), rate)
      evidence.equal("γ of the whole map", whole.paperGamma(rate), rate)
      evidence.equal("each site under the whole map", whole.dropped(rate), Array(repeating: rate, count: 25))
      evidence.equal("each site under block 1", single.dropped(rate), Array(repeating: rate, count: 9))
    }
    var worst = 0.0
    for (seeds, _) in MaskEnumeration(units: 9, retention: 0.3) {
      worst = max(worst, zip(single.mask(seeds: seeds), seeds).reduce(0) { max($0, abs($1.0 - $1.1)) })
    }
    evidence.equal("masks of block 1 are the seeds themselves", worst, 0)
    evidence.equal("a seed drops the whole map", whole.mask(seeds: [1]), Array(repeating: 1, count: 25))
    addBlocks(DropBlockReference(side: 5, block: 3), to: &evidence)
    addBlocks(DropBlockReference(side: 3, block: 2), to: &evidence)
    return evidence
  }

  /// Over all seeds of a small map: marginal probabilities, and every dropped site within a dropped block of the map.
  private static func addBlocks(_ map: DropBlockReference, to evidence: inout Evidence) {
    let gamma = map.paperGamma(0.3)
    let seeds = MaskEnumeration(units: map.seedSide * map.seedSide, retention: gamma)
    let name = "block \(map.block) on \(map.side) × \(map.side)"
    evidence.equal("sites by enumeration, \(name)", seeds.expectation { map.mask(seeds: $0) }, map.dropped(gamma))
    let whole = seeds.allSatisfy { seeds, _ in
      let mask = map.mask(seeds: seeds)
      let full = (0..<map.seedSide * map.seedSide).map { place -> Double in
        let block = map.mask(seeds: (0..<seeds.count).map { $0 == place ? 1 : 0 })
        return zip(block, mask).allSatisfy { $0 <= $1 } ? 1 : 0
      }
      return map.mask(seeds: full) == mask
    }
    evidence.true("every dropped site lies in a whole dropped block, \(name)", whole)
  }
}

// MARK: - T20

extension Identity {
  /// T20.
  static let dropBlockGamma = Identity(
    "T20", "The paper's γ drops less than q: only to first order is γ · mean n = q; γ* gives q exactly.",
    source: "Ghiasi, Lin, Le 2018, equation 1; erratum Q10"
  ) { _ in
    var evidence = Evidence()
    for row in goldenRows {
      let map = DropBlockReference(side: row.side, block: row.block)
      let gamma = map.paperGamma(row.rate)
      let name = "F = \(row.side), b = \(row.block), q = \(row.rate)"
      let mean = Double(map.coverage.reduce(0, +)) / Double(row.side * row.side)
      evidence.equal("γ, \(name)", gamma, row.gamma, within: 1e-6)
      evidence.equal("γ · mean n = q, \(name)", gamma * mean, row.rate)
      evidence.equal("share dropped, \(name)", map.fraction(gamma), row.dropped, within: 1e-5)
      evidence.equal("corner, \(name)", map.dropped(gamma)[0], gamma)
      let centre = map.dropped(gamma)[row.side / 2 * row.side + row.side / 2]
      evidence.equal("centre, \(name)", centre, row.centre, within: 1e-4)
      evidence.equal("γ*, \(name)", map.exactGamma(row.rate), row.exact, within: 1e-6)
      evidence.equal("γ* drops q, \(name)", map.fraction(map.exactGamma(row.rate)), row.rate)
    }
    return evidence
  }

  private typealias Row = (
    side: Int, block: Int, rate: Double, gamma: Double, dropped: Double, centre: Double, exact: Double
  )
  private static let goldenRows: [Row] = [
    (7, 3, 0.1, 0.021778, 0.09467, 0.1798, 0.023077), (7, 3, 0.3, 0.065333, 0.25554, 0.4556, 0.079250),
    (7, 5, 0.1, 0.021778, 0.09467, 0.1798, 0.023077), (14, 3, 0.1, 0.015123, 0.09508, 0.1282, 0.015949),
    (14, 5, 0.1, 0.007840, 0.09378, 0.1786, 0.008397), (14, 5, 0.2, 0.015680, 0.17627, 0.3264, 0.018133),
    (14, 7, 0.1, 0.006250, 0.09294, 0.2645, 0.006764), (14, 7, 0.3, 0.018750, 0.24329, 0.6044, 0.024517),
    (28, 3, 0.1, 0.012886, 0.09537, 0.1102, 0.013544), (28, 5, 0.1, 0.005444, 0.09456, 0.1276, 0.005777),
    (28, 7, 0.1, 0.003306, 0.09394, 0.1498, 0.003534),
  ]
}
