/// Writes TeX's formulas as Presentation MathML Core, which browsers show without any script.
///
/// Source: MathML Core (W3C), The TeXbook (chapters 16–18 and appendix G) for classes, styles and spaces.
package enum MathML {
  /// A `math` element with the formula's source as its alternative text; throws at the first mistake.
  package static func convert(_ tex: String, display: Bool) throws(TeXError) -> String {
    var reader = TeXReader(tex)
    let nodes = try reader.formula()
    if let found = tex.unicodeScalars.enumerated().first(where: { !$0.element.isWritable && !$0.element.isLineBreak }) {
      throw TeXError(offset: found.offset, reason: .unknownCharacter(found.element))
    }
    var writer = MathMLWriter()
    writer.row(nodes, MathStyle(isDisplay: display, level: 0), isWrapped: nodes.count > 1)
    let source = tex.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return "<math\(display ? " display=\"block\"" : "") alttext=\"\(Markup.escaped(source))\">\(writer.xml)</math>"
  }

  /// A formula of its own in a frame that scrolls where the screen is narrower; `label` names it, as in "Equation 3".
  package static func block(_ tex: String, label: String) throws(TeXError) -> String {
    let math = try convert(tex, display: true)
    let name = Markup.escaped(label)
    return "<div class=\"scroll formula\" tabindex=\"0\" role=\"group\" aria-label=\"\(name)\">\(math)</div>"
  }

  /// The first mistake of a formula, if there is one.
  package static func mistake(in tex: String) -> TeXError? {
    do throws(TeXError) {
      _ = try convert(tex, display: true)
      return nil
    } catch {
      return error
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isLineBreak: Bool { self == "\n" || self == "\t" || self == "\r" }
}
