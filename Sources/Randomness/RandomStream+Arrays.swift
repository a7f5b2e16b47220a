import CKernels

/// The part of a batch that an array of numbers is drawn for.
///
/// Any split of rows or of units gives the same numbers. `units` starts at a multiple of 4.
package struct RandomRegion {
  /// The training step.
  package var step: Int
  /// The positions in the data set of the examples, one per row.
  package var examples: UnsafeBufferPointer<UInt32>
  /// The flat indices of the units, the columns.
  package var units: Range<Int>

  /// Makes the region of some units for the examples of a batch.
  package init(step: Int, examples: UnsafeBufferPointer<UInt32>, units: Range<Int>) {
    precondition(step >= 0, "steps are counted from 0, not \(step)")
    precondition(units.lowerBound >= 0 && units.lowerBound % 4 == 0, "units start at \(units.lowerBound), not at 4 n")
    self.step = step
    self.examples = examples
    self.units = units
  }

  /// The count of numbers.
  package var count: Int { examples.count * units.count }

  /// The count of 64-bit words of its mask.
  package var maskWords: Int { examples.count * dl_mask_row_words(units.count) }
}

extension RandomStream {
  /// Writes mask bits: 1 where kept; rows of ⌈units / 64⌉ words, unit u at bit u % 64 of word u / 64, padding 0.
  package func fillMask(
    retention: Double, _ region: RandomRegion, into bits: UnsafeMutableBufferPointer<UInt64>,
    path: dl_path = DL_PATH_FASTEST
  ) {
    precondition(bits.count >= region.maskWords, "\(bits.count) words cannot hold \(region.maskWords)")
    guard let base = bits.baseAddress, let examples = region.examples.baseAddress else { return }
    dl_mask_bits(
      key, UInt64(region.step), examples, region.examples.count, UInt32(region.units.lowerBound), region.units.count,
      Self.threshold(retention), base, path)
  }

  /// Writes the bits of masks on weights [outputs × inputs], one mask per example, as weights lie in panels.
  ///
  /// Their numbers are drawn by planes (`weight-masks.h`), those of `fillMask` a word each.
  package func fillWeightMask(
    retention: Double, step: Int, examples: UnsafeBufferPointer<UInt32>, inputs: Int, outputs: Int,
    into bits: UnsafeMutableBufferPointer<UInt64>, path: dl_path = DL_PATH_FASTEST
  ) {
    let words = examples.count * dl_weight_mask_words(inputs, outputs)
    precondition(step >= 0, "steps are counted from 0, not \(step)")
    precondition(bits.count >= words, "\(bits.count) words cannot hold \(words)")
    guard let base = bits.baseAddress, let first = examples.baseAddress else { return }
    dl_weight_mask_bits(
      key, UInt64(step), first, examples.count, inputs, outputs, Self.threshold(retention), base, path)
  }

  /// Writes multipliers: `kept` where kept, else 0; dense rows.
  package func fillMultipliers(
    retention: Double, kept: Float, _ region: RandomRegion, into values: UnsafeMutableBufferPointer<Float>,
    path: dl_path = DL_PATH_FASTEST
  ) {
    precondition(values.count >= region.count, "\(values.count) numbers cannot hold \(region.count)")
    guard let base = values.baseAddress, let examples = region.examples.baseAddress else { return }
    dl_mask_multipliers(
      key, UInt64(region.step), examples, region.examples.count, UInt32(region.units.lowerBound), region.units.count,
      Self.threshold(retention), kept, base, path)
  }

  /// Writes uniforms of 24 bits in [0, 1), the ones that masks compare with the retention; dense rows.
  package func fillUniforms(
    _ region: RandomRegion, into values: UnsafeMutableBufferPointer<Float>, path: dl_path = DL_PATH_FASTEST
  ) {
    precondition(values.count >= region.count, "\(values.count) numbers cannot hold \(region.count)")
    guard let base = values.baseAddress, let examples = region.examples.baseAddress else { return }
    dl_uniform_f32(
      key, UInt64(region.step), examples, region.examples.count, UInt32(region.units.lowerBound), region.units.count,
      base, path)
  }

  /// Writes normal numbers mean + deviation · z of Float precision; dense rows.
  package func fillNormals(
    mean: Float = 0, deviation: Float = 1, _ region: RandomRegion, into values: UnsafeMutableBufferPointer<Float>,
    path: dl_path = DL_PATH_FASTEST
  ) {
    precondition(values.count >= region.count, "\(values.count) numbers cannot hold \(region.count)")
    guard let base = values.baseAddress, let examples = region.examples.baseAddress else { return }
    dl_normal_f32(
      key, UInt64(region.step), examples, region.examples.count, UInt32(region.units.lowerBound), region.units.count,
      mean, deviation, base, path)
  }

  private static func threshold(_ retention: Double) -> UInt32 {
    precondition((0...1).contains(retention), "a retention lies in [0, 1], not at \(retention)")
    return dl_mask_threshold(retention)
  }
}

// MARK: - Arrays for one example

extension RandomStream {
  /// Returns `count` uniforms of 53 bits in [0, 1): those at units 0 ..< count.
  package func uniforms(_ count: Int, example: Int = 0, step: Int = 0) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      if let base = buffer.baseAddress {
        dl_uniform_f64(key, UInt64(step), [UInt32(example)], 1, 0, count, base, DL_PATH_FASTEST)
      }
      filled = count
    }
  }

  /// Returns `count` standard normal numbers: those at units 0 ..< count.
  package func normals(_ count: Int, example: Int = 0, step: Int = 0) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      if let base = buffer.baseAddress {
        dl_normal_f64(key, UInt64(step), [UInt32(example)], 1, 0, count, base, DL_PATH_FASTEST)
      }
      filled = count
    }
  }
}
