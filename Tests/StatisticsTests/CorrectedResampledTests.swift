import Statistics
import Testing

struct CorrectedResampledTests {
  @Test
  func `standard error, p and bounds agree with SciPy`() throws {
    try RandomCases(name: "corrected-resampled", function: 25).agree { random in
      let pairs = try random.pairs(random.whole(3, 10))
      let (training, test) = (random.whole(10, 100), random.whole(1, 50))
      let found = try #require(CorrectedResampled(pairs, training: training, test: test))
      return [found.standardError, found.p, found.interval.low]
    }
  }

  @Test
  func `ten-fold splits take a ninth more than a tenth of the variance`() throws {
    let pairs = try #require(PairedSample((0..<10).map { Double($0 * $0) }, minus: Array(repeating: 3, count: 10)))
    let found = try #require(CorrectedResampled(pairs, training: 90, test: 10))
    let plain = try #require(pairs.differences.standardError)
    #expect(agrees(found.standardError / plain, (1 + 10 / 9.0).squareRoot()))
    let plainP = try #require(pairs.tTest)
    #expect(found.p > plainP)
  }

  @Test
  func `equal differences are answered as the plain test does; one split is not`() throws {
    let shift = try #require(PairedSample([1.5, 2.5], minus: [1, 2]))
    let found = try #require(CorrectedResampled(shift, training: 2, test: 1))
    #expect(found.p == 0 && found.interval.low == 0.5 && found.interval.high == 0.5)
    let none = try #require(PairedSample([1, 2], minus: [1, 2]))
    #expect(CorrectedResampled(none, training: 2, test: 1)?.p == 1)
    #expect(CorrectedResampled(try #require(PairedSample([1], minus: [2])), training: 2, test: 1) == nil)
  }
}
