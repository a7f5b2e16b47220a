import Statistics
import Testing

struct PairedSampleTests {
  @Test
  func `p values and effect sizes agree with SciPy`() throws {
    for row in try Reference.read().pairs {
      let pairs = try #require(PairedSample(row.first, minus: row.second))
      #expect(agrees(pairs.tTest, row.p), "\(String(describing: pairs.tTest)), SciPy \(row.p)")
      #expect(agrees(pairs.hedgesG, row.hedgesG))
      #expect(agrees(pairs.signFlip, row.signFlip), "\(String(describing: pairs.signFlip)), SciPy \(row.signFlip)")
    }
  }

  @Test
  func `p values of every side and both t intervals agree with SciPy on random pairs`() throws {
    try RandomCases(name: "paired-t", function: 32).agree { random in
      let count = random.whole(2, 12)
      let (first, second) = (random.bells(count), random.bells(count))
      let level = 0.8 + 0.19 * random.uniform()
      let pairs = try #require(PairedSample(first, minus: second))
      let paired = try #require(Interval.pairedStudentT(pairs, level: level))
      let single = try #require(Interval.studentT(try finite(first), level: level))
      return [pairs.tTest, pairs.tTest(.greater), pairs.tTest(.less), paired.low, paired.high, single.low, single.high]
    }
  }

  @Test
  func `equal samples are no evidence of a difference`() throws {
    let pairs = try #require(PairedSample([0.1, 0.2, 0.3], minus: [0.1, 0.2, 0.3]))
    #expect(pairs.tTest == 1 && pairs.signFlip == 1)
    #expect(pairs.hedgesG == nil)
    #expect(pairs.shareLower == 0.5)
  }

  @Test
  func `a constant shift has p 0 by t and the smallest possible p by sign flips`() throws {
    // .07 − .05 and .06 − .04 differ in their last bits: rounding is no spread.
    let pairs = try #require(PairedSample([0.07, 0.06, 0.03, 0.13], minus: [0.05, 0.04, 0.01, 0.11]))
    #expect(pairs.tTest == 0)
    #expect(pairs.hedgesG == nil)
    #expect(pairs.signFlip == 0.125)
    #expect(pairs.shareLower == 0)
  }

  @Test
  func `fewer than two pairs have no test`() throws {
    let one = try #require(PairedSample([0.4], minus: [0.5]))
    #expect(one.tTest == nil && one.hedgesG == nil)
    #expect(one.signFlip == 1)
    let nothing = try #require(PairedSample([], minus: []))
    #expect(nothing.tTest == nil && nothing.signFlip == nil && nothing.shareLower == nil)
    let two = try #require(PairedSample([0.4, 0.3], minus: [0.5, 0.6]))
    #expect(two.hedgesG == nil)
  }

  @Test
  func `values that are not finite are refused on either side`() {
    #expect(PairedSample([.nan], minus: [1]) == nil)
    #expect(PairedSample([1], minus: [.infinity]) == nil)
    #expect(PairedSample([.greatestFiniteMagnitude], minus: [-.greatestFiniteMagnitude]) == nil)
  }

  @Test
  func `exchanging the samples turns the signs`() throws {
    let (x, y) = ([0.3, 0.5, 0.45], [0.35, 0.52, 0.41])
    let forward = try #require(PairedSample(x, minus: y))
    let backward = try #require(PairedSample(y, minus: x))
    #expect(forward.tTest == backward.tTest && forward.signFlip == backward.signFlip)
    #expect(try #require(forward.hedgesG) == -(try #require(backward.hedgesG)))
    #expect(forward.shareLower == 2.0 / 3 && backward.shareLower == 1.0 / 3)
  }

  @Test
  func `pairs that lack a value are left out and counted`() throws {
    let found = try #require(PairedSample.complete([1, nil, 3, 4, nil], minus: [0.5, 1, nil, 2, nil]))
    #expect(found.sample.differences.values == [0.5, 2] && found.missing == 3)
    let nothing = try #require(PairedSample.complete([nil], minus: [1]))
    #expect(nothing.sample.count == 0 && nothing.missing == 1)
    #expect(PairedSample.complete([.nan, 1], minus: [1, 2]) == nil)
  }

  @Test
  func `one-sided p values are halves of the two-sided, and decided by the sign without a spread`() throws {
    let pairs = try #require(PairedSample([1, 2, 4, 3], minus: [0.5, 2.5, 2, 2]))
    let two = try #require(pairs.tTest)
    #expect(agrees(pairs.tTest(.greater), two / 2) && agrees(pairs.tTest(.less), 1 - two / 2))
    let shift = try #require(PairedSample([1.5, 2.5], minus: [1, 2]))
    #expect(shift.tTest(.greater) == 0 && shift.tTest(.less) == 1 && shift.tTest(.twoSided) == 0)
    let same = try #require(PairedSample([1, 2], minus: [1, 2]))
    #expect(same.tTest(.greater) == 1 && same.tTest(.less) == 1)
  }
}
