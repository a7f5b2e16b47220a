import Experiments

/// What a trial gave when it was trained again, held against what was recorded of it.
///
/// Zeros agree whatever their sign, as do two NaN; everything else agrees to the bit or differs. What was recorded is
/// asked for again; what a later program measures beside is not compared.
package struct TrialReplay: Hashable, Sendable {
  /// One thing that differs, in the order in which training makes them.
  package struct Difference: Hashable, Sendable {
    /// What it is, such as `training loss after epoch 3`.
    package let what: String
    /// Both in words; digests by their beginning.
    package let recorded: String
    package let now: String
    /// |recorded − now| over the larger of both; infinite where one is missing or not finite, nil for what is no number.
    package let relative: Double?
  }

  package let differences: [Difference]

  package var agrees: Bool { differences.isEmpty }
  package var first: Difference? { differences.first }
  /// The largest relative difference of a number; nil where no number differs.
  package var largest: Double? { differences.compactMap(\.relative).max() }

  /// Whether what differs are numbers, each by no more than a share, and the digests that follow from them.
  package func agrees(within tolerance: Double) -> Bool {
    differences.allSatisfy { difference in
      difference.relative.map { $0 <= tolerance } ?? Self.follows.contains(difference.what)
    }
  }

  /// Digests of what differs as soon as any number does.
  private static let follows: Set = [finalWeights, correctness]
  private static let finalWeights = "the final weights"
  private static let correctness = "which test examples are right"

  package init(
    recorded: TrialOutcome, inference: [InferenceRecord] = [], probes: [ProbeRecord] = [], now: FinishedTrial
  ) {
    let again = now.outcome
    var found: [Difference] = []
    func compare(_ what: String, _ recorded: String, _ now: String) {
      guard recorded != now else { return }
      found.append(Difference(what: what, recorded: Self.short(recorded), now: Self.short(now), relative: nil))
    }
    compare("the batch order", recorded.digests.batchOrder, again.digests.batchOrder)
    for (layer, same) in Self.pairs(recorded.digests.initialWeights, again.digests.initialWeights) {
      compare("the initial weights of \(layer.layer)", layer.digest, same?.digest ?? "no such layer")
    }
    found += Self.numbers(Self.metrics(recorded.metrics), Self.metrics(again.metrics))
    compare("its end", recorded.status.words, again.status.words)
    compare(Self.finalWeights, recorded.digests.finalWeights, again.digests.finalWeights)
    if recorded.correctness != again.correctness {
      found.append(
        Difference(
          what: Self.correctness, recorded: "\(Self.right(recorded.correctness)) right",
          now: "\(Self.right(again.correctness)) right", relative: nil))
    }
    found += Self.numbers(Self.values(inference), Self.values(now.inference))
    found += Self.numbers(Self.values(probes), Self.values(now.probes))
    differences = found
  }
}

// MARK: - Numbers with their names

extension TrialReplay {
  private typealias Named = (what: String, value: Double)

  private static func metrics(_ metrics: [EpochMetric]) -> [Named] {
    metrics.map { metric in
      let layer = metric.layer.isEmpty ? "" : " of \(metric.layer)"
      return ("\(metric.split.rawValue) \(metric.metric.rawValue)\(layer) after epoch \(metric.epoch)", metric.value)
    }
  }

  private static func values(_ records: [InferenceRecord]) -> [Named] {
    records.flatMap { record in
      record.values.map { value in
        let mode = "\(record.request.words) on \(record.request.split.rawValue)"
        return ("\(value.metric.rawValue) by \(mode) over \(value.samples)", value.value)
      }
    }
  }

  private static func values(_ records: [ProbeRecord]) -> [Named] {
    records.flatMap { record in
      record.values.map { value in
        let layer = value.address.layer.isEmpty ? "" : " of \(value.address.layer)"
        let place = value.address.at.map { " at \($0)" } ?? ""
        return ("\(value.address.statistic.rawValue)\(layer)\(place) by \(record.request.key)", value.value)
      }
    }
  }

  private static func numbers(_ recorded: [Named], _ now: [Named]) -> [Difference] {
    let again = Dictionary(now.map { ($0.what, $0.value) }) { first, _ in first }
    return recorded.compactMap { number in
      guard let value = again[number.what] else {
        return Difference(what: number.what, recorded: "\(number.value)", now: "nothing", relative: .infinity)
      }
      guard !isSame(number.value, value) else { return nil }
      return Difference(
        what: number.what, recorded: "\(number.value)", now: "\(value)", relative: relative(number.value, value))
    }
  }

  private static func isSame(_ left: Double, _ right: Double) -> Bool {
    left == right || left.bitPattern == right.bitPattern || (left.isNaN && right.isNaN)
  }

  private static func relative(_ left: Double, _ right: Double) -> Double {
    guard left.isFinite, right.isFinite else { return .infinity }
    return (left - right).magnitude / max(left.magnitude, right.magnitude)
  }

  private static func pairs(
    _ recorded: [LayerDigest], _ now: [LayerDigest]
  ) -> [(LayerDigest, LayerDigest?)] {
    recorded.map { layer in (layer, now.first { $0.layer == layer.layer }) }
  }

  private static func right(_ bits: [UInt8]) -> Int { bits.reduce(0) { $0 + $1.nonzeroBitCount } }

  private static func short(_ text: String) -> String {
    text.count == 64 && text.allSatisfy(\.isHexDigit) ? "\(text.prefix(8))…" : text
  }
}
