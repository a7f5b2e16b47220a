import Statistics
import Testing

struct ProportionTests {
  @Test
  func `exact and score intervals agree with SciPy`() throws {
    for row in try Reference.read().proportions {
      let share = Proportion(successes: row.successes, of: row.attempts)
      let exact = try #require(share.clopperPearson(level: row.level))
      let wilson = try #require(share.wilson(level: row.level))
      #expect(agrees(exact.low, row.exactLow) && agrees(exact.high, row.exactHigh), "\(exact) \(row)")
      #expect(agrees(wilson.low, row.wilsonLow) && agrees(wilson.high, row.wilsonHigh), "\(wilson) \(row)")
    }
  }

  @Test
  func `both intervals agree with SciPy on random counts and levels`() throws {
    try RandomCases(name: "proportion", function: 34).agree { random in
      let attempts = random.whole(1, 200)
      let share = Proportion(successes: random.whole(0, attempts), of: attempts)
      let level = 0.8 + 0.19 * random.uniform()
      let (exact, wilson) = (share.clopperPearson(level: level), share.wilson(level: level))
      return [exact?.low, exact?.high, wilson?.low, wilson?.high]
    }
  }

  @Test
  func `no attempts give no interval, sure outcomes touch the end`() throws {
    #expect(Proportion(successes: 0, of: 0).wilson() == nil)
    #expect(Proportion(successes: 0, of: 0).clopperPearson() == nil)
    #expect(Proportion(successes: 0, of: 0).estimate == nil)
    #expect(try #require(Proportion(successes: 0, of: 9).wilson()).low == 0)
    #expect(try #require(Proportion(successes: 9, of: 9).clopperPearson()).high == 1)
  }

  @Test
  func `successes and failures mirror each other`() throws {
    let few = try #require(Proportion(successes: 3, of: 40).clopperPearson())
    let many = try #require(Proportion(successes: 37, of: 40).clopperPearson())
    #expect(agrees(few.low, 1 - many.high, relative: 1e-12) && agrees(few.high, 1 - many.low, relative: 1e-12))
  }
}
