import Statistics
import Testing

struct BonferroniTests {
  @Test
  func `each p value is multiplied by their number, to 1 at most`() {
    #expect(Bonferroni.adjusted([0.01, 0.5, 0.02]) == [0.03, 1, 0.06])
    #expect(Bonferroni.adjusted([]) == [])
  }

  @Test
  func `it is never below Holm`() {
    let p = [0.01, 0.2, 0.03, 0.012, 0.9]
    for (own, holm) in zip(Bonferroni.adjusted(p), Holm.adjusted(p)) { #expect(own >= holm) }
  }
}
