import CKernels
import NeuralNets
import Randomness
import Specifications

extension Identity {
  /// T01.
  static let maskSampler = Identity(
    "T01", "Each unit is kept with probability p, independently, by an address that fixes it for ever.",
    source: "Srivastava et al. 2014, section 4"
  ) { subject in
    var evidence = Evidence()
    for p in [0.1, 0.3, 0.5, 0.8, 0.9] {
      let rate = Rate(retention: p)
      let sample = MaskSample(subject, .bernoulli(rate: rate, convention: .classic))
      evidence.score("kept with p = \(p)", sample.meanScore(p))
      for (what, score) in sample.covarianceScores(p) { evidence.score("\(what), p = \(p)", score) }
    }
    let all = MaskSample(subject, .bernoulli(rate: Rate(0), convention: .classic)).factors()
    evidence.true("p = 1 keeps every unit", all.allSatisfy { $0 == 1 })
    addAddresses(subject, to: &evidence)
    return evidence
  }

  /// The mask is a function of layer, step, example and unit, whatever the batch.
  private static func addAddresses(_ subject: Subject, to evidence: inout Evidence) {
    let sample = MaskSample(subject, .bernoulli(rate: Rate(0.5), convention: .classic), rows: 64, units: 100)
    let mask = sample.factors()
    let half = sample.factors(rows: 32..<64)
    evidence.true("asked again, the same mask", mask == sample.factors())
    evidence.true("half a batch has the masks of its examples", half == Array(mask.suffix(3_200)))
    evidence.true("another step, another mask", mask != sample.factors(step: 6))
    evidence.true("another layer, another mask", mask != sample.factors(site: "hidden2"))
    let rows = Set((0..<64).map { Array(mask[$0 * 100..<($0 + 1) * 100]) })
    evidence.equal("different masks among 64 examples", Double(rows.count), 64, within: 0)
  }
}

/// About a million factors of one variant, and scores of what they should be.
struct MaskSample {
  let subject: Subject
  let dropout: Dropout
  let rows: Int
  let units: Int

  init(_ subject: Subject, _ dropout: Dropout, rows: Int = 1_024, units: Int = 1_024) {
    self.subject = subject
    self.dropout = dropout
    self.rows = rows
    self.units = units
  }

  var count: Double { Double(rows * units) }

  func factors(site: String = "hidden1", step: Int = 5, rows: Range<Int>? = nil, first: Int = 0) -> [Float] {
    let plan = RandomPlan(seed: 2_014).replicate(0)
    let examples = (rows ?? 0..<self.rows).map { UInt32(first + $0) }
    return subject.factors(
      NoiseRequest(dropout, site: site, pass: .training(plan, step: step), examples: examples, units: units))
  }

  /// The standard score of the mean of a mask.
  func meanScore(_ p: Double) -> Double {
    let values = factors()
    let exact = Double(dl_mask_threshold(p)) * 0x1p-24
    return (dl_sum_f32(values, values.count, DL_PATH_FASTEST) - count * exact)
      / (count * exact * (1 - exact)).squareRoot()
  }

  /// Standard scores of Σ (x − p)(y − p) over pairs of a mask and its neighbours in memory, steps, examples, layers.
  func covarianceScores(_ p: Double) -> [(String, Double)] {
    let mask = factors()
    let words = { (lag: Int) in Array(mask[lag...] + mask[..<lag]) }
    return [
      ("next in memory", words(1)), ("four units on", words(4)), ("next step", factors(step: 6)),
      ("2³² steps on", factors(step: 5 + 1 << 32)), ("next example", factors(first: 1)),
      ("next layer", factors(site: "hidden2")),
    ].map { ($0, covarianceScore(mask, $1, p)) }
  }

  private func covarianceScore(_ x: [Float], _ y: [Float], _ p: Double) -> Double {
    let both = dl_dot_f32(x, y, x.count, DL_PATH_FASTEST)
    let sums = dl_sum_f32(x, x.count, DL_PATH_FASTEST) + dl_sum_f32(y, y.count, DL_PATH_FASTEST)
    return (both - p * sums + count * p * p) / (count.squareRoot() * p * (1 - p))
  }
}
