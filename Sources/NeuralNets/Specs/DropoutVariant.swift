import Specifications

/// Dropout of a place as one case of a closed list, whose rate may follow a curve over training.
package protocol DropoutVariant: Chosen {
  static var none: Self { get }
  static func scheduled(_ variant: Self, _ curve: RateCurve) -> Self
  /// The variant and the curve of a schedule; nil where the rate does not change.
  var schedule: (variant: Self, curve: RateCurve)? { get }
  /// Whether a curve may change its rate: it has one, and evaluation does not depend on it, so that any step fits.
  var isSchedulable: Bool { get }
  /// What a schedule needs, in words.
  static var schedulable: String { get }
  /// What is refused to a schedule, in words.
  var refusal: String { get }
}

extension DropoutVariant {
  package static var schedulable: String { "a variant with a rate that evaluation does not depend on" }
  package var refusal: String { name }

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
        guard variant.isSchedulable else {
          map.problems.report(
            map.place(of: "variant"), "a schedule needs \(Self.schedulable), found \(variant.refusal)")
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
