import CKernels
import Randomness
import Specifications
import Tensors

/// A matrix of weights, [outputs × inputs], that masks act on: weight output · inputs + input is its unit.
///
/// The bits of a mask lie as the weights do, in panels over the outputs (`weight-masks.h`).
package struct WeightMatrix: Hashable, Sendable {
  package let inputs: Int
  package let outputs: Int
  package var units: Int { inputs * outputs }
  /// 64-bit words of one mask.
  var words: Int { dl_weight_mask_words(inputs, outputs) }

  package init(inputs: Int, outputs: Int) {
    self.inputs = inputs
    self.outputs = outputs
  }

  /// The place of a unit's bit.
  func place(of unit: Int) -> Int {
    let (output, input) = unit.quotientAndRemainder(dividingBy: inputs)
    return (output / DL_PANEL * inputs + input) * DL_PANEL + output % DL_PANEL
  }

  /// The factors of all weights, [outputs × inputs], under one of the masks of a noise.
  package func factors(of noise: dl_noise, example: Int) -> [Float] {
    guard let bits = noise.bits else { return [Float](repeating: noise.scale, count: units) }
    return (0..<units).map { unit in
      let place = place(of: unit)
      return bits[example * noise.words + place / 64] >> (place % 64) & 1 == 1 ? noise.scale : 0
    }
  }

  /// The words of the mask whose bit u is that of unit u, for 64 units at most.
  func mask(_ bits: UInt64) -> [UInt64] {
    var result = [UInt64](repeating: 0, count: words)
    for unit in 0..<units where bits >> unit & 1 == 1 { result[place(of: unit) / 64] |= 1 << (place(of: unit) % 64) }
    return result
  }

  /// Draws one mask for each of some examples.
  func sample(
    _ rate: Rate, _ source: NoiseSource, examples: UnsafeBufferPointer<UInt32>,
    into bits: UnsafeMutableBufferPointer<UInt64>
  ) {
    source.stream.fillWeightMask(
      retention: rate.retention, step: source.step, examples: examples, inputs: inputs, outputs: outputs, into: bits)
  }
}

// MARK: - Products with weights under a mask

extension WeightMatrix {
  /// Panels whose weights are masked at once and stay in the second-level cache until they are multiplied.
  static let piece = 4

  /// Floats that pieces of masked weights take, or of turned ones.
  func scratch(turned: Bool) -> Int {
    min(Self.piece, dl_panels(turned ? inputs : outputs)) * DL_PANEL * (turned ? outputs : inputs)
  }

  /// out = initial + scalars · (mask ⊙ weights), piece by piece; `turned` for mask ⊙ weights transposed.
  func multiply(
    _ scalars: PanelMatrix, rows: Int, weights: PanelMatrix, under mask: dl_noise, turned: Bool,
    initial: UnsafePointer<Float>?, into out: PanelMatrix, lists: ScalarLists, scratch: FloatBuffer
  ) {
    Product.multiply(scalars, rows: rows, initial: initial, into: out, lists: lists, piece: Self.piece) { panels in
      withUnsafePointer(to: mask) { mask in
        if turned {
          dl_turn_masked_weights(
            weights.base, inputs, outputs, mask, scratch.base, panels.lowerBound, panels.upperBound, DL_PATH_FASTEST)
        } else {
          dl_mask_weights(
            weights.base, inputs, mask, scratch.base, panels.lowerBound, panels.upperBound, DL_PATH_FASTEST)
        }
      }
      return UnsafePointer(scratch.base)
    }
  }
}
