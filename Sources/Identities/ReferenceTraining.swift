import CKernels

/// How a step moves the weights of one layer; biases move by the plain learning rate, without penalty or bound.
struct ReferenceRule: Hashable, Sendable {
  enum Kind: Hashable, Sendable { case descent, adam }

  var name: String
  var kind = Kind.descent
  var rate = 0.1
  var biasRate = 0.1
  var momentum = 0.0
  var l2 = 0.0
  var maxNorm = Double.infinity
  var epsilon = 1e-8
  var biasEpsilon = 1e-8

  static let all = [
    ReferenceRule(name: "gradient descent"), ReferenceRule(name: "momentum", rate: 0.05, biasRate: 0.05, momentum: 0.9),
    ReferenceRule(name: "L2", l2: 0.01), ReferenceRule(name: "max-norm", rate: 0.3, biasRate: 0.3, maxNorm: 1),
    ReferenceRule(name: "Adam", kind: .adam, rate: 0.01, biasRate: 0.01, epsilon: 1e-3, biasEpsilon: 1e-3),
  ]

  /// The rule that does to W / p what this one does to W.
  func classic(retention p: Double) -> ReferenceRule {
    var rule = self
    switch kind {
    case .descent: rule.rate = rate / (p * p)
    case .adam:
      rule.rate = rate / p
      rule.epsilon = p * epsilon
    }
    rule.l2 = p * p * l2
    rule.maxNorm = maxNorm / p
    return rule
  }
}

/// A network in Double under training, one rule per layer.
struct ReferenceTraining {
  /// Five labelled examples with the factors of every site.
  struct Batch {
    var inputs: [[Double]]
    var labels: [Int]
    var factors: [[[Double]]]

    /// Draws examples and masks from the fixed numbers.
    init(step: Int, network: ReferenceNetwork, retentions: [Double]) {
      let width = network.sites[0]
      let outputs = network.layers[network.layers.count - 1].outputs
      inputs = (0..<5).map { Fixture.numbers(width, from: 1_000 + width * (5 * step + $0)) }
      labels = (0..<5).map { (5 * step + $0) % outputs }
      let kept = network.uniform(retentions).flatMap { $0 }
      factors = (0..<5).map { row in
        let draws = Fixture.numbers(kept.count, from: 9_000 + kept.count * (5 * step + row))
        return network.bySite(zip(draws, kept).map { abs($0) < $1 ? 1 : 0 })
      }
    }

    /// The same batch with the factors of each site times a number.
    func scaled(by scales: [Double]) -> Batch {
      var batch = self
      batch.factors = factors.map { sites in zip(sites, scales).map { site, scale in site.map { scale * $0 } } }
      return batch
    }
  }

  private(set) var network: ReferenceNetwork
  private let rules: [ReferenceRule]
  private var first: [ReferenceLayer]
  private var second: [ReferenceLayer]
  private var steps = 0.0

  init(_ network: ReferenceNetwork, rules: [ReferenceRule]) {
    self.network = network
    self.rules = rules
    first = network.layers.map { layer in
      ReferenceLayer(
        inputs: layer.inputs, weights: layer.weights.map { _ in 0 }, bias: layer.bias.map { _ in 0 })
    }
    second = first
  }

  /// Moves every weight by one step on a batch.
  mutating func step(_ batch: Batch) {
    let gradients = gradients(batch)
    steps += 1
    for (index, rule) in rules.enumerated() {
      let gradient = zip(gradients[index].weights, network.layers[index].weights).map { $0 + rule.l2 * $1 }
      network.layers[index].weights = moved(\.weights, index, gradient, rule, rule.rate, rule.epsilon)
      network.layers[index].bias = moved(\.bias, index, gradients[index].bias, rule, rule.biasRate, rule.biasEpsilon)
      network.layers[index].constrain(rule.maxNorm)
    }
  }

  private func gradients(_ batch: Batch) -> [ReferenceLayer] {
    var total = network.layers
    for index in total.indices {
      total[index].weights = total[index].weights.map { _ in 0 }
      total[index].bias = total[index].bias.map { _ in 0 }
    }
    for row in batch.inputs.indices {
      let trace = network.forward(batch.inputs[row], factors: batch.factors[row])
      let slope = Softmax.gradient(trace.logits, label: batch.labels[row]).map { $0 / Double(batch.inputs.count) }
      let part = network.gradient(trace, factors: batch.factors[row], logits: slope)
      for index in total.indices {
        total[index].weights = zip(total[index].weights, part[index].weights).map { $0 + $1 }
        total[index].bias = zip(total[index].bias, part[index].bias).map { $0 + $1 }
      }
    }
    return total
  }

  private mutating func moved(
    _ part: WritableKeyPath<ReferenceLayer, [Double]>, _ layer: Int, _ gradient: [Double], _ rule: ReferenceRule,
    _ rate: Double, _ epsilon: Double
  ) -> [Double] {
    let values = network.layers[layer][keyPath: part]
    switch rule.kind {
    case .descent:
      let velocity = zip(first[layer][keyPath: part], gradient).map { rule.momentum * $0 + $1 }
      first[layer][keyPath: part] = velocity
      return zip(values, velocity).map { $0 - rate * $1 }
    case .adam:
      let mean = zip(first[layer][keyPath: part], gradient).map { 0.9 * $0 + 0.1 * $1 }
      let square = zip(second[layer][keyPath: part], gradient).map { 0.999 * $0 + 0.001 * $1 * $1 }
      first[layer][keyPath: part] = mean
      second[layer][keyPath: part] = square
      let corrections = (1 - dl_pow(0.9, steps), 1 - dl_pow(0.999, steps))
      return values.indices.map { index in
        let deviation = (square[index] / corrections.1).squareRoot()
        return values[index] - rate * (mean[index] / corrections.0) / (deviation + epsilon)
      }
    }
  }
}

extension ReferenceLayer {
  /// Projects each unit's incoming weights into the ball of the limit.
  fileprivate mutating func constrain(_ limit: Double) {
    guard limit.isFinite else { return }
    for unit in 0..<outputs {
      let range = unit * inputs..<(unit + 1) * inputs
      let norm = weights[range].reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > limit else { continue }
      for place in range { weights[place] *= limit / norm }
    }
  }
}
