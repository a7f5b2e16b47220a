import CKernels
import Foundation
import NeuralNets
import Randomness
import Specifications
import Tensors

/// A multilayer perceptron in Double, written for clarity, whose loss is differentiated by central differences.
struct DoubleNetwork {
  var weights: [[Double]]
  var biases: [[Double]]
  let widths: [Int]
  let activation: Activation
  /// What each site multiplies by, from the input up, [examples × units].
  var factors: [[Double]]
  let sparsity: SparsityPenalty?

  /// Copies a network and the noise of one training step, drawn here by its address.
  init(_ network: Network, _ fixture: NetworkFixture, step: Int) {
    weights = network.layers.map { $0.weights.rowMajor.map(Double.init) }
    biases = network.layers.map { $0.bias.values.prefix($0.outputs).map(Double.init) }
    widths = [fixture.inputs] + fixture.hidden + [fixture.outputs]
    activation = fixture.activation
    sparsity = fixture.regularization.sparsity
    let sites = ["input"] + fixture.hidden.indices.map { "hidden\($0 + 1)" }
    let variants = [fixture.dropout.input] + fixture.hidden.indices.map { fixture.dropout.hidden.dropout(at: $0) }
    let units = [fixture.inputs] + fixture.hidden
    factors = zip(sites, variants).enumerated().map { index, site in
      Self.factors(
        site.1, fixture.plan.noise(layer: site.0), fixture.examples, step: step, count: units[index])
    }
  }

  private static func factors(
    _ dropout: Dropout, _ stream: RandomStream, _ examples: [UInt32], step: Int, count: Int
  ) -> [Double] {
    var values = [Float](repeating: 1, count: examples.count * count)
    examples.withUnsafeBufferPointer { examples in
      let region = RandomRegion(step: step, examples: examples, units: 0..<count)
      values.withUnsafeMutableBufferPointer { buffer in
        switch dropout {
        case .none: break
        case .bernoulli(let rate, let convention):
          let kept = convention == .inverted ? Float(1 / rate.retention) : 1
          stream.fillMultipliers(retention: rate.retention, kept: kept, region, into: buffer)
        case .spatial(let rate):
          stream.fillMultipliers(retention: rate.retention, kept: Float(1 / rate.retention), region, into: buffer)
        case .batchBernoulli, .clippedGaussian, .alpha, .cutout, .scheduled:
          preconditionFailure("\(dropout.name) is tested by itself")
        case .uniform(let spread):
          draw(DL_FACTORS_UNIFORM, Float(1 - spread), Float(2 * spread), stream, region, into: buffer)
        case .dropBlock(let block):
          preconditionFailure("DropBlock of \(block.size) is for maps, which are not here")
        case .gaussian(let rate):
          let deviation = Float((rate.dropping / rate.retention).squareRoot())
          draw(DL_FACTORS_NORMAL, 1, deviation, stream, region, into: buffer)
        case .standout: preconditionFailure("standout depends on what is summed")
        case .variational(let noise):
          draw(DL_FACTORS_NORMAL, 1, Float(noise.start.squareRoot()), stream, region, into: buffer)
        case .concrete(let noise):
          draw(
            DL_FACTORS_RELAXED, Float(ConcreteNoise.logit(noise.start.dropping)), Float(1 / noise.temperature), stream,
            region, third: Float(1 / noise.start.retention), into: buffer)
        }
      }
    }
    return values.map(Double.init)
  }

  /// Draws factors, whose addresses and formulas `FactorsTests` checks, into dense rows.
  private static func draw(
    _ kind: dl_factor_kind, _ first: Float, _ second: Float, _ stream: RandomStream, _ region: RandomRegion,
    third: Float = 0, into rows: UnsafeMutableBufferPointer<Float>
  ) {
    let (count, padded) = (region.units.count, (region.units.count + 15) / 16 * 16)
    var law = dl_factor_law(kind: kind, first: first, second: second, third: third, deviations: nil)
    var (panels, moments) = ([Float](repeating: 0, count: padded), [0.0, 0.0, 0.0])
    for (index, example) in region.examples.enumerated() {
      dl_draw_factors(
        &law, DL_DRAW, stream.key, UInt64(region.step), [example], 1, 1, padded, count, &panels, nil, nil, &moments,
        DL_PATH_PORTABLE)
      for unit in 0..<count { rows[index * count + unit] = panels[unit] }
    }
  }

