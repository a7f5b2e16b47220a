import Reports
import Testing

struct ExerciseTests {
  private func exercise(_ options: String, student: String = "0") throws -> ExerciseCell {
    let head = NotebookSample.head.replacing("student: 0", with: "student: \(student)")
    let body = "```{exercise}\n#| id: a\n\(options)\nTask?\n---\nAnswer.\n```"
    return try NotebookSample.bound(body, head: head, withExperiment: false).notebook.exercise("a")
  }

  @Test(arguments: [
    ("0.3 * (1 - 0.3)", 0.21), ("2 ^ 3 ^ 2", 512), ("-2 ^ 2", -4), ("1 - 2 - 3", -4), ("8 / 2 / 2", 2),
    ("sqrt(2) ^ 2", 2), ("exp(log(5))", 5), ("max(1, 2, 3) - min(1, 2)", 2), ("round(2.345, 1)", 2.3),
    ("4 ^ 0.5", 2), ("2 ^ -2", 0.25), ("1e3 + .5", 1000.5), ("abs(-3) × 2", 6),
  ])
  func `expressions have the usual ranks and functions`(text: String, value: Double) throws {
    guard case .number(let found, _) = try exercise("#| answer: \"\(text)\"").key else {
      Issue.record("no number")
      return
    }
    #expect(abs(found - value) < 1e-12)
  }

  @Test
  func `every student has numbers of their own, and the first of each list is the teacher's`() throws {
    func value(_ student: Int) throws -> Double {
      let options = "#| draw: { q: [0.2, 0.3, 0.4, 0.6] }\n#| answer: \"1 - {{ draw.q }}\""
      guard case .number(let value, _) = try exercise(options, student: "\(student)").key else { return .nan }
      return value
    }
    #expect(try value(0) == 0.8)
    let values = try (1...200).map { try value($0) }
    for expected in [0.8, 0.7, 0.6, 0.4] {
      #expect((30...70).contains(values.count { abs($0 - expected) < 1e-12 }), "\(expected)")
    }
    #expect(try value(7) == value(7))
  }

  @Test
  func `a number below zero that was drawn is one factor, and an answer of 0 may be off by rounding`() throws {
    let square = try exercise("#| draw: { q: [-0.5] }\n#| answer: \"{{ draw.q }} ^ 2\"")
    #expect(square.grade("0.25").isRight && !square.grade("-0.25").isRight)
    #expect(try exercise("#| answer: 1 - 0.9 - 0.1").grade("0").isRight)
  }

  @Test
  func `a number that was drawn is shown as it was written`() throws {
    let page = try NotebookSample.html(
      """
      ```{exercise}
      #| id: a
      #| draw: { q: [0.6], x: [-1.2345] }
      #| answer: 1
      Keep {{ draw.q }}, twice {{ = 2 * draw.q }}, in full {{ draw.q | number(3) }}, {{ draw.x }}?
      ---
      Yes.
      ```
      """)
    #expect(page.contains("Keep 0.6, twice 1.2, in full 0.600, −1.2345?"))
  }

  @Test
  func `answers are graded within their tolerance, choices by letter`() throws {
    let number = try exercise("#| answer: 0.25\n#| tolerance: 0.01")
    #expect(number.grade("1/4").isRight && number.grade("26 %").isRight && !number.grade("0.27").isRight)
    let choice = try exercise("#| kind: choice\n#| choices: [one, two, three]\n#| answer: b")
    #expect(choice.grade("(B)").isRight && !choice.grade("c").isRight)
    if case .unreadable = choice.grade("d") {} else { Issue.record("d is no choice") }
  }
}
