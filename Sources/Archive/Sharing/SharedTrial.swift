import Foundation
import GRDB

/// Everything that is recorded of a trial, as it stands in an export: `trials/<id>.json`.
///
/// Numbers are shortest decimals, which read back as the same bits.
struct SharedTrial: Codable, Hashable, Sendable {
  let id: String
  let spec: String
  let seed: String
  let replicate: Int
  let status: String
  let divergedEpoch: Int?
  let batchOrder: String
  /// One line per layer: name and digest.
  let initialWeights: String
  let finalWeights: String
  /// One bit per test example in hexadecimal digits, as `docs/archive-format.md` says.
  let correctness: String
  let checksum: String
  /// The digest of the text in `provenance/`.
  let provenance: String
  let metrics: [SharedMetric]
  let inference: [SharedInference]
  let probes: [SharedProbe]
  let weights: [SharedWeight]
  let measurements: [SharedMeasurement]
}

struct SharedMetric: Codable, Hashable, Sendable, FetchableRecord {
  let epoch: Int
  let split: String
  let metric: String
  let layer: String
  /// Nil when it is not finite, as the state says.
  let value: Double?
  let state: String

  /// Such as `test error after epoch 4`.
  var words: String { "\(split) \(metric)\(layer.isEmpty ? "" : " of \(layer)") after epoch \(epoch)" }
  var number: String { value.map { "\($0)" } ?? state }
}

struct SharedInference: Codable, Hashable, Sendable {
  struct Value: Codable, Hashable, Sendable, FetchableRecord {
    let samples: Int
    let metric: String
    let value: Double?
    let state: String
  }

  let split: String
  let mode: String
  let checksum: String
  let provenance: String
  let values: [Value]
}

struct SharedProbe: Codable, Hashable, Sendable {
  struct Value: Codable, Hashable, Sendable, FetchableRecord {
    let layer: String
    let statistic: String
    /// Where on a curve; nil for single numbers.
    let place: Double?
    let value: Double?
    let state: String
  }

  let request: String
  let checksum: String
  let provenance: String
  let values: [Value]
}

/// A kept tensor: floats of 4 bytes, lowest byte first, row by row, in `trials/<id>.weights`.
struct SharedWeight: Codable, Hashable, Sendable {
  let name: String
  /// Sizes separated by spaces, as the archive writes them.
  let shape: String
  /// The first byte in the file of weights.
  let offset: Int
  let bytes: Int

  /// Whether it has the bytes of so many floats as its shape says.
  var hasBytesOfShape: Bool {
    var size = 4
    for word in shape.split(separator: " ") {
      guard let count = Int(word), count >= 0 else { return false }
      let product = size.multipliedReportingOverflow(by: count)
      guard !product.overflow else { return false }
      size = product.partialValue
    }
    return size == bytes
  }
}

struct SharedMeasurement: Codable, Hashable, Sendable, FetchableRecord {
  let startedAt: Double
  let trainingSeconds: Double
  let evaluationSeconds: Double
  let cpuSeconds: Double
  let peakMemory: Int
  let host: String
}
