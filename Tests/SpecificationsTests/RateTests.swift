import Specifications
import Testing

struct RateTests {
  @Test
  func `rate and retention are complements as decimals`() throws {
    for hundredths in 0..<100 {
      let rate = Rate(try #require(Double("0.\(hundredths < 10 ? "0" : "")\(hundredths)")))
      #expect(Rate(retention: rate.retention) == rate)
      #expect(rate.retention.shortestDecimal.count <= 4, "\(rate.dropping) has the complement \(rate.retention)")
    }
    #expect(Rate(retention: 0.8) == Rate(0.2))
    #expect(Rate(0.2).retention == 0.8)
    #expect(1 - 0.8 != 0.2, "in binary they are not")
  }

  @Test
  func `rates are ordered by what they drop`() { #expect(Rate(0.2) < Rate(retention: 0.5)) }

  private func problems(_ entries: [(String, SpecNode)]) -> [String] {
    let problems = Problems()
    if var map = MapReader(.map(entries), of: "noise", problems) { _ = map.rate() }
    return problems.found.map(\.message)
  }

  @Test
  func `exactly one of rate and retention is given, and something is kept`() {
    #expect(problems([("rate", .text("0"))]) == [])
    #expect(problems([("retention", .text("1"))]) == [])
    #expect(problems([]) == ["noise needs 'rate' (of dropping) or 'retention' (of keeping)"])
    let both = [("rate", SpecNode.text(".2")), ("retention", .text(".8"))]
    #expect(problems(both) == ["noise has both 'rate' and 'retention'; give one"])
    #expect(problems([("rate", .text("1"))]) == ["rate is '1', allowed is a number from 0 to below 1"])
    #expect(problems([("retention", .text("0"))]) == ["retention is '0', allowed is a number above 0, at most 1"])
    #expect(problems([("retention", .text("1e-30"))]) == ["retention is 1e-30, so near to 0 that nothing is kept"])
  }
}
