extension Identity {
  /// T36.
  static let dropPathJoin = Identity(
    "T36", "A join that averages its surviving inputs, at least one, keeps the mean of all inputs.",
    source: "Larsson, Maire, Shakhnarovich 2017 (FractalNet), section 2.1"
  ) { _ in
    var evidence = Evidence()
    let masks = MaskEnumeration(units: 2, retention: 0.85)
    func probability(of survivors: Double) -> Double {
      masks.expectation { mask -> Double in mask.reduce(0, +) == survivors ? 1 : 0 }
    }
    evidence.equal("both survive, q = .15", probability(of: 2), 0.7225)
    evidence.equal("one survives by sampling", probability(of: 1), 0.255)
    evidence.equal("one is forced", probability(of: 0), 0.0225)
    for inputs in [[0.7, -1.2], [0.7, -1.2, 3], [0.7, -1.2, 3, 0.1]] {
      for rate in [0.15, 0.5] {
        let local = MaskEnumeration(units: inputs.count, retention: 1 - rate).expectation { mask -> [Double] in
          [join(inputs, mask), present(mask)]
        }
        let mean = inputs.reduce(0, +) / Double(inputs.count)
        evidence.equal("mean of the join of \(inputs.count), q = \(rate)", local[0], mean)
        evidence.equal("at least one is present", local[1], 1)
      }
      let alone = inputs.indices.map { column in join(inputs, inputs.indices.map { $0 == column ? 1 : 0 }) }
      evidence.equal("a single column passes unchanged", alone, inputs)
    }
    return evidence
  }

  /// The mean of the survivors; over the choice of the one that is kept when none survives, the mean of all.
  private static func join(_ inputs: [Double], _ mask: [Double]) -> Double {
    let survivors = mask.reduce(0, +)
    guard survivors > 0 else {
      let forced = inputs.indices.map { column in join(inputs, inputs.indices.map { $0 == column ? 1 : 0 }) }
      return forced.reduce(0, +) / Double(inputs.count)
    }
    return zip(mask, inputs).reduce(0) { $0 + $1.0 * $1.1 } / survivors
  }

  /// 1 where an input survives or is forced.
  private static func present(_ mask: [Double]) -> Double {
    let survivors = mask.reduce(0, +)
    return min(max(survivors, 1), 1)
  }
}