  /// The mean loss of the batch and the sparsity penalty.
  func objective(_ features: [Float], labels: [UInt32], loss: Loss) -> Double {
    let rows = labels.count
    var values = zip(features, factors[0]).map { Double($0) * $1 }
    var penalty = 0.0
    for layer in weights.indices {
      values = dense(values, rows: rows, layer: layer)
      guard layer < weights.count - 1 else { break }
      values = values.map(activate)
      penalty += sparsityPenalty(values, rows: rows, units: widths[layer + 1])
      values = zip(values, factors[layer + 1]).map { $0 * $1 }
    }
    return penalty + meanLoss(values, labels: labels, loss: loss)
  }

  private func dense(_ values: [Double], rows: Int, layer: Int) -> [Double] {
    let (inputs, outputs) = (widths[layer], widths[layer + 1])
    return (0..<rows).flatMap { row in
      (0..<outputs).map { unit in
        (0..<inputs).reduce(biases[layer][unit]) {
          $0 + weights[layer][unit * inputs + $1] * values[row * inputs + $1]
        }
      }
    }
  }

  private func activate(_ value: Double) -> Double {
    switch activation {
    case .relu: max(0, value)
    case .leakyReLU(let slope): value > 0 ? value : slope * value
    case .tanh: Foundation.tanh(value)
    case .sigmoid: 1 / (1 + Foundation.exp(-value))
    case .selu: value > 0 ? 1.0507009873554805 * value : 1.7580993408473766 * (Foundation.exp(value) - 1)
    case .gelu: value * Foundation.erfc(-value / 2.0.squareRoot()) / 2
    case .identity: value
    }
  }

  private func sparsityPenalty(_ values: [Double], rows: Int, units: Int) -> Double {
    guard let sparsity else { return 0 }
    let target = sparsity.target
    return (0..<units).reduce(0) { sum, unit in
      let mean = (0..<rows).reduce(0) { $0 + values[$1 * units + unit] } / Double(rows)
      let divergence =
        target * Foundation.log(target / mean) + (1 - target) * Foundation.log((1 - target) / (1 - mean))
      return sum + sparsity.weight * divergence
    }
  }

  private func meanLoss(_ logits: [Double], labels: [UInt32], loss: Loss) -> Double {
    let classes = widths[widths.count - 1]
    let losses = labels.enumerated().map { row, label in
      let scores = Array(logits[row * classes..<(row + 1) * classes])
      return Self.loss(scores, label: Int(label), loss)
    }
    return losses.reduce(0, +) / Double(labels.count)
  }

  private static func loss(_ scores: [Double], label: Int, _ loss: Loss) -> Double {
    let targets = scores.indices.map { $0 == label ? 1.0 : 0 }
    switch loss {
    case .meanSquaredError:
      return zip(scores, targets).map { ($0 - $1) * ($0 - $1) }.reduce(0, +) / Double(scores.count)
    case .crossEntropy(let smoothing):
      let total = Foundation.log(scores.map { Foundation.exp($0) }.reduce(0, +))
      return -zip(scores, targets).map { score, target in
        ((1 - smoothing) * target + smoothing / Double(scores.count)) * (score - total)
      }.reduce(0, +)
    case .normalLikelihood: preconditionFailure("a likelihood of numbers has no label")
    }
  }
}

// MARK: - Central differences

extension DoubleNetwork {
  /// The gradients of the objective by central differences, from the input up.
  func gradients(_ fixture: NetworkFixture) -> [(weights: [Double], bias: [Double])] {
    var moved = self
    let (features, labels) = (fixture.features, fixture.labels)
    func slope(_ parameter: WritableKeyPath<DoubleNetwork, Double>) -> Double {
      let value = moved[keyPath: parameter]
      let width = 1e-6
      moved[keyPath: parameter] = value + width
      let above = moved.objective(features, labels: labels, loss: fixture.loss)
      moved[keyPath: parameter] = value - width
      let below = moved.objective(features, labels: labels, loss: fixture.loss)
      moved[keyPath: parameter] = value
      return (above - below) / (2 * width)
    }
    return weights.indices.map { layer in
      (
        weights[layer].indices.map { slope(\.weights[layer][$0]) },
        biases[layer].indices.map { slope(\.biases[layer][$0]) }
      )
    }
  }
}
