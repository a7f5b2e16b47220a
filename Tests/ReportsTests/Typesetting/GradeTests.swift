import Testing

@testable import Reports

struct GradeTests {
  @Test(arguments: [
    (".5", 0.5), ("0.5", 0.5), ("1/2", 0.5), ("50 %", 0.5), ("50%", 0.5), ("5e-1", 0.5), ("5E-1", 0.5), ("+0.5", 0.5),
    ("−3", -3.0), ("-3.", -3.0), ("–3", -3.0), ("−1/4", -0.25), ("2·10^-3", 0.002), ("2 × 10^-3", 0.002),
    ("1⁄8", 0.125),
    ("3‰", 0.003), ("1 000", 1000.0), (" 7 ", 7.0), ("1e3", 1000.0), ("1/2 %", 0.005), ("007", 7.0),
  ])
  func `numbers are read as people write them`(text: String, value: Double) throws {
    #expect(try #require(AnswerNumber.value(of: text)) == value)
  }

  @Test(arguments: [
    "", " ", "half", "1/0", "1/2/3", "nan", "inf", "0x10", "1e", "e5", "--1", "1.2.3", ".", "1e999999", "5 percent",
    "1,5",
    "%", "1-2", "٣",
  ])
  func `what is no finite number is refused`(text: String) {
    #expect(AnswerNumber.value(of: text) == nil)
  }

  @Test
  func `a number is right within its tolerance, both ends included`() {
    func grade(_ answer: String, _ tolerance: Double = 0.01) -> Grade {
      Grade.check(answer: answer, expected: "0.3", tolerance: tolerance, kind: .number)
    }
    #expect(grade("0.3").isRight && grade("30 %").isRight && grade("3/10", 0).isRight)
    #expect(grade("0.31").isRight && grade("0.29").isRight)
    #expect(grade("0.3101") == .wrong("too large") && grade("0.2899") == .wrong("too small"))
    #expect(grade("0.7") == .wrong("too large"))
    #expect(grade("a third") == .unreadable("'a third' is no number; write it like 0.5, 1/2, 50 % or 5e-1"))
  }

  @Test
  func `an exercise that expects no number says so`() {
    let grade = Grade.check(answer: "1", expected: "many", tolerance: 0, kind: .number)
    #expect(grade == .unreadable("the exercise itself expects 'many', which is no number"))
  }

  @Test
  func `choices do not depend on case, brackets and full stops`() {
    for answer in ["b", "B", "(b)", "b)", " B. "] {
      #expect(Grade.check(answer: answer, expected: "b", tolerance: 0, kind: .choice).isRight)
    }
    #expect(Grade.check(answer: "a", expected: "b", tolerance: 0, kind: .choice) == .wrong("another choice is right"))
    #expect(Grade.check(answer: "a", expected: "b | a", tolerance: 0, kind: .choice).isRight)
    #expect(Grade.check(answer: "()", expected: "b", tolerance: 0, kind: .choice) == .unreadable("no choice was made"))
  }

  @Test
  func `texts do not depend on case, spaces, hyphens and a full stop`() {
    func grade(_ answer: String) -> Grade {
      Grade.check(answer: answer, expected: "co-adaptation|coadaptation", tolerance: 0, kind: .text)
    }
    #expect(grade("Co-Adaptation.").isRight && grade("  co‐adaptation ").isRight && grade("coadaptation").isRight)
    #expect(grade("co adaptation") == .wrong("not what is expected"))
    #expect(grade("") == .unreadable("the answer is empty"))
    #expect(Grade.check(answer: "weight\n decay", expected: "Weight decay", tolerance: 0, kind: .text).isRight)
  }
}
