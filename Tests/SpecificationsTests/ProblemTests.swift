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
  func `each of very many problems is reported once`() {
    let problems = Problems()
    for _ in 0..<2 {
      for line in 1...20_000 { problems.report(Place(file: "a.yaml", line: line, column: 1), "a") }
    }
    #expect(problems.found.map(\.place.line) == Array(1...20_000))
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
