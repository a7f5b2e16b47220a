import Statistics
import Testing

/// Values so large or small that their squares are no Doubles, and samples without a spread.
struct ExtremeSamplesTests {
  @Test
  func `a spread whose square is too small for a Double is not lost`() throws {
    let small = try #require(Sample([1e-200, -1e-200]))
    #expect(abs((small.standardDeviation ?? 0) / 1e-200 - 2.0.squareRoot()) < 1e-12)
    #expect(Sample([1e-200, 1e-200])?.standardDeviation == 0)
    let pairs = try #require(PairedSample([0, 0], minus: [1e-200, -1e-200]))
    #expect(pairs.tTest == 1 && Interval.pairedStudentT(pairs)?.estimate == 0)
  }

  @Test
  func `Welch's degrees of freedom are numbers at any size`() throws {
    func welch(_ first: [Double], _ second: [Double]) throws -> Welch {
      let (left, right) = (try #require(Sample(first)), try #require(Sample(second)))
      return try #require(Welch(left, minus: right))
    }
    let plain = try welch([1, 2, 4], [3, 5, 8])
    for scale in [1e-200, 1e200] {
      let scaled = try welch([1, 2, 4].map { $0 * scale }, [3, 5, 8].map { $0 * scale })
      #expect(abs(scaled.degreesOfFreedom / plain.degreesOfFreedom - 1) < 1e-12)
      #expect(abs(scaled.p() / plain.p() - 1) < 1e-9)
    }
    let apart = try welch([1e200, 2e200], [0.25, 0.5])
    #expect(abs(apart.degreesOfFreedom - 1) < 1e-9 && apart.interval().low.isFinite)
  }

  @Test
  func `equal differences of counts have the p of their signs`() throws {
    for n in 2...7 {
      let ones = [Double](repeating: 0.12, count: n)
      let others = [Double](repeating: 0.11, count: n)
      let counted = try #require(PairedSample(ones, minus: others, isCounted: true))
      let least = 1 / Double(1 << n)
      #expect(counted.tTest == min(1, 2 * least) && counted.tTest == counted.signFlip)
      #expect(counted.tTest(.greater) == least && counted.tTest(.less) == 1)
      #expect(Equivalence(counted, margin: 0.02)?.p == least && Equivalence(counted, margin: 0.005)?.p == 1)
      #expect(PairedSample(ones, minus: others)?.tTest == 0)
      #expect(PairedSample(ones, minus: ones, isCounted: true)?.tTest == 1)
    }
  }
}
