import CKernels
import Experiments
import NeuralNets
import Testing

@testable import Training

struct FirstFiltersTests {
  private static func filter(height: Int, width: Int, _ weight: (Int, Int) -> Double) -> Filter {
    let weights = (0..<height).flatMap { y in (0..<width).map { weight(y, $0) } }
    return Filter(weights, image: MapShape(height: height, width: width, channels: 1))
  }

  @Test
  func `one pixel is local, rough and heavy-tailed; all alike is the opposite`() {
    let point = Self.filter(height: 10, width: 10) { y, x in y == 4 && x == 6 ? -2 : 0 }
    #expect(point.share(ofWindow: 7) == 1 && point.spatialEntropy == 0 && point.totalVariation == 4)
    // Of n numbers with one at distance: n (1 − 1/n) … the kurtosis of a Bernoulli variable of p = .01.
    #expect(abs(point.excessKurtosis - (1 - 6 * 0.01 * 0.99) / (0.01 * 0.99)) < 1e-9)
    let flat = Self.filter(height: 10, width: 10) { _, _ in 0.5 }
    #expect(abs(flat.share(ofWindow: 7) - 0.49) < 1e-12 && abs(flat.spatialEntropy - 1) < 1e-12)
    #expect(flat.totalVariation == 0 && flat.excessKurtosis == 0)
  }

  @Test
  func `the best window is found wherever it stands, and a small image is one window`() {
    let corners = Self.filter(height: 12, width: 9) { y, x in (y < 3 && x < 3) || (y >= 8 && x >= 4) ? 1 : 0 }
    #expect(abs(corners.share(ofWindow: 7) - 20.0 / 29) < 1e-12)
    let small = Self.filter(height: 5, width: 7) { y, x in Double(y + x) }
    #expect(abs(small.share(ofWindow: 7) - 1) < 1e-12)
    // A checkerboard of ±1: every neighbour differs by 2; 2 · 2 · 3 · 4 over 16 weights of size 1 on 4 × 4.
    let board = Self.filter(height: 4, width: 4) { y, x in (y + x) % 2 == 0 ? 1 : -1 }
    #expect(abs(board.totalVariation - 3) < 1e-12 && abs(board.excessKurtosis + 2) < 1e-12)
  }

  @Test
  func `colours of a pixel share a place and vary on their own`() {
    let weights: [Double] = [1, 0, 1, 0, 0, 2, 0, 2]
    let filter = Filter(weights, image: MapShape(height: 2, width: 2, channels: 2))
    let shares = [0.1, 0.1, 0.4, 0.4]
    let entropy = -shares.reduce(0) { $0 + $1 * dl_log($1) } / dl_log(4)
    #expect(abs(filter.spatialEntropy - entropy) < 1e-12)
    // Left to right all alike; down 1 → 0 and 0 → 2 in both columns.
    #expect(abs(filter.totalVariation - 6.0 / 6) < 1e-12)
  }

  @Test
  func `units without weights are left out, and the record is of the first layer`() throws {
    let trained = try ProbeFixture(TrialFixture(), []).untrained()
    let all = FirstFilters(trained.network).values
    #expect(all.map(\.address.layer) == [String](repeating: "hidden1", count: 4))
    try trained.network.change("hidden1.weight") { values in
      for index in 35..<values.count { values[index] = 0 }
      values = values.enumerated().map { $0.offset == 17 ? 3 : $0.offset < 35 ? 0 : $0.element }
    }
    let one = FirstFilters(trained.network).values
    #expect(one.map(\.value).prefix(2) == [1, 0])
    try trained.network.change("hidden1.weight") { $0 = $0.map { _ in 0 } }
    #expect(FirstFilters(trained.network).values.isEmpty)
  }
}
