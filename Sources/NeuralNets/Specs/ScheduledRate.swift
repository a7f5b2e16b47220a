import Specifications

/// A rate of dropping that is constant or follows a curve over training.
package struct ScheduledRate: Hashable, Sendable {
  /// The rate where the curve is 1, which is that of Monte-Carlo samples after training has come to its end.
  package let rate: Rate
  /// How it changes over training; nil where it does not, as a rate of 0.
  package let curve: RateCurve?

  package init(_ rate: Rate, _ curve: RateCurve? = nil) {
    self.rate = rate
    self.curve = rate.dropping == 0 ? nil : curve
  }

  package var dropping: Double { rate.dropping }

  /// The rate at a share of training.
  package func at(_ progress: Double) -> Rate {
    guard let factor = curve?.factor(progress), factor != 1 else { return rate }
    return Rate(rate.dropping * factor)
  }

  /// Inverted masks of this rate.
  package var masks: Dropout {
    let masks = Dropout.bernoulli(rate: rate, convention: .inverted)
    return curve.map { .scheduled(masks, $0) } ?? masks
  }
}

extension ScheduledRate: Specified {
  package static let allowed =
    "\(Rate.allowed), alone or as the variant of { scheduled: { variant: …, curve: … } }"

  /// Reads `{ rate: 0.2 }`, `{ retention: 0.8 }` or `{ scheduled: { variant: { rate: 0.2 }, curve: ramp } }`.
  package static func read(_ node: SpecNode, _ problems: Problems) -> ScheduledRate? {
    guard var map = MapReader(node, of: "dropout", problems) else { return nil }
    let value = read(&map)
    map.finish()
    return value
  }

  private static func read(_ map: inout MapReader) -> ScheduledRate? {
    guard let node = map.take("scheduled", allowed: "a rate with its curve") else {
      return map.rate().map { ScheduledRate($0) }
    }
    guard var schedule = MapReader(node, of: "scheduled", map.problems) else { return nil }
    let rate = schedule.required("variant", Rate.self)
    let curve = schedule.required("curve", RateCurve.self)
    schedule.finish()
    guard let rate, let curve else { return nil }
    return ScheduledRate(rate, curve)
  }

  package var node: SpecNode {
    guard let curve else { return rate.node }
    return .map([("scheduled", .map([("variant", rate.node), ("curve", curve.node)]))])
  }
}
