extension Identity {
  /// T08.
  static let subnetworkGradient = Identity(
    "T08", "The gradient of a random subnetwork is an unbiased estimate of the gradient of the expected loss.",
    source: "Srivastava et al. 2014, section 5.1; derived"
  ) { _ in
    var evidence = Evidence()
    let network = Fixture.network([3, 4, 2], activation: .relu)
    let input = Fixture.numbers(3, from: 7)
    let masks = MaskEnumeration([0.8, 0.8, 0.8, 0.5, 0.5, 0.5, 0.5])
    let mean = masks.expectation { gradient(of: network, input, label: 1, mask: $0) }
    let slopes = slopes(of: network) { moved in
      masks.expectation { mask in
        Softmax.crossEntropy(moved.logits(input, factors: moved.bySite(mask)), label: 1)
      }
    }
    evidence.equal("mean gradient against the slope of the mean loss", mean, slopes, within: 1e-9)
    evidence.atLeast("it is not zero", mean.map(abs).max() ?? 0, 0.01)
    addBatches(network, to: &evidence)
    return evidence
  }

  private static func gradient(of network: ReferenceNetwork, _ input: [Double], label: Int, mask: [Double]) -> [Double]
  {
    let factors = network.bySite(mask)
    let trace = network.forward(input, factors: factors)
    let slopes = network.gradient(trace, factors: factors, logits: Softmax.gradient(trace.logits, label: label))
    return slopes.flatMap { $0.weights + $0.bias }
  }

  /// One mask for the batch or one per example: equal means, unequal variances.
  private static func addBatches(_ network: ReferenceNetwork, to evidence: inout Evidence) {
    let inputs = [Fixture.numbers(3, from: 7), Fixture.numbers(3, from: 9)]
    let masks = MaskEnumeration([1, 1, 1, 0.5, 0.5, 0.5, 0.5])
    let gradients = inputs.map { input in
      masks.filter { $0.probability > 0 }.map { mask, weight in
        (weight, gradient(of: network, input, label: 0, mask: mask))
      }
    }
    var shared = Moments(count: network.parameters.count)
    var separate = shared
    for (one, other) in zip(gradients[0], gradients[1]) { shared.add(one.0, one.1, other.1) }
    for one in gradients[0] {
      for other in gradients[1] { separate.add(one.0 * other.0, one.1, other.1) }
    }
    evidence.equal("mean gradient, one mask per batch and per example", shared.mean, separate.mean)
    evidence.atLeast(
      "total variance with one mask per batch over one per example", shared.variance / separate.variance, 1.01)
  }

  /// Mean and total variance of the mean of two gradients.
  private struct Moments {
    var mean: [Double]
    var square = 0.0

    init(count: Int) { mean = Array(repeating: 0, count: count) }

    mutating func add(_ weight: Double, _ one: [Double], _ other: [Double]) {
      for index in mean.indices {
        let value = 0.5 * (one[index] + other[index])
        mean[index] += weight * value
        square += weight * value * value
      }
    }

    var variance: Double { square - mean.reduce(0) { $0 + $1 * $1 } }
  }
}
