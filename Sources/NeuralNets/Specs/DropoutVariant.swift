import Specifications

/// Dropout of a place as one case of a closed list, whose rate may follow a curve over training.
package protocol DropoutVariant: Chosen {
  static var none: Self { get }
  static func scheduled(_ variant: Self, _ curve: RateCurve) -> Self
  /// The variant and the curve of a schedule; nil where the rate does not change.
  var schedule: (variant: Self, curve: RateCurve)? { get }
  /// Why no curve may change its rate; nil where one may: it has a rate, and evaluation does not depend on it.
  var scheduleRefusal: ScheduleRefusal? { get }
  /// The setting that the refusal depends on, as it is written; nil where any other is refused, too.
  var refusedSetting: String? { get }
  /// One of every variant, and of every setting that a refusal depends on.
  static var settings: [Self] { get }
  /// What a schedule needs, in words.
  static var schedulable: String { get }
}

extension DropoutVariant {
  package static var schedulable: String { "a variant with a rate that evaluation does not depend on" }
  package var refusedSetting: String? { nil }

  /// Whether a curve may change its rate.
  package var isSchedulable: Bool { scheduleRefusal == nil }

  /// What cannot be scheduled, in the order of the settings.
  package static var unscheduled: [UnscheduledVariant] {
    settings.compactMap(\.refused).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private var refused: UnscheduledVariant? {
    scheduleRefusal.map { UnscheduledVariant(name: name, setting: refusedSetting, refusal: $0) }
  }

  /// The variant without its schedule.
  package var variant: Self { schedule?.variant ?? self }

  /// How the rate changes over training; nil where it does not.
  package var curve: RateCurve? { schedule?.curve }

  /// The choice of a variant under a curve.
  static func scheduledChoice(_ summary: String, formula: String, source: String, example: String) -> Choice<Self> {
    Choice(
      "scheduled", summary, formula: formula, source: source, example: example,
      read: { map in
        let variant = map.required("variant", Self.self)
        let curve = map.required("curve", RateCurve.self)
        guard let variant, let curve else { return nil }
        if let refused = variant.refused {
          map.problems.report(
            map.place(of: "variant"),
            "a schedule needs \(Self.schedulable), found \(refused.text): \(refused.refusal.reason)")
          return nil
        }
        return .scheduled(variant, curve)
      },
      write: { dropout in
        dropout.schedule.map { [("variant", $0.variant.node), ("curve", $0.curve.node)] }
      })
  }
}

extension LayerDropout where Entry: DropoutVariant {
  /// Whether nothing is dropped anywhere.
  package var isNone: Bool { variants.allSatisfy { $0 == .none } }
}
