extension Identity {
  /// T29.
  static let reconstruction = Identity(
    "T29", "In a field of correlation ρ, both neighbours at distance d explain 2 ρ²ᵈ / (1 + ρ²ᵈ) of a dropped site.",
    source: "linear prediction of a Markov field; Tompson et al. 2015, section 3.2"
  ) { _ in
    var evidence = Evidence()
    for (correlation, golden) in [(0.9, [0.895, 0.7923, 0.6940, 0.6019]), (0.8, [0.7805, 0.5812, 0.4154, 0.2873])] {
      for (index, expected) in golden.enumerated() {
        let (run, distance) = (2 * index + 1, index + 1)
        let reach = power(correlation, 2 * distance)
        let closed = 2 * reach / (1 + reach)
        let name = "ρ = \(correlation), run of \(run)"
        evidence.equal(name, closed, expected, within: 5e-5)
        evidence.equal("solved, \(name)", explained(correlation, [-distance, distance]), closed)
        let far = explained(correlation, [-distance - 2, -distance, distance, distance + 1])
        evidence.equal("further sites add nothing, \(name)", far, closed)
      }
    }
    evidence.equal("an independent channel explains nothing", explained(0, [-1, 1]), 0)
    return evidence
  }

  /// R² of the best linear prediction of the site at 0 from sites of a first-order process.
  private static func explained(_ correlation: Double, _ sites: [Int]) -> Double {
    let matrix = sites.map { i in sites.map { power(correlation, abs(i - $0)) } }
    let right = sites.map { power(correlation, abs($0)) }
    let weights = LinearSystem(matrix: matrix, right: right).solution
    return zip(weights, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

// MARK: - T30

extension Identity {
  /// T30.
  static let plantedCoadaptation = Identity(
    "T30",
    "Least squares trusts a fragile pair entirely; dropout moves to the independent feature, more than ridge does.",
    source: "derived from T12 for x = (z + n, n, z + e), Var n = 4, Var e = .25"
  ) { _ in
    var evidence = Evidence()
    for golden in goldenDropout {
      let penalty = second.indices.map { (1 - golden.p) / golden.p * second[$0][$0] }
      let weights = planted(penalty)
      let name = "p = \(golden.p)"
      evidence.equal("weights, \(name)", weights, golden.weights, within: 1e-6)
      evidence.equal("mean square, \(name)", meanSquare(weights, isBroken: false), golden.whole, within: 1e-6)
      evidence.equal("with broken partner, \(name)", meanSquare(weights, isBroken: true), golden.broken, within: 1e-6)
    }
    let ridge = planted([0.25, 0.25, 0.25])
    evidence.equal("ridge of .25", ridge, [0.407186, -0.383234, 0.395210], within: 1e-6)
    evidence.equal("its mean square", meanSquare(ridge, isBroken: false), 0.080390, within: 1e-6)
    evidence.equal("with broken partner", meanSquare(ridge, isBroken: true), 1.328768, within: 1e-6)
    let strong = planted([1, 1, 1])
    evidence.equal("ridge of 1", meanSquare(strong, isBroken: false), 0.217960, within: 1e-6)
    evidence.equal("with broken partner", meanSquare(strong, isBroken: true), 0.573959, within: 1e-6)
    for (ridge, p) in zip(equalRidges, goldenDropout.dropFirst()) {
      let weights = planted(Array(repeating: ridge.strength, count: 3))
      let name = "ridge of \(ridge.strength)"
      evidence.equal("mean square of p = \(p.p), \(name)", meanSquare(weights, isBroken: false), p.whole, within: 1e-6)
      evidence.equal("with broken partner, \(name)", meanSquare(weights, isBroken: true), ridge.broken, within: 1e-6)
    }
    return evidence
  }

  private static let goldenDropout = [
    (p: 1, weights: [1, -1, 0], whole: 0, broken: 8),
    (p: 0.95, weights: [0.341317, -0.324251, 0.500599], whole: 0.088805, broken: 0.974187),
    (p: 0.8, weights: [0.149378, -0.119502, 0.544398], whole: 0.171436, broken: 0.314243),
    (p: 0.5, weights: [0.078947, -0.039474, 0.368421], whole: 0.345568, broken: 0.370499),
  ]
  /// Ridge at the mean squares of the dropout above, solved for its strength.
  private static let equalRidges = [
    (strength: 0.288545, broken: 1.198410), (strength: 0.726736, broken: 0.661858),
    (strength: 1.896103, broken: 0.514664),
  ]
  /// E x xᵀ and E x z.
  private static let second: [[Double]] = [[5, 4, 1], [4, 4, 0], [1, 0, 1.25]]
  private static let cross: [Double] = [1, 0, 1]

  private static func planted(_ penalty: [Double]) -> [Double] {
    let matrix = second.indices.map { i in second.indices.map { second[i][$0] + (i == $0 ? penalty[i] : 0) } }
    return LinearSystem(matrix: matrix, right: cross).solution
  }

  /// E (z − w · x)²; a broken partner no longer correlates with its pair.
  private static func meanSquare(_ weights: [Double], isBroken: Bool) -> Double {
    var sum = 1.0
    for i in weights.indices {
      sum -= 2 * weights[i] * cross[i]
      for j in weights.indices {
        let isPair = i != j && i < 2 && j < 2
        sum += weights[i] * weights[j] * (isBroken && isPair ? 0 : second[i][j])
      }
    }
    return sum
  }
}
