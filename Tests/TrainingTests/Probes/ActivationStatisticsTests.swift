import CKernels
import Experiments
import NeuralNets
import Tensors
import Testing

@testable import Training

struct ActivationStatisticsTests {
  private static func sparsity(_ rows: [[Float]], threshold: Double = 0.2) -> (dl_sparsity, [Double]) {
    let values = FloatBuffer(rows.count * rows[0].count)
    for (index, value) in rows.flatMap({ $0 }).enumerated() { values.base[index] = value }
    let units = DoubleBuffer(rows[0].count)
    var sums = dl_sparsity()
    dl_measure_sparsity(values.base, rows.count, rows[0].count, threshold, units.base, &sums)
    return (sums, units.values)
  }

  @Test
  func `one active unit is as sparse as can be, equal ones are not sparse`() {
    let (single, units) = Self.sparsity([[0, 0, 3, 0]])
    #expect(single.zeros == 3 && single.low == 3 && single.sum == 3 && units == [0, 0, 3, 0])
    #expect(abs(single.hoyer - 1) < 1e-12 && abs(single.treves_rolls - 1) < 1e-12)
    let equal = Self.sparsity([[2, 2, 2, 2]]).0
    #expect(abs(equal.hoyer) < 1e-12 && abs(equal.treves_rolls) < 1e-12 && equal.low == 0)
    // (2 − 7 / 5) / (2 − 1) and (1 − 49 / (4 · 25)) / (3 / 4).
    let (between, _) = Self.sparsity([[3, 0, 4, 0], [0, 0, 0, 0]])
    #expect(abs(between.hoyer - 0.6) < 1e-12 && abs(between.treves_rolls - 0.68) < 1e-12)
    #expect(between.live == 1 && between.zeros == 6)
  }

  @Test
  func `the scale of a layer moves its mean and neither its sparsity nor what reaches the next layer`() throws {
    let fixture = ProbeFixture(TrialFixture(), [])
    func record(_ trained: TrainedNetwork) throws -> ProbeRecord {
      try ProbeRunner(trained).record(of: ProbeRequest(.activations)) { false }
    }
    let plain = try record(try fixture.untrained())
    let scaled = try fixture.untrained()
    try scaled.network.change("hidden1.weight") { $0 = $0.map { $0 * 4 } }
    try scaled.network.change("hidden2.weight") { $0 = $0.map { $0 / 4 } }
    let moved = try record(scaled)
    func values(_ statistic: ProbeStatistic) throws -> (Double, Double) {
      (try #require(plain.value(statistic, layer: "hidden1")), try #require(moved.value(statistic, layer: "hidden1")))
    }
    let mean = try values(.activationMean)
    #expect(abs(mean.1 - 4 * mean.0) < 1e-9 && mean.0 > 0)
    for statistic in [ProbeStatistic.zeroShare, .lowShare, .hoyer, .trevesRolls, .effectiveActivation] {
      let pair = try values(statistic)
      #expect(abs(pair.0 - pair.1) < 1e-9, "\(statistic)")
    }
    let zeros = try values(.zeroShare)
    #expect(zeros.0 > 0.2 && zeros.0 < 0.8)
  }
}
