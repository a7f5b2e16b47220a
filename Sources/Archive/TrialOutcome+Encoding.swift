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
    var lines = [
      id.hex, status.word, status.divergedEpoch.map(String.init) ?? "", digests.batchOrder, digests.initialText,
      digests.finalWeights, Hexadecimal.text(of: correctness),
    ]
    lines += metrics.map {
      "\($0.epoch) \($0.split.rawValue) \($0.metric.rawValue) \($0.layer) \(String($0.value.storedBits, radix: 16))"
    }
    return SHA256.digest(of: lines.joined(separator: "\n")).hex
  }
}
