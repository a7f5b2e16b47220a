import CKernels
import Experiments
import Testing

@testable import Training

/// Sums of real numbers over passes, against numbers found by hand.
struct NumberSumsTests {
  private func measured(
    _ passes: [[Float]], targets: [Float], width: Int, hasVariances: Bool,
    inGap: @escaping (Int) -> Bool? = { _ in nil }
  ) -> [InferenceMetric: Double] {
    var sums = NumberSums(width: width, hasVariances: hasVariances)
    var measures = NumberMeasures()
    sums.clear(rows: targets.count / width)
    for answers in passes { sums.add(answers, targets: targets) }
    sums.measure(targets: targets, inGap: inGap, into: &measures)
    return Dictionary(uniqueKeysWithValues: measures.values.map { ($0.metric, $0.value) })
  }

  @Test func `answers without variances give the distance of their mean and their spread`() {
    // Means 2 and 5, distances 1 and 2 from 1 and 7; spreads √(2 / 2) = 1 and √(18 / 2) = 3.
    let found = measured(
      [[1, 2], [2, 5], [3, 8]], targets: [1, 7], width: 1, hasVariances: false, inGap: { $0 == 1 })
    #expect(
      found == [.meanSquare: 2.5, .epistemicSD: 2, .epistemicSDInGap: 3, .epistemicSDOutsideGap: 1])
  }

  @Test func `numbers of one example count as one`() {
    // Means 1 and 4 against 0 and 2: (1 + 4) / 2; spreads √2 and 2 √2.
    let found = measured([[0, 2], [2, 6]], targets: [0, 2], width: 2, hasVariances: false)
    #expect(found[.meanSquare] == 2.5)
    #expect(abs((found[.epistemicSD] ?? 0) - 1.5 * 2.0.squareRoot()) < 1e-12)
    #expect(found[.epistemicSDInGap] == nil && found[.epistemicSDOutsideGap] == nil)
  }

  @Test func `a single pass has the loss of training as its likelihood, and no spread`() {
    // ½ exp(−s) (y − m)² + ½ s + ½ ln 2π with s = ln 4, m = 3, y = 0: 9/8 + ln 2 + .9189385…
    let found = measured([[3, Float(dl_log(4))]], targets: [0], width: 1, hasVariances: true)
    #expect(abs((found[.nll] ?? 0) - (1.125 + dl_log(2) + 0.9189385332046727)) < 1e-6)
    #expect(abs((found[.aleatoricSD] ?? 0) - 2) < 1e-6)
    #expect(found[.epistemicSD] == nil && found[.meanSquare] == 9)
  }

  @Test func `several laws are averaged as densities, and their variances before the root`() {
    // N(0; 0, 1) and N(0; 1, 9): densities .3989423 and .1257944, mean .2623683; √((1 + 9) / 2).
    let nine = Float(dl_log(9))
    for passes in [[[0, 0], [1, nine]], [[1, nine], [0, 0]]] as [[[Float]]] {
      let found = measured(passes, targets: [0], width: 1, hasVariances: true)
      #expect(abs((found[.nll] ?? 0) - 1.3380058) < 1e-6, "\(found)")
      #expect(abs((found[.aleatoricSD] ?? 0) - 5.0.squareRoot()) < 1e-6)
    }
  }

  @Test func `densities too small for a number still have a logarithm`() {
    let found = measured([[100, 0], [100, 0]], targets: [0], width: 1, hasVariances: true)
    #expect(abs((found[.nll] ?? 0) - (5000 + 0.9189385332046727)) < 1e-9)
  }
}
