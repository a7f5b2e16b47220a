extension Identity {
  /// T31.
  static let attentionDropout = Identity(
    "T31", "Dropout on attention weights keeps the mean of A V; row sums have mean 1 and variance q / p Σ a².",
    source: "Vaswani et al. 2017, section 5.4; derived by enumeration"
  ) { _ in
    var evidence = Evidence()
    let weights = Softmax.probabilities([0.4, -1.1, 0.9])
    let values = [[0.5, -1], [2, 1.5], [-0.7, 0.3]]
    func mixed(_ row: [Double]) -> [Double] {
      (0..<2).map { column in zip(row, values).reduce(0) { $0 + $1.0 * $1.1[column] } }
    }
    for p in [0.5, 0.8] {
      let masks = MaskEnumeration(units: 3, retention: p)
      func dropped(_ mask: [Double]) -> [Double] { zip(mask, weights).map { $0 * $1 / p } }
      evidence.equal("E (r / p ⊙ A) V, p = \(p)", masks.expectation { mixed(dropped($0)) }, mixed(weights))
      let sums = masks.expectation { mask -> [Double] in
        let sum = dropped(mask).reduce(0, +)
        return [sum, sum * sum]
      }
      evidence.equal("mean of row sums, p = \(p)", sums[0], 1)
      let squares = weights.reduce(0) { $0 + $1 * $1 }
      evidence.equal("variance of row sums, p = \(p)", sums[1] - 1, (1 - p) / p * squares)
      let hidden = [0.2, 0, 1.7]
      let forward = masks.expectation { mask in mixed(zip(mask, hidden).map { $0 * $1 / p }) }
      evidence.equal("feed-forward dropout keeps the mean, p = \(p)", forward, mixed(hidden))
    }
    return evidence
  }
}
