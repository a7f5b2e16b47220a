import Foundation
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

/// What single variants promise beyond the laws of the catalogue.
struct NoiseVariantsTests {
  private let plan = RandomPlan(seed: 41).replicate(2)

  private func applied(
    _ dropout: Dropout, to value: Float = 1, _ pass: ForwardPass, examples: [UInt32] = Array(0..<400),
    shape: MapShape = MapShape(channels: 70)
  ) -> [Float] {
    let site = NoiseSite(name: "hidden1", dropout: dropout, shape: shape, capacity: examples.count)
    let matrix = PanelMatrix(rows: examples.count * shape.positions, columns: shape.channels)
    let rows = examples.count * shape.positions
    matrix.fill(from: [Float](repeating: value, count: rows * shape.channels), rows: rows)
    examples.withUnsafeBufferPointer { site.prepare(pass, examples: $0) }
    site.apply(to: matrix, examples: examples.count)
    return matrix.rowMajor(rows: rows)
  }

  private func training(_ step: Int = 0, _ progress: Double = 0.5) -> ForwardPass {
    .training(plan, step: step, progress: progress)
  }

  // MARK: Masks per batch

  @Test func `a mask per batch is the same for every example, another one in every step, and of any batch`() {
    let dropout = Dropout.batchBernoulli(rate: Rate(0.3), convention: .inverted)
    let values = applied(dropout, training())
    let first = Array(values.prefix(70))
    #expect((0..<400).allSatisfy { Array(values[$0 * 70..<($0 + 1) * 70]) == first })
    #expect(Set(first) == [0, Float(1 / 0.7)])
    #expect(Array(applied(dropout, training(1)).prefix(70)) != first)
    #expect(applied(dropout, training(), examples: [77]) == first)
  }

  // MARK: Alpha dropout

  @Test func `alpha dropout keeps mean 0 and variance 1 of what it acts on`() {
    for rate in [0.1, 0.4] {
      let alpha = AlphaNoise(rate: Rate(rate))
      // Over standard normal x, whatever its values: E = p b + q (a α′ + b), E² from the second moments.
      let (p, q) = (1 - rate, rate)
      let mean = p * alpha.shift.kept + q * alpha.shift.dropped
      let square =
        p * (alpha.factor * alpha.factor + alpha.shift.kept * alpha.shift.kept)
        + q * alpha.shift.dropped * alpha.shift.dropped
      #expect(mean.magnitude < 1e-12)
      #expect((square - mean * mean - 1).magnitude < 1e-12)
      // Of a 1: a + b or a α′ + b.
      let (kept, dropped) = (alpha.factor + alpha.shift.kept, alpha.shift.dropped)
      let ones = p * kept + q * dropped
      let spread = p * (kept - ones) * (kept - ones) + q * (dropped - ones) * (dropped - ones)
      #expect(alpha.lawsOfOnes.mean.map { abs($0 - ones) < 1e-12 } == true)
      #expect(alpha.lawsOfOnes.variance.map { abs($0 - spread) < 1e-12 } == true)
    }
  }

  @Test func `alpha dropout writes a x + b or a α′ + b, and its pullback is a or 0`() {
    let rate = Rate(0.3)
    let alpha = AlphaNoise(rate: rate)
    let values = applied(.alpha(rate: rate), to: 0.5, training())
    let kept = Float(alpha.factor) * 0.5 + Float(alpha.shift.kept)
    #expect(Set(values) == [kept, Float(alpha.shift.dropped)])
    // The same draws as Bernoulli dropout of the site.
    let mask = applied(.bernoulli(rate: rate, convention: .classic), training())
    #expect(zip(values, mask).allSatisfy { ($0 == kept) == ($1 == 1) })
    #expect(Set(applied(.alpha(rate: rate), to: 0.5, .evaluation)) == [0.5])
  }

  // MARK: Cutout

