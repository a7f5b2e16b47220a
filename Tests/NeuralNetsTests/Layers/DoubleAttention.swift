import Foundation
import NeuralNets
import Randomness
import Specifications

/// Multi-head self-attention written out one number at a time in Double, with masks asked from their addresses.
struct DoubleAttention {
  var positions: Int
  var channels: Int
  var heads: Int
  var isCausal = false
  var dropout = AttentionDropout()
  /// Row-major in_proj_weight, in_proj_bias, out_proj.weight, out_proj.bias.
  var arrays: [[Double]]
  var pass: ForwardPass
  var examples: [UInt32]
  var name = "attention"

  private func factor(_ part: String, _ rate: Rate, unit: Int, example: UInt32) -> Double {
    guard rate.dropping > 0, let source = pass.noise(of: "\(name).\(part)") else { return 1 }
    let word = source.stream.words(block: unit / 4, example: Int(example), step: source.step)[unit % 4]
    return Double(word >> 8) < (rate.retention * 0x1p24).rounded(.up) ? 1 / rate.retention : 0
  }

  /// Outputs of rows position · examples + example, from inputs in the same order.
  func outputs(_ features: [Double]) -> [Double] {
    let count = examples.count
    var result = [Double](repeating: 0, count: features.count)
    for (n, example) in examples.enumerated() {
      let rows = (0..<positions).map { t in
        Array(features[(t * count + n) * channels..<(t * count + n + 1) * channels])
      }
      let projected = rows.map { affine($0, arrays[0], arrays[1]) }
      let contexts = context(projected, example: example)
      for t in 0..<positions {
        let row = affine(contexts[t], arrays[2], arrays[3])
        result.replaceSubrange((t * count + n) * channels..<(t * count + n + 1) * channels, with: row)
      }
    }
    return result
  }

  private func affine(_ x: [Double], _ weights: [Double], _ bias: [Double]) -> [Double] {
    bias.indices.map { row in x.indices.reduce(bias[row]) { $0 + weights[row * x.count + $1] * x[$1] } }
  }

  private func context(_ projected: [[Double]], example: UInt32) -> [[Double]] {
    let width = channels / heads
    var result = [[Double]](repeating: [Double](repeating: 0, count: channels), count: positions)
    for head in 0..<heads {
      let share = factor("heads", dropout.heads.rate, unit: head, example: example)
      for t in 0..<positions {
        let seen = isCausal ? t + 1 : positions
        let powers = (0..<seen).map { u in
          exp(
            (0..<width).reduce(0) {
              $0 + projected[t][head * width + $1] * projected[u][channels + head * width + $1]
            } / Double(width).squareRoot())
        }
        let total = powers.reduce(0, +)
        for u in 0..<seen {
          let unit = (head * positions + t) * positions + u
          let weight = powers[u] / total * factor("weights", dropout.weights.rate, unit: unit, example: example) * share
          for c in head * width..<(head + 1) * width { result[t][c] += weight * projected[u][2 * channels + c] }
        }
      }
    }
    return result
  }
}
