import Specifications
import Testing

struct SpecifiedTests {
  private func number(_ text: String) -> Double? { Double.read(.text(text), Problems()) }
  private func whole(_ text: String) -> Int? { Int.read(.text(text), Problems()) }

  @Test(arguments: [
    ("0", 0.0), ("1", 1), ("-1.5", -1.5), ("+2", 2), (".5", 0.5), ("5.", 5), ("0.1", 0.1), ("1e-3", 0.001),
    ("1.5E+2", 150), ("0.30000000000000004", 0.30000000000000004),
  ])
  func `plain decimals are numbers`(text: String, value: Double) { #expect(number(text) == value) }

  @Test(arguments: [
    "", "x", "017", "00", "1_000", "1:30", "0x10", "0o17", "1e", "e5", ".", "-", "--1", "1.2.3", "inf", ".inf", "nan",
    ".nan", "1e999", "1 ", " 1", "١",
  ])
  func `whatever readers disagree about is no number`(text: String) {
    #expect(number(text) == nil)
    #expect(whole(text) == nil)
  }

  @Test
  func `whole numbers are written in one way only`() {
    #expect(whole("9223372036854775807") == Int.max)
    for text in ["+5", "-0", "5.0", "5e2", "9223372036854775808"] { #expect(whole(text) == nil, "\(text)") }
    #expect(Int.read(SpecNode(.scalar("5", quoted: true)), Problems()) == nil)
  }

  @Test(arguments: [0.1, 1, 0, -2.5, 1e-7, 123_456_789, 1e15, 1e300, 0.1 + 0.2, .leastNonzeroMagnitude])
  func `a written number reads as itself`(value: Double) {
    #expect(Double.read(value.node, Problems()) == value)
  }

  @Test
  func `the shortest decimal has no needless digits`() {
    #expect([0.1, 5.0, 1e-3, 100000.0, 1e16].map(\.shortestDecimal) == ["0.1", "5", "0.001", "100000", "1e+16"])
  }

  @Test
  func `lists report every element that is wrong`() {
    let problems = Problems()
    let places = (1...3).map { Place(file: "f", line: $0, column: 1) }
    let items = zip(["1", "x", "y"], places).map { SpecNode(.scalar($0, quoted: false), place: $1) }
    #expect([Int].read(.list(items), problems) == nil)
    #expect(problems.found.map(\.place.line) == [2, 3])
    #expect([Int].read([1, 2, 3].node, problems) == [1, 2, 3])
    #expect(Bool.read(.text("yes"), problems) == nil)
    #expect(Bool.read(true.node, problems) == true)
  }
}
