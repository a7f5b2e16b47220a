import Testing

@testable import Reports

struct TeXErrorTests {
  @Test(arguments: [
    ("a + \\fracc{1}{2}", 4, "unknown command '\\fracc' (did you mean '\\frac'?)"),
    ("\\color{red} x", 0, "unknown command '\\color' (did you mean '\\colon'?)"),
    ("\\frac{1}", 8, "'\\frac' misses its argument, as in {…}; found the end of the formula"),
    ("x^", 2, "'^' misses its argument, as in {…}; found the end of the formula"),
    ("{x", 2, "the formula misses a closing '}'"),
    ("x}", 1, "'}' closes nothing here; write \\} for the sign itself"),
    ("a & b", 2, "'&' separates columns and needs an environment such as aligned; write \\& for the sign itself"),
    ("a \\\\ b", 2, "'\\\\' breaks a line and needs an environment such as aligned"),
    ("50% of", 2, "'%' is special in TeX; write \\% for the sign itself"),
    ("a^b^c", 3, "a second '^' on the same base; put braces around what belongs together, as in {a^b}^c"),
    ("a_b_c", 3, "a second '_' on the same base; put braces around what belongs together, as in {a_b}_c"),
    ("\\left( x", 8, "the formula misses '\\right' for a '\\left'"),
    ("x \\right)", 2, "'\\right' ends no '\\left' here"),
    ("\\begin{matrix} a \\end{cases}", 17, "'\\end{cases}' ends '\\begin{matrix}'"),
    ("\\begin{array}{lx} a \\end{array}", 15, "'x' is no column of an array; there are l, c, r and |"),
    ("\\not x", 6, "'\\not' misses a relation such as = or \\in"),
    ("a \\limits", 2, "'\\limits' must follow an operator such as \\sum"),
    ("☃", 0, "the character '☃' (U+2603) has no meaning in a formula"),
    ("a\u{0}", 1, "the character U+0000 has no meaning in a formula"),
    ("\\text{a_b}", 7, "'_' is special in TeX; write \\_ for the sign itself"),
    ("\\text{a \\alpha}", 8, "'\\alpha' is for formulas; inside words put it between dollars: $…$"),
    ("\\text x", 6, "'\\text' misses its words in braces"),
    ("\\operatorname{\\frac12}", 13, "the name of an operator is made of letters, digits and spaces"),
  ])
  func `a mistake has its place, what is wrong and what is allowed`(tex: String, offset: Int, message: String) {
    let mistake = MathML.mistake(in: tex)
    #expect(mistake?.offset == offset)
    #expect(mistake?.message == message)
  }

  @Test
  func `a misspelt environment and a wrong delimiter list those that exist`() throws {
    let environment = try #require(MathML.mistake(in: "\\begin{alined} a \\end{alined}"))
    #expect(environment.message.hasPrefix("unknown environment 'alined' (did you mean 'aligned'?); there are Bmatrix,"))
    let delimiter = try #require(MathML.mistake(in: "\\left x \\right)"))
    #expect(delimiter.message.hasPrefix("'x' is no delimiter; there are . ( ) [ ]"))
    #expect(delimiter.message.contains("\\lVert"))
  }

  @Test
  func `a formula can be sixty levels deep and no deeper`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "{", count: depth) + "x" + String(repeating: "}", count: depth)
    }
    #expect(MathML.mistake(in: nested(TeXReader.deepest - 1)) == nil)
    #expect(MathML.mistake(in: nested(TeXReader.deepest))?.message == "the formula is nested more than 60 levels deep")
    for opening in ["\\sqrt", "x^", "\\left(", "\\begin{matrix}", "\\text{$", "\\displaystyle ", "\\sqrt["] {
      let tex = String(repeating: opening, count: 100_000)
      #expect(MathML.mistake(in: tex) != nil)
    }
  }
}
