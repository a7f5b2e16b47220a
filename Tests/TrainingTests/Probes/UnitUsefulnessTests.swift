import CKernels
import Datasets
import Experiments
import NeuralNets
import Testing

@testable import Training

struct UnitUsefulnessTests {
  @Test
  func `two classes at two values have the weights of the closed form`() {
    // Log odds ln(counts ratio) at x = 0 and 1: 3 : 1 and 1 : 3 of classes 0 and 1, almost without penalty.
    let (x, counts): ([Double], [Double]) = ([0, 1], [3, 1, 1, 3])
    var weights = [Double](repeating: 0, count: 4)
    var scratch = [Double](repeating: 0, count: 32)
    dl_fit_unit(x, counts, 2, 2, 1e-9, &weights, &scratch)
    #expect(abs(weights[0] - weights[1] - dl_log(3)) < 1e-6)
    #expect(abs(weights[2] - weights[3] + 2 * dl_log(3)) < 1e-6)
    // Only differences matter, so the penalty centres both.
    #expect(abs(weights[0] + weights[1]) < 1e-6 && abs(weights[2] + weights[3]) < 1e-6)
  }

  @Test
  func `at the fit the slopes of the penalised likelihood vanish, with ten classes too`() {
    let levels = 64
    let x = (0..<levels).map { Double($0) / 63 }
    let counts: [Double] = (0..<levels * 10).map { index in
      let ground = (index * 7919 + index / 10 * 31) % 13
      return Double(index / 64 == index % 10 ? ground + 40 : ground)
    }
    var weights = [Double](repeating: 0, count: 20)
    var scratch = [Double](repeating: 0, count: 480)
    dl_fit_unit(x, counts, levels, 10, 1e-4, &weights, &scratch)
    let total = counts.reduce(0, +)
    for k in 0..<10 {
      var slopes = (1e-4 * weights[k], 1e-4 * weights[10 + k])
      for level in 0..<levels {
        let powers: [Double] = (0..<10).map { other in dl_exp(weights[other] + weights[10 + other] * x[level]) }
        let here = counts[level * 10..<level * 10 + 10].reduce(0, +)
        let expected = here * powers[k] / powers.reduce(0, +)
        let slope = (expected - counts[level * 10 + k]) / total
        slopes.0 += slope
        slopes.1 += slope * x[level]
      }
      #expect(abs(slopes.0) < 1e-8 && abs(slopes.1) < 1e-8, "class \(k): \(slopes)")
    }
  }

  @Test
  func `a number that orders the classes tells them, a constant tells the most frequent one`() {
    let labels: [UInt32] = [0, 0, 0, 1, 1, 2, 2, 2]
    let ordered = UnitClassifier(
      [0, 0.1, 0.2, 5, 5.1, 9.8, 9.9, 10], labels: labels, classes: 3, levels: 64, penalty: 1e-4)
    #expect([0.05, -3, 5, 9.7, 20].map(ordered.label) == [0, 0, 1, 2, 2])
    let constant = UnitClassifier(
      [Double](repeating: 4, count: 8), labels: [2, 0, 1, 1, 1, 0, 2, 1], classes: 3, levels: 64, penalty: 1e-4)
    #expect([0, 4, 9].map(constant.label) == [1, 1, 1])
    let endless = UnitClassifier([0, 1, .infinity], labels: [0, 1, 2], classes: 3, levels: 64, penalty: 1e-4)
    #expect(endless.label(of: .infinity) == endless.label(of: .nan))
  }

  @Test
  func `a dead unit is worth the most frequent class`() throws {
    let trained = try ProbeFixture(TrialFixture(), []).untrained()
    try trained.network.change("hidden2.weight") { $0 = $0.map { _ in 0 } }
    try trained.network.change("hidden2.bias") { $0 = $0.map { _ in -1 } }
    let record = try ProbeRunner(trained).record(of: ProbeRequest(.unitUsefulness)) { false }
    let counts = (0..<4).map { label in trained.data.training.labels.count { $0 == UInt32(label) } }
    let most = UInt32(counts.firstIndex(of: counts.max() ?? 0) ?? 0)
    let share = Double(trained.data.test.labels.count { $0 == most }) / Double(trained.data.test.count)
    #expect(record.value(.unitAccuracyMedian, layer: "hidden2") == share)
    #expect(record.value(.unitAccuracyHigh, layer: "hidden2") == share)
    #expect(try #require(record.value(.unitAccuracyHigh, layer: "hidden1")) > share)
  }
}