  @Test func `cutout zeroes one square that may hang over the border, all channels of it`() {
    let shape = MapShape(height: 9, width: 7, channels: 2)
    let site = NoiseSite(
      name: "input", dropout: .cutout(CutoutNoise(size: 4)), shape: MapShape(channels: shape.units), image: shape,
      capacity: 300)
    let examples = (0..<300).map { UInt32($0) }
    let matrix = PanelMatrix(rows: 300, columns: shape.units)
    matrix.fill(from: [Float](repeating: 1, count: 300 * shape.units), rows: 300)
    examples.withUnsafeBufferPointer { site.prepare(training(), examples: $0) }
    site.apply(to: matrix, examples: 300)
    let values = matrix.rowMajor(rows: 300)
    var kept = 0
    for example in 0..<300 {
      let zeros = (0..<shape.units).filter { values[example * shape.units + $0] == 0 }
      kept += shape.units - zeros.count
      let places = Set(zeros.map { $0 / 2 })
      #expect(zeros.count == 2 * places.count)
      let (rows, columns) = (Set(places.map { $0 / 7 }), Set(places.map { $0 % 7 }))
      #expect(places.count == rows.count * columns.count && rows.count <= 4 && columns.count <= 4 && !places.isEmpty)
    }
    let expected = CutoutNoise(size: 4).keptShare(of: shape)
    #expect((Double(kept) / Double(300 * shape.units) - expected).magnitude < 0.02)
    let fraction = site.dropFraction ?? 0
    #expect((1 - fraction - Double(kept) / Double(300 * shape.units)).magnitude < 1e-12)
  }

  // MARK: Schedules

  @Test func `curves begin and end where their papers say`() {
    #expect(RateCurve.ramp(until: 1).factor(0) == 0 && RateCurve.ramp(until: 0.5).factor(0.5) == 1)
    #expect(RateCurve.ramp(until: 1).factor(0.25) == 0.25)
    #expect(RateCurve.curriculum(speed: 10).factor(0) == 0)
    #expect((RateCurve.curriculum(speed: 10).factor(0.1) - (1 - exp(-1))).magnitude < 1e-15)
    #expect(RateCurve.early(until: 0.2).factor(0) == 1 && RateCurve.early(until: 0.2).factor(0.2) == 0)
    #expect(RateCurve.late(from: 0.2).factor(0.1) == 0 && RateCurve.late(from: 0.2).factor(0.2) == 1)
  }

  @Test(arguments: [
    Dropout.bernoulli(rate: Rate(0.4), convention: .inverted), .spatial(rate: Rate(0.4)), .gaussian(rate: Rate(0.4)),
    .uniform(spread: 0.4), .alpha(rate: Rate(0.4)), .dropBlock(DropBlockNoise(rate: Rate(0.4), size: 2)),
    .batchBernoulli(rate: Rate(0.4), convention: .inverted), .cutout(CutoutNoise(size: 3, probability: 0.8)),
  ])
  func `a schedule draws what its variant draws at the rate of the moment`(_ variant: Dropout) {
    let shape = MapShape(height: 6, width: 6, channels: 17)
    let scheduled = Dropout.scheduled(variant, .ramp(until: 1))
    func values(_ dropout: Dropout, _ progress: Double) -> [Float] {
      applied(dropout, to: 0.7, training(3, progress), examples: Array(0..<20), shape: shape)
    }
    let half = variant.scaled(by: 0.5) ?? .none
    #expect(values(scheduled, 0.5) == values(half, 0.5))
    #expect(applied(scheduled, to: 0.7, .evaluation, shape: shape).allSatisfy { $0 == 0.7 })
  }

  @Test func `variants whose evaluation depends on the rate have no schedule`() {
    #expect(Dropout.bernoulli(rate: Rate(0.4), convention: .classic).scaled(by: 0.5) == nil)
    #expect(Dropout.clippedGaussian(rate: Rate(0.4)).scaled(by: 0.5) == nil)
    #expect(Dropout.standout(StandoutNoise()).scaled(by: 0.5) == nil)
    #expect(Dropout.concrete(ConcreteNoise()).scaled(by: 0.5) == nil)
  }

