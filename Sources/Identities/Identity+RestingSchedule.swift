import NeuralNets
import Randomness
import Specifications

extension Identity {
  /// M05.
  static let restingSchedule = Identity(
    "M05", "A schedule draws nothing where its curve is 0, and what its variant draws where it is 1, bit for bit.",
    source: "Morerio et al. 2017, eq. 3; Ghiasi et al. 2018; Liu et al. 2023, sections 4 and 5"
  ) { subject in
    var evidence = Evidence()
    let variants = [0.2, 0.7].flatMap(NeutralNoise.variants).filter { $0.curve == nil && $0.scaled(by: 1) != nil }
    for (curve, rests, full) in restingPlaces {
      for variant in variants {
        let name = "\(variant.name) \(curve.name)"
        let resting = factors(.scheduled(variant, curve), rests, subject)
        evidence.true("\(name) at rest", resting.allSatisfy { $0 == 1 })
        guard let full else { continue }
        evidence.true(
          "\(name) in full", factors(.scheduled(variant, curve), full, subject) == factors(variant, full, .current))
      }
    }
    for place in ScheduledPlace.all { check(place, subject, &evidence) }
    let names = restingPlaces.map(\.curve.name)
    evidence.true("every curve is here", Set(names) == Set(RateCurve.choices.map(\.name)))
    return evidence
  }

  /// Where a curve is 0, and where it is 1 if anywhere, as shares of training.
  private static let restingPlaces: [(curve: RateCurve, rests: Double, full: Double?)] = [
    (.ramp(until: 0.8), 0, 0.9), (.curriculum(speed: 10), 0, nil), (.early(until: 0.2), 0.3, 0),
    (.late(from: 0.2), 0.1, 0.2),
  ]

  /// The same of other places, by the training of a network.
  private static func check(_ place: ScheduledPlace, _ subject: Subject, _ evidence: inout Evidence) {
    func bits(_ dropout: DropoutPlacement, _ progress: Double = 0.5, _ subject: Subject = .current) -> [UInt32] {
      place.training.bits(dropout, subject, progress: progress)
    }
    let (plain, unscheduled) = (bits(DropoutPlacement()), bits(place.constant))
    for (curve, rests, full) in restingPlaces {
      let scheduled = place.scheduled(curve)
      let name = "\(place.name) \(curve.name)"
      evidence.true("\(name) at rest", bits(scheduled, rests, subject) == plain)
      guard let full else { continue }
      evidence.true("\(name) in full", bits(scheduled, full, subject) == unscheduled)
    }
    evidence.true("\(place.name) changes training", plain != unscheduled)
  }

  private static func factors(_ dropout: Dropout, _ progress: Double, _ subject: Subject) -> [Float] {
    subject.factors(
      NoiseRequest(
        dropout, pass: .training(RandomPlan(seed: 5).replicate(0), step: 2, progress: progress),
        examples: [7, 3, 90, 12], shape: MapShape(height: 4, width: 3, channels: 5)))
  }
}
