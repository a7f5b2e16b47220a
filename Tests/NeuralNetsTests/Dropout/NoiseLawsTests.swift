import CKernels
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

/// Every variant of the catalogue at settings away from one half, where p and 1 − p would agree.
private let variants: [Dropout] =
  [0.2, 0.7].flatMap { dropping in
    let rate = Rate(dropping)
    return [
      Dropout.none, .bernoulli(rate: rate, convention: .inverted), .bernoulli(rate: rate, convention: .classic),
      .gaussian(rate: rate), .spatial(rate: rate), .dropBlock(DropBlockNoise(rate: rate, size: 3)),
      .uniform(spread: dropping), .batchBernoulli(rate: rate, convention: .inverted), .clippedGaussian(rate: rate),
      .alpha(rate: rate), .cutout(CutoutNoise(size: 3, probability: dropping)),
      .scheduled(.bernoulli(rate: rate, convention: .inverted), .late(from: 0.1)),
    ]
  } + learned

/// Variants that learn, at their first setting.
private let learned: [Dropout] = [0.15, 0.6].flatMap { start in
  [
    Dropout.variational(VariationalNoise(divergence: .kingma, start: start)),
    .variational(VariationalNoise(divergence: .molchanov, sharing: .unit, start: 3 * start)),
    .concrete(ConcreteNoise(start: Rate(start), temperature: 0.1)),
    .concrete(ConcreteNoise(start: Rate(start), temperature: 0.6)),
    .standout(StandoutNoise(slope: 2, shift: start)),
  ]
}

/// Half of training is over, so that schedules have their full rate.
private let halfway = 0.5

struct NoiseLawsTests {
  private let plan = RandomPlan(seed: 2014).replicate(0)

  /// What a site makes of ones.
  private func factors(_ dropout: Dropout, _ pass: ForwardPass, examples: [UInt32], units: Int) -> [Float] {
    let site = NoiseSite(
      name: "hidden1", dropout: dropout, shape: MapShape(channels: units),
      image: MapShape(height: units / 7, width: 7, channels: 1), capacity: examples.count)
    let matrix = PanelMatrix(rows: examples.count, columns: units)
    examples.withUnsafeBufferPointer { site.prepare(pass, examples: $0) }
    let ones = [Float](repeating: 1, count: examples.count * units)
    matrix.fill(from: ones, rows: examples.count, noise: site.noise)
    return matrix.rowMajor(rows: examples.count)
  }

  @Test func `the catalogue of variants is the one tested here`() {
    #expect(Set(variants.map(\.name)) == Set(Dropout.choices.map(\.name)))
  }

  @Test(arguments: variants)
  func `training noise has the mean and the variance that the variant declares`(_ dropout: Dropout) {
    let pass = ForwardPass.training(plan, step: 3, progress: halfway)
    let values = factors(dropout, pass, examples: Array(0..<500), units: 203).map(Double.init)
    // One mask for all rows has only so many draws of its own.
    let isShared = dropout.name == "bernoulli" && Set((0..<500).map { values[$0 * 203..<($0 + 1) * 203] }).count == 1
    let count = Double(isShared ? 203 : values.count)
    let laws = dropout.laws
    #expect(laws.isMask || laws.isShifted == (Set(values).count <= 2))
    if laws.isMask { #expect(Set(values).count <= 2) }
    guard let expectedMean = laws.mean, let expectedVariance = laws.variance else { return }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.map { ($0 - expectedMean) * ($0 - expectedMean) }
    let variance = squares.reduce(0, +) / Double(values.count)
    // Half a per cent for the sampler's variance of 10⁵ draws: 4.5 standard errors of the widest case.
    #expect((mean - expectedMean).magnitude <= 4.5 * (expectedVariance / count).squareRoot() + 1e-7)
    if !isShared { #expect((variance - expectedVariance).magnitude <= 0.03 * expectedVariance) }
  }

  @Test(arguments: variants)
  func `evaluation multiplies by the declared factor, which is the mean of training`(_ dropout: Dropout) {
    let values = factors(dropout, .evaluation, examples: [5, 6, 7], units: 21)
    #expect(values.allSatisfy { $0 == Float(dropout.laws.evaluationFactor) })
    guard let mean = dropout.laws.mean, !dropout.laws.isShifted else { return }
    #expect(dropout.laws.evaluationFactor + dropout.laws.bias == mean)
  }

  @Test(arguments: variants)
  func `sampling has other noise than training, of the same kind`(_ dropout: Dropout) {
    let examples: [UInt32] = Array(0..<20)
    let training = factors(dropout, .training(plan, step: 0, progress: halfway), examples: examples, units: 105)
    let sampled = factors(dropout, .sampling(plan, sample: 0), examples: examples, units: 105)
    #expect((training == sampled) == dropout.isNeutral)
    if dropout.laws.isMask, !dropout.laws.isNormalizedByBatch { #expect(Set(training) == Set(sampled)) }
  }

  private let lowBernoulli = Dropout.bernoulli(rate: Rate(0.7), convention: .inverted)

  @Test func `masks of two rates threshold the same uniforms`() {
    let examples: [UInt32] = Array(0..<40)
    let high = factors(variants[1], .training(plan, step: 0), examples: examples, units: 70)
    let low = factors(lowBernoulli, .training(plan, step: 0), examples: examples, units: 70)
    #expect(zip(low, high).allSatisfy { $0 == 0 || $1 != 0 })
    #expect(low.count { $0 != 0 } < high.count { $0 != 0 })
  }

  @Test func `a kept unit is divided by the retention, not by the rate`() {
    let inverted = factors(variants[1], .training(plan, step: 0), examples: [0], units: 64)
    #expect(Set(inverted) == [0, 1.25])
    let classic = factors(variants[2], .training(plan, step: 0), examples: [0], units: 64)
    #expect(Set(classic) == [0, 1])
    #expect(zip(inverted, classic).allSatisfy { ($0 == 0) == ($1 == 0) })
  }

  @Test func `dropped units are counted in training only and anew when asked`() {
    let site = NoiseSite(name: "hidden1", dropout: variants[1], units: 70, capacity: 40)
    let examples: [UInt32] = Array(0..<40)
    func pass(_ pass: ForwardPass) { examples.withUnsafeBufferPointer { site.prepare(pass, examples: $0) } }
    #expect(site.dropFraction == nil)
    pass(.evaluation)
    pass(.sampling(plan, sample: 0))
    #expect(site.dropFraction == nil)
    pass(.training(plan, step: 0))
    pass(.training(plan, step: 1))
    let dropped = [0, 1].reduce(0) { sum, step in
      sum + factors(variants[1], .training(plan, step: step), examples: examples, units: 70).count { $0 == 0 }
    }
    #expect(site.dropFraction == Double(dropped) / 5600)
    site.forgetDropCounts()
    #expect(site.dropFraction == nil)
  }
}
