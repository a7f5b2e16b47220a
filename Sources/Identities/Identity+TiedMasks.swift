import NeuralNets
import Randomness
import Specifications

extension Identity {
  /// T23.
  static let tiedMask = Identity(
    "T23",
    "A tied mask is the same at every step of a sequence and another for each sequence, place and training step.",
    source: "Gal & Ghahramani 2016, section 4"
  ) { subject in
    var evidence = Evidence()
    for p in [0.8, 0.3] {
      let rate = Rate(retention: p)
      let tied = subject.sequences(sequence(RecurrentDropout(input: rate, state: .tied(rate: rate)), step: 4))
      let again = subject.sequences(sequence(RecurrentDropout(input: rate, state: .tied(rate: rate)), step: 5))
      for (place, masks, next) in [
        ("inputs", tied.input, again.input), ("state", tied.recurrent, again.recurrent),
      ] {
        evidence.true("\(place): one mask for all steps, p = \(p)", masks.allSatisfy { $0 == masks[0] })
        evidence.true("\(place): 0 or 1 / p, p = \(p)", masks[0].allSatisfy { $0 == 0 || $0 == Float(1 / p) })
        evidence.score("\(place): share kept, p = \(p)", score(masks[0].map { $0 != 0 }, expected: p))
        evidence.score("\(place): sequences agree as chance has it, p = \(p)", neighbours(masks[0], p))
        evidence.score(
          "\(place): training steps agree as chance has it, p = \(p)", agreement(masks[0], next[0], p))
      }
      evidence.score("inputs and state agree as chance has it", agreement(tied.input[0], tied.recurrent[0], p))
      let free = subject.sequences(sequence(RecurrentDropout(state: .perStep(rate: rate)), step: 4)).recurrent
      evidence.score("masks per step agree as chance has it, p = \(p)", agreement(free[0], free[1], p))
    }
    var evaluated = sequence(RecurrentDropout(input: Rate(0.2), state: .tied(rate: Rate(0.2))), step: 0)
    evaluated.pass = subject.evaluation
    let factors = subject.sequences(evaluated)
    evidence.true(
      "evaluation multiplies by 1", (factors.input + factors.recurrent).allSatisfy { $0.allSatisfy { $0 == 1 } })
    return evidence
  }

  private static let sequenceUnits = 24

  private static func sequence(_ dropout: RecurrentDropout, step: Int) -> SequenceRequest {
    SequenceRequest(
      dropout, pass: .training(RandomPlan(seed: 23).replicate(0), step: step), examples: (0..<400).map { UInt32($0) },
      steps: 5, units: sequenceUnits)
  }

  /// The standard score of a share.
  private static func score(_ hits: [Bool], expected p: Double) -> Double {
    let count = Double(hits.count)
    return (Double(hits.count { $0 }) - p * count) / (p * (1 - p) * count).squareRoot()
  }

  /// How often two independent masks agree: p² + (1 − p)².
  private static func agreement(_ left: [Float], _ right: [Float], _ p: Double) -> Double {
    score(zip(left, right).map { ($0 == 0) == ($1 == 0) }, expected: p * p + (1 - p) * (1 - p))
  }

  /// Every sequence against the next, in disjoint pairs.
  private static func neighbours(_ mask: [Float], _ p: Double) -> Double {
    let rows = stride(from: 0, to: mask.count, by: sequenceUnits).map { mask[$0..<$0 + sequenceUnits] }
    let pairs = stride(from: 0, to: rows.count - 1, by: 2)
    return agreement(pairs.flatMap { rows[$0] }, pairs.flatMap { rows[$0 + 1] }, p)
  }
}
