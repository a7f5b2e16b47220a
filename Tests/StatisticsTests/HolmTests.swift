import Statistics
import Testing

struct HolmTests {
  @Test
  func `adjusted values agree with the reference`() throws {
    for row in try Reference.read().holm {
      for (found, expected) in zip(Holm.adjusted(row.p), row.adjusted) { #expect(agrees(found, expected)) }
    }
  }

  @Test
  func `adjusted values are those of the closed test of random families, Bonferroni's the count times p`() throws {
    try RandomCases(name: "families", function: 35).agree { random in
      let count = random.whole(1, 7)
      let p = (0..<count).map { _ in
        let share = random.uniform()
        return share * share * share
      }
      return Holm.adjusted(p) + Bonferroni.adjusted(p)
    }
  }

  @Test
  func `the worked example of four tests comes out`() {
    let adjusted = Holm.adjusted([0.01, 0.04, 0.03, 0.005])
    for (found, expected) in zip(adjusted, [0.03, 0.06, 0.06, 0.02]) { #expect(agrees(found, expected)) }
  }

  @Test
  func `a single test keeps its p, none keeps nothing, and nothing passes 1`() {
    #expect(Holm.adjusted([0.3]) == [0.3])
    #expect(Holm.adjusted([]) == [])
    #expect(Holm.adjusted([0.9, 0.8, 1]) == [1, 1, 1])
  }
}
