import CKernels

/// The number that each of the 256 bytes becomes.
struct FeatureScale: Hashable, Sendable {
  let values: [Float]

  /// Makes the scale of a normalisation; the training examples decide the mean and deviation of `standardized`.
  init(_ normalization: Normalization, training: StoredExamples, rows: [UInt32]) {
    switch normalization {
    case .none: values = (0..<256).map { Float($0) }
    case .unit: values = (0..<256).map { Float($0) / 255 }
    case .standardized: values = Self.standardized(training, rows)
    }
  }

  /// (x − m) / s with the mean and deviation of all bytes of the rows, from exact counts; m only when all are equal.
  private static func standardized(_ training: StoredExamples, _ rows: [UInt32]) -> [Float] {
    var counts = [UInt64](repeating: 0, count: 256)
    dl_count_bytes(training.bytes, training.shape.features, rows, rows.count, &counts)
    let total = Double(counts.reduce(0, +))
    let mean = Double(counts.enumerated().reduce(0) { $0 + UInt64($1.offset) * $1.element }) / total
    let variance =
      counts.enumerated().reduce(0.0) { sum, count in
        let distance = Double(count.offset) - mean
        return sum + distance * distance * Double(count.element)
      } / total
    let deviation = variance > 0 ? variance.squareRoot() : 1
    return (0..<256).map { Float((Double($0) - mean) / deviation) }
  }
}
