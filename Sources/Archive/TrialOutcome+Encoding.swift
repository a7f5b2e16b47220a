import Experiments
import Files

/// Whether a number is finite; SQLite would store NaN as nothing at all.
package enum NumberState: String, Hashable, Sendable {
  case finite
  case nan
  case positiveInfinity = "inf"
  case negativeInfinity = "-inf"

  func value(finite: Double?) -> Double {
    switch self {
    case .finite: finite ?? .nan
    case .nan: .nan
    case .positiveInfinity: .infinity
    case .negativeInfinity: -.infinity
    }
  }
}

extension Double {
  package var state: NumberState {
    if isNaN { return .nan }
    if isInfinite { return self > 0 ? .positiveInfinity : .negativeInfinity }
    return .finite
  }

  /// The bits that come back from the file: SQLite keeps no sign of a zero, and NaN is kept as a state.
  var storedBits: UInt64 { (isNaN ? Double.nan : self == 0 ? 0 : self).bitPattern }
}

extension TrialStatus {
  package var word: String {
    switch self {
    case .completed: "completed"
    case .diverged: "diverged"
    }
  }

  var divergedEpoch: Int? {
    switch self {
    case .completed: nil
    case .diverged(let epoch): epoch
    }
  }
}

extension TrialDigests {
  /// One line per layer: name and digest.
  var initialText: String { initialWeights.map { "\($0.layer) \($0.digest)" }.joined(separator: "\n") }

  static func initial(from text: String) -> [LayerDigest] {
    text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " ")
      return parts.count == 2 ? LayerDigest(layer: String(parts[0]), digest: String(parts[1])) : nil
    }
  }
}

extension TrialOutcome {
  /// SHA-256 over everything that is recorded of the trial: one line per fact, numbers by their bits.
  ///
  /// There is one zero and one NaN, as in the file.
  package func checksum(of id: TrialID) -> String {
    var text = [UInt8]()
    text.reserveCapacity(1024 + 48 * metrics.count)
    let head = [
      id.hex, status.word, status.divergedEpoch.map(String.init) ?? "", digests.batchOrder, digests.initialText,
      digests.finalWeights, Hexadecimal.text(of: correctness),
    ]
    text += head.joined(separator: "\n").utf8
    var lines = NumberLines()
    for measured in metrics { lines.append(measured, to: &text) }
    return SHA256.digest(of: text).hex
  }
}

/// A line for each number: epoch, split, metric, layer, and the bits of the number in hexadecimal digits.
private struct NumberLines {
  private var words = Cycle<(split: Split, metric: Metric, layer: String, text: [UInt8])>()

  mutating func append(_ measured: EpochMetric, to text: inout [UInt8]) {
    let (split, metric, layer) = (measured.split, measured.metric, measured.layer)
    let words = words.element(where: { $0.metric == metric && $0.split == split && $0.layer == layer }) {
      (split, metric, layer, Array(" \(split.rawValue) \(metric.rawValue) \(layer) ".utf8))
    }
    text.append(UInt8(ascii: "\n"))
    text += String(measured.epoch).utf8
    text += words.text
    Self.append(measured.value.storedBits, to: &text)
  }

  /// Without zeros in front, but one digit at least.
  private static func append(_ bits: UInt64, to text: inout [UInt8]) {
    let count = max(1, (64 - bits.leadingZeroBitCount + 3) / 4)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { digits in
      for place in 0..<count {
        let digit = UInt8(truncatingIfNeeded: bits >> (4 * UInt64(count - 1 - place)) & 15)
        digits.initializeElement(at: place, to: digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
      }
      text.append(contentsOf: digits)
    }
  }
}
