import Statistics
import Testing

struct WelchTests {
  @Test
  func `difference, degrees of freedom, p and interval agree with SciPy`() throws {
    try RandomCases(name: "welch", function: 1).agree(near: 1e-13) { random in
      let first = try random.sample(random.whole(2, 12))
      let second = try finite(random.bells(random.whole(2, 12)).map { 3 * $0 })
      let welch = try #require(Welch(first, minus: second))
      let interval = welch.interval()
      return [welch.estimate, welch.degreesOfFreedom, welch.p(), interval.low, interval.high]
    }
  }

  @Test
  func `one-sided p values are halves that add up to 1`() throws {
    let welch = try #require(Welch(try finite([1, 2, 4]), minus: try finite([1, 1.5, 2, 2])))
    #expect(agrees(welch.p(.greater), welch.p() / 2))
    #expect(agrees(welch.p(.greater) + welch.p(.less), 1))
  }

  @Test
  func `without a spread only the means decide`() throws {
    let (low, high) = (try finite([1, 1]), try finite([2, 2, 2]))
    let apart = try #require(Welch(low, minus: high))
    #expect(apart.p() == 0 && apart.p(.less) == 0 && apart.p(.greater) == 1)
    #expect(apart.interval().low == -1 && apart.interval().high == -1 && apart.degreesOfFreedom == 3)
    let same = try #require(Welch(low, minus: low))
    #expect(same.p() == 1 && same.p(.less) == 1 && same.p(.greater) == 1)
  }

  @Test
  func `a spread on one side only leaves that side's degrees of freedom`() throws {
    let welch = try #require(Welch(try finite([1, 1, 1, 1]), minus: try finite([1, 2, 4])))
    #expect(welch.degreesOfFreedom == 2)
  }

  @Test
  func `one value on a side has no test`() throws {
    #expect(Welch(try finite([1]), minus: try finite([1, 2])) == nil)
    #expect(Welch(try finite([1, 2]), minus: try finite([])) == nil)
  }
}
