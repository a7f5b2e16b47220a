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
}
