import Foundation
import Testing

@testable import Reports

struct MathMLTests {
  /// A formula and what browsers get for it, both ways; each was looked at in Chromium.
  struct Golden: CustomTestStringConvertible {
    let tex, display, inline: String
    var testDescription: String { tex }

    static func read() throws -> [Golden] {
      let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference/formulas.txt")
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
      return stride(from: 0, to: lines.count, by: 3).map {
        Golden(tex: lines[$0], display: lines[$0 + 1], inline: lines[$0 + 2])
      }
    }
  }

  @Test
  func `every formula of the chapter and of a longer list is as it was when it was looked at`() throws {
    let goldens = try Golden.read()
    #expect(goldens.count >= 88)
    for golden in goldens {
      #expect(try MathML.convert(golden.tex, display: true) == golden.display)
      #expect(try MathML.convert(golden.tex, display: false) == golden.inline)
    }
  }

  @Test
  func `a formula carries its source for those who do not see it`() throws {
    #expect(
      try MathML.convert("a < b\n & c".replacing("&", with: "\\&"), display: false).hasPrefix(
        "<math alttext=\"a &lt; b \\&amp; c\">"))
  }

  @Test(arguments: [
    ("x", "<mi>x</mi>"), ("\\mathrm{x}", "<mi mathvariant=\"normal\">x</mi>"), ("\\mathbf{h}", "<mi>𝐡</mi>"),
    ("\\mathrm{train}", "<mi>train</mi>"), ("\\mathbb{R}", "<mi>ℝ</mi>"), ("\\boldsymbol\\theta", "<mi>𝜽</mi>"),
    ("\\mathcal{L}", "<mi>ℒ</mi>"), ("\\mathit{h}", "<mi>ℎ</mi>"), ("\\Gamma", "<mi mathvariant=\"normal\">Γ</mi>"),
    ("0.50", "<mn>0.50</mn>"), ("x^10", "<mrow><msup><mi>x</mi><mn>1</mn></msup><mn>0</mn></mrow>"),
    ("\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"), ("\\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
    ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
    ("f''", "<msup><mi>f</mi><mo lspace=\"0\" rspace=\"0\">″</mo></msup>"),
    ("a\\text{ if }", "<mrow><mi>a</mi><mtext>\u{A0}if\u{A0}</mtext></mrow>"),
  ])
  func `letters, numbers and scripts are elements of their kind`(tex: String, body: String) throws {
    let element = try MathML.convert(tex, display: false)
    #expect(element.drop { $0 != ">" }.dropFirst() == body + "</math>")
  }

  @Test
  func `a formula of its own scrolls, can be reached by the keyboard and has a name`() throws {
    let math = try MathML.convert("x", display: true)
    #expect(
      try MathML.block("x", label: "Equation <3>")
        == "<div class=\"scroll formula\" tabindex=\"0\" role=\"group\" aria-label=\"Equation &lt;3&gt;\">\(math)</div>"
    )
  }

  @Test
  func `a minus without a left operand is a sign and not an operation`() throws {
    let sign = "<mo lspace=\"0\" rspace=\"0\">−</mo>"
    let operation = "<mo form=\"infix\">−</mo>"
    for tex in ["-x", "(-x)", "a = -x", "a, -x", "\\sum -x", "a + -x"] {
      #expect(try MathML.convert(tex, display: false).contains(sign), "\(tex)")
      #expect(try !MathML.convert(tex, display: false).contains(operation), "\(tex)")
    }
    for tex in ["a - x", "(a) - x", "x_i - x", "a\\,-\\,x", "\\begin{aligned} a &- x \\end{aligned}"] {
      #expect(try MathML.convert(tex, display: false).contains(operation), "\(tex)")
    }
  }

  @Test
  func `limits stand above and below in display style only`() throws {
    let tex = "\\sum_{i=1}^n x_i \\max_w \\int_0^1"
    let display = try MathML.convert(tex, display: true)
    let inline = try MathML.convert(tex, display: false)
    #expect(display.contains("<munderover><mo>∑</mo>") && display.contains("<munder><mi>max</mi>"))
    #expect(display.contains("<msubsup><mo>∫</mo>"))
    #expect(inline.contains("<msubsup><mo>∑</mo>") && inline.contains("<msub><mi>max</mi>"))
    #expect(try MathML.convert("\\frac{\\sum_i x}{2}", display: true).contains("<msub><mo>∑</mo>"))
    #expect(try MathML.convert("\\dfrac{1}{\\displaystyle\\sum_i x}", display: false).contains("<munder><mo>∑</mo>"))
    #expect(
      try MathML.convert("\\sum\\limits_i", display: false).contains("<munder><mo movablelimits=\"false\">∑</mo>"))
  }

  @Test
  func `fences stretch between left and right and nowhere else`() throws {
    #expect(try MathML.convert("(\\frac12)", display: true).components(separatedBy: "stretchy=\"false\"").count == 3)
    #expect(
      try MathML.convert("\\left(\\frac12\\right]", display: true).components(separatedBy: "stretchy=\"true\"").count
        == 3)
    #expect(
      try MathML.convert("\\left.x\\right|", display: true).components(separatedBy: "stretchy=\"true\"").count == 2)
  }

  @Test
  func `words such as log keep their distance from operands and none from brackets`() throws {
    let space = "<mspace width=\"0.1667em\"/>"
    #expect(try MathML.convert("2\\log x", display: false).components(separatedBy: space).count == 3)
    #expect(try MathML.convert("\\log(x)", display: false).components(separatedBy: space).count == 1)
    #expect(try MathML.convert("\\log x", display: false).contains("<mi>log</mi><mo>&#x2061;</mo>" + space))
  }
}
