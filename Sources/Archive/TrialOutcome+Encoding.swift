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
    for measured in metrics { text.append(measured) }
    return SHA256.digest(of: text).hex
  }
}

extension [UInt8] {
  /// A line of its own: epoch, split, metric, layer, and the bits of the number in hexadecimal digits.
  fileprivate mutating func append(_ measured: EpochMetric) {
    append(UInt8(ascii: "\n"))
    self += String(measured.epoch).utf8
    for word in [measured.split.rawValue, measured.metric.rawValue, measured.layer] {
      append(UInt8(ascii: " "))
      self += word.utf8
    }
    append(UInt8(ascii: " "))
    let bits = measured.value.storedBits
    let digits = Swift.max(1, (64 - bits.leadingZeroBitCount + 3) / 4)
    for place in (0..<digits).reversed() {
      let digit = UInt8(truncatingIfNeeded: bits >> (4 * UInt64(place)) & 15)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
