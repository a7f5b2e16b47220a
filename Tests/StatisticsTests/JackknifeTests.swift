import Statistics
import Testing

/// Intervals from estimates that leave one observation out.
struct JackknifeTests {
  @Test func `of a mean it is Student's t interval`() throws {
    let values = [3.0, 1, 4, 1, 5, 9, 2, 6]
    let sum = values.reduce(0, +)
    let jackknife = Jackknife(sum / 8, leavingOut: values.map { (sum - $0) / 7 })
    let sample = try #require(Sample(values))
    let expected = try #require(Interval.studentT(sample))
    let found = jackknife.interval(level: 0.95)
    #expect((found.low - expected.low).magnitude < 1e-12 && (found.high - expected.high).magnitude < 1e-12)
  }

  @Test func `on logarithms it keeps ratios above zero and mirrors their inverse`() throws {
    let left = [0.2, 0.5, 0.9, 0.4]
    let found = try #require(Jackknife(0.5, leavingOut: left).logarithmicInterval(level: 0.95))
    let inverse = try #require(Jackknife(2, leavingOut: left.map { 1 / $0 }).logarithmicInterval(level: 0.95))
    #expect(found.low > 0)
    #expect((found.low * inverse.high - 1).magnitude < 1e-12 && (found.high * inverse.low - 1).magnitude < 1e-12)
    #expect(Jackknife(0.5, leavingOut: [0, 0.5]).logarithmicInterval(level: 0.95) == nil)
  }
}
