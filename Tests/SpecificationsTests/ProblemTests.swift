import Specifications
import Testing

struct ProblemTests {
  @Test
  func `the same problem is reported once`() {
    let problems = Problems()
    problems.report(.nowhere, "a")
    problems.report(.nowhere, "b")
    problems.report(.nowhere, "a")
    #expect(problems.found.map(\.message) == ["a", "b"])
  }

  @Test
  func `what is not written is a problem, but where gaps are allowed`() {
    for allowsGaps in [false, true] {
      let problems = Problems(allowingGaps: allowsGaps)
      problems.report(.nowhere, "a")
      problems.reportGap(.nowhere, "b")
      #expect(problems.found.map(\.message) == (allowsGaps ? ["a"] : ["a", "b"]))
    }
  }
}
