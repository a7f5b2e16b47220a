import CKernels

/// How stored features become the numbers that a network sees.
enum FeatureScale: Hashable, Sendable {
  /// The number that each of the 256 bytes becomes.
  case bytes([Float])
  /// (x − mean) / deviation with a mean and a deviation for each feature.
  case numbers(means: [Float], deviations: [Float])

  /// Makes the scale of a normalisation; the training examples decide the means and deviations of `standardized`.
  init(_ normalization: Normalization, training: StoredExamples, rows: [UInt32]) {
    switch (training.features, normalization) {
    case (.symbols, _), (.bytes, .none): self = .bytes((0..<256).map { Float($0) })
    case (.bytes, .unit): self = .bytes((0..<256).map { Float($0) / 255 })
    case (.bytes, .standardized): self = .bytes(Self.standardized(training, rows))
    case (.numbers, .none), (.numbers, .unit):
      let features = training.shape.features
      self = .numbers(
        means: Array(repeating: 0, count: features), deviations: Array(repeating: 1, count: features))
    case (.numbers(let numbers), .standardized): self = Self.standardized(numbers, training.shape.features, rows)
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

  /// Mean and deviation of each feature over the rows, in Double, two passes; deviation 1 where all are equal.
  private static func standardized(_ numbers: [Float], _ features: Int, _ rows: [UInt32]) -> FeatureScale {
    var means = [Float](repeating: 0, count: features)
    var deviations = [Float](repeating: 1, count: features)
    dl_feature_moments(numbers, features, rows, rows.count, &means, &deviations)
    return .numbers(means: means, deviations: deviations)
  }
}
