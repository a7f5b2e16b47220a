import Analysis
import Experiments
import Statistics
import Testing

struct NumberTextTests {
  @Test
  func `numbers have true minus signs and no negative zero`() {
    #expect(NumberText.fixed(-0.26, places: 1) == "−0.3")
    #expect(NumberText.fixed(-0.04, places: 1) == "0.0")
    #expect(NumberText.fixed(12, places: 0) == "12")
    #expect(NumberText.signed(0.34, places: 1) == "+0.3")
    #expect(NumberText.signed(-0.34, places: 1) == "−0.3")
    #expect(NumberText.signed(0.01, places: 1) == "0.0")
    #expect(NumberText.fixed(.nan, places: 2) == "not a number")
    #expect(NumberText.fixed(-.infinity, places: 2) == "−∞")
  }

  @Test
  func `numbers that nobody counts the digits of have an exponent`() {
    #expect(NumberText.fixed(999_999_999_999_999, places: 0) == "999999999999999")
    #expect(NumberText.fixed(1e15, places: 2) == "1.00e15")
    #expect(NumberText.signed(-2.4999e199, places: 2) == "−2.50e199")
    #expect(NumberText.signed(2.4999e199, places: 2) == "+2.50e199")
    #expect(NumberText.fixed(1e-310, places: 312) == "1.00e−310" && NumberText.fixed(0, places: 312) == "0")
    let shown = [0, 0.0004, 0.021, 0.19, 1.08, 4, 4.01, 9.94, 9.96, 59.4, 59.6, 200.4, 7500]
    #expect(
      shown.map { "\(DurationText($0))" } == [
        "0 s", "0.0010 s", "0.021 s", "0.19 s", "1.1 s", "4 s", "4 s", "9.9 s", "10 s", "59 s", "1 min", "3 min 20 s",
        "2 h 5 min",
      ])
    #expect("\(DurationText(1e300))".hasSuffix(" min") && "\(DurationText(-1))" == "0 s")
  }

  @Test
  func `a bound that zero is outside of does not read as zero`() {
    #expect(NumberText.signedBounds(-6.1, -0.04, places: 0) == "−6 to −0.04")
    #expect(NumberText.signedBounds(0.37, 5.8, places: 0) == "+0.4 to +6")
    #expect(NumberText.signedBounds(0.00096, 0.58, places: 1) == "+0.001 to +0.6")
    #expect(NumberText.signedBounds(-6.1, 0.04, places: 0) == "−6 to 0")
    #expect(NumberText.signedBounds(0, 5.8, places: 0) == "0 to +6")
    #expect(NumberText.signedBounds(-1e-16, -1e-17, places: 2) == "0.00 to 0.00")
    #expect(NumberText.signedBounds(-1.3, -0.7, places: 1) == "−1.3 to −0.7")
  }

  @Test
  func `a difference that zero is outside of does not read as zero`() {
    let text = MetricText(metric: .error, places: 0)
    func interval(_ low: Double, _ high: Double) -> Interval {
      Interval(estimate: (low + high) / 2, low: low, high: high, level: 0.95, n: 2, method: .pairedStudentT)
    }
    #expect(text.difference(interval(0.002, 0.002)) == "+0.2")
    #expect(text.difference(interval(-0.003, -0.001)) == "−0.2")
    #expect(text.size(interval(-0.003, -0.001)) == "0.2\u{A0}points")
    #expect(text.difference(interval(-0.001, 0.005)) == "0")
    #expect(text.size(interval(0.008, 0.012)) == "1\u{A0}point")
  }

  @Test
  func `one point is singular, whatever its sign, and nothing else is`() {
    #expect(["1", "+1", "−1"].map(NumberText.points) == Array(repeating: "\u{A0}point", count: 3))
    #expect(["0", "1.0", "+2", "11"].map(NumberText.points) == Array(repeating: "\u{A0}points", count: 4))
    let whole = MetricText(metric: .error, places: 0)
    #expect(whole.size(-0.01) == "1\u{A0}point" && whole.size(0.02) == "2\u{A0}points")
  }

  @Test
  func `an uncertainty sets the places`() {
    let cases: [(Double, Int?)] = [
      (0.3, 1), (0.24, 2), (0.14, 2), (0.095, 2), (0.0999, 2), (3, 0), (1.4, 1), (14, 0), (250, 0), (0.0007, 4),
      (0, nil), (1e-16, nil), (.nan, nil),
    ]
    for (uncertainty, places) in cases { #expect(NumberText.places(for: uncertainty) == places, "\(uncertainty)") }
  }

  @Test
  func `significant digits switch to exponents only when needed`() {
    #expect(NumberText.significant(0.001234) == "0.00123")
    #expect(NumberText.significant(0.1) == "0.100")
    #expect(NumberText.significant(1234) == "1234")
    #expect(NumberText.significant(0.00000012) == "1.20e−7")
    #expect(NumberText.significant(95, digits: 2) == "95")
    #expect(NumberText.significant(99.9, digits: 3) == "99.9")
    #expect(NumberText.significant(0) == "0")
    #expect(NumberText.significant(9.999, digits: 2) == "10")
  }

  @Test
  func `p values keep their meaning when small`() {
    #expect(NumberText.pValue(0.0039) == "0.0039")
    #expect(NumberText.pValue(0.125) == "0.125")
    #expect(NumberText.pValue(0) == "<\u{A0}0.0001")
    #expect(NumberText.pValue(1) == "1.000")
    #expect(NumberText.pValue(0.0503, level: 0.05) == "0.0503" && NumberText.pValue(0.05, level: 0.05) == "0.050")
    #expect(NumberText.pValue(0.04996, level: 0.05) == "0.04996" && NumberText.pValue(0.3, level: 0.05) == "0.300")
  }

  @Test
  func `a number does not read as zero because others are large`() {
    let loss = MetricText(metric: .loss, places: 0)
    #expect(loss.number(0.0099, beside: [0.0099, 4e5]) == "0.0099" && loss.number(3.4, beside: [3.4, 4e5]) == "3.4")
    #expect(loss.number(3.4, beside: [3.4, 12]) == "3" && loss.number(0, beside: [0, 4e5]) == "0")
    #expect(loss.number(4e5, beside: [0.0099, 4e5]) == "400000" && loss.number(-0.02, beside: [9, -0.02]) == "−0.020")
    #expect(MetricText(metric: .error, places: 1).number(0.0004, beside: [0.0004, 0.5]) == "0.040")
  }

  @Test
  func `counts from five digits on are grouped`() {
    #expect(NumberText.count(9999) == "9999")
    #expect(NumberText.count(60000) == "60\u{202F}000")
    #expect(NumberText.count(-1_234_567) == "−1\u{202F}234\u{202F}567")
  }

  @Test
  func `shares are percent, other metrics are plain`() {
    let interval = Interval(estimate: 0.05, low: 0.047, high: 0.053, level: 0.95, n: 9, method: .studentT)
    let error = MetricText(metric: .error, intervals: [interval])
    #expect(error.value(0.0512) == "5.1\u{A0}%")
    #expect(error.differenceBounds(interval) == "+4.7 to +5.3")
    let near = Interval(estimate: -0.03, low: -0.06, high: -0.0004, level: 0.95, n: 9, method: .studentT)
    #expect(MetricText(metric: .error, places: 0).differenceBounds(near) == "−6 to −0.04")
    #expect(error.size(-0.01) == "1.0\u{A0}points")
    let loss = MetricText(metric: .loss, intervals: [interval])
    #expect(loss.value(0.0512) == "0.051")
    #expect(MetricText(metric: .loss, intervals: []).places == 3)
  }
}