  // MARK: The audit

  @Test(arguments: [
    Dropout.bernoulli(rate: Rate(0.3), convention: .inverted), .gaussian(rate: Rate(0.3)), .uniform(spread: 0.6),
    .spatial(rate: Rate(0.3)), .clippedGaussian(rate: Rate(0.6)), .bernoulli(rate: Rate(0.3), convention: .classic),
  ])
  func `the audit has the moments of the factors that acted`(_ dropout: Dropout) throws {
    let site = NoiseSite(name: "hidden1", dropout: dropout, units: 70, capacity: 300)
    let examples = (0..<300).map { UInt32($0) }
    var all: [Double] = []
    for step in 0..<2 {
      examples.withUnsafeBufferPointer { site.prepare(training(step), examples: $0) }
      // Factors are summed over the first 32 examples of a batch, masks over all.
      let counted = dropout.laws.isMask ? 300 : 32
      all += applied(dropout, training(step), examples: examples).prefix(counted * 70).map(Double.init)
    }
    let moments = try #require(site.moments)
    let mean = all.reduce(0, +) / Double(all.count)
    let variance = all.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(all.count)
    // Factors that are no masks are summed as Floats over up to 32 examples.
    let bound = dropout.laws.isMask ? 1e-9 : 1e-6
    #expect((moments.mean - mean).magnitude < bound)
    #expect((moments.variance - variance).magnitude < bound)
    let zeros = Double(all.count { $0 == 0 }) / Double(all.count)
    #expect(site.dropFraction == (zeros > 0 ? zeros : nil))
    site.forgetDropCounts()
    #expect(site.moments == nil)
  }

  @Test(arguments: [
    Dropout.bernoulli(rate: Rate(0.3), convention: .inverted), .gaussian(rate: Rate(0.3)), .uniform(spread: 0.6),
    .clippedGaussian(rate: Rate(0.5)), .clippedGaussian(rate: Rate(0.8)), .alpha(rate: Rate(0.2)),
    .bernoulli(rate: Rate(0.3), convention: .classic),
  ])
  func `what the audit finds is what is expected`(_ dropout: Dropout) throws {
    let site = NoiseSite(name: "hidden1", dropout: dropout, units: 512, capacity: 32)
    let examples = (0..<32).map { UInt32($0) }
    for step in 0..<40 { examples.withUnsafeBufferPointer { site.prepare(training(step), examples: $0) } }
    let (expected, moments) = (try #require(site.expectation(at: 0)), try #require(site.moments))
    // 655 360 factors: five standard errors of the mean of what has this variance, and ten of the variance.
    let bound = 5 * (expected.variance / 655_360).squareRoot()
    #expect(abs(moments.mean - expected.mean) < bound)
    #expect(abs(moments.variance - expected.variance) < 0.02 * expected.variance)
    #expect((site.dropFraction == nil) == (expected.dropFraction == nil))
    if let share = expected.dropFraction { #expect(abs((site.dropFraction ?? 9) - share) < 0.0031) }
  }

  @Test func `of clipped noise the share below zero is clipped, on maps that are laid out example by example, too`() {
    let shape = MapShape(height: 3, width: 3, channels: 5)
    let dropout = Dropout.clippedGaussian(rate: Rate(0.5))
    let site = NoiseSite(name: "hidden1", dropout: dropout, shape: shape, capacity: 40)
    let examples = (0..<40).map { UInt32($0) }
    examples.withUnsafeBufferPointer { site.prepare(training(0), examples: $0) }
    let rows = applied(dropout, to: 1, training(0), examples: examples, shape: shape)
    // Row position · 40 + example.
    let all = rows.indices.filter { $0 / shape.channels % 40 < 32 }.map { rows[$0] }
    #expect(all.count == 32 * shape.units)
    #expect(site.dropFraction == Double(all.count { $0 == 0 }) / Double(all.count))
  }
}
