import Datasets
import Foundation
import Specifications

/// How a number is multiplied by `scale` before it is rounded up.
enum ScaleRounding: Hashable, Sendable {
  /// As it is written: 100 × .07 is 7.
  case decimal
  /// As earlier versions did, by the nearest binary fraction: 100 × .07 is more than 7, and was 8.
  case binary

  func scaled(_ number: Int, by factor: Double) -> Int {
    switch self {
    case .binary: return Int((Double(number) * factor).rounded(.up))
    case .decimal:
      guard let written = Decimal(string: factor.shortestDecimal, locale: Locale(identifier: "en_US_POSIX")) else {
        return Self.binary.scaled(number, by: factor)
      }
      var (product, whole) = (Decimal(number) * written, Decimal())
      NSDecimalRound(&whole, &product, 0, .up)
      return NSDecimalNumber(decimal: whole).intValue
    }
  }
}

extension TrialSpec {
  /// Multiplies training examples and epochs, rounded up, at least one batch and one epoch.
  mutating func scale(by factor: Double, _ rounding: ScaleRounding) {
    dataset.training = max(rounding.scaled(dataset.training, by: factor), training.batchSize)
    training.epochs = max(rounding.scaled(training.epochs, by: factor), 1)
  }
}

extension Experiment {
  /// The experiment as earlier versions understood its `scale`; nil where that is the same.
  package var scaledAsBefore: Experiment? {
    guard scale != 1, imported == nil else { return nil }
    let grid = Grid(
      template: template, variations: variations, scale: scale, tuning: tuning, takesOlder: true, rounding: .binary)
    guard let found = grid.configurations(baseline: baseline, Problems(takingOlder: true)), found != configurations,
      found.count == configurations.count
    else { return nil }
    return Experiment(
      name: name, question: question, seed: seed, replicates: replicates, metric: metric, baseline: baseline,
      variations: variations, tuning: tuning, tier: tier, scale: scale, keepsWeights: keepsWeights, gate: gate,
      inference: inference, probes: probes, claims: claims, extensionTo: extensionTo, imported: imported, notes: notes,
      template: template, effective: effective, source: source, configurations: found)
  }
}
