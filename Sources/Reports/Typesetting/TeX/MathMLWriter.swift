/// Appends nodes as MathML; the spaces that TeX puts between atoms are those of the operator dictionary or written out.
struct MathMLWriter {
  private(set) var xml = ""

  mutating func append(_ text: String) { xml += text }

  /// `<name attributes>body</name>`.
  mutating func element(_ name: String, _ attributes: String = "", _ body: (inout MathMLWriter) -> Void) {
    xml += "<\(name)\(attributes)>"
    body(&self)
    xml += "</\(name)>"
  }

  mutating func leaf(_ name: String, _ attributes: String = "", _ text: String) {
    xml += "<\(name)\(attributes)>\(Markup.escaped(text))</\(name)>"
  }

  /// Exactly one element for a node; `role` is its class once its neighbours are known.
  mutating func node(_ node: MathNode, _ style: MathStyle, as role: MathClass? = nil) {
    switch node {
    case .identifier(let text, let isUpright): identifier(text, isUpright)
    case .number(let text): leaf("mn", "", text)
    case .symbol(let symbol): sign(symbol, style, as: role ?? symbol.kind)
    case .function(let name, _): identifier(name, true)
    case .text(let text, let textStyle): words(text, textStyle)
    case .space(let width): space(width)
    case .row(let nodes): row(nodes, style, isWrapped: nodes.count != 1)
    case .scripts(let base, let sub, let sup, let limits): scripts(base, sub, sup, limits, style, role)
    case .fraction(let above, let below, let hasLine): fraction(above, below, hasLine, style)
    case .root(let nodes, let index): root(nodes, index, style)
    case .accent(let base, let mark, let stretches): accent(base, mark, stretches, style)
    case .cover(let base, let mark, let isBelow): cover(base, mark, isBelow, style)
    case .stack(let base, let above, let below): stack(base, above, below, style, role)
    case .longArrow(let sign, let above, let below): longArrow(sign, above, below, style)
    case .fenced(let opening, let nodes, let closing): fenced(opening, nodes, closing, style)
    case .middle(let fence): leaf("mo", " stretchy=\"true\" lspace=\"0.1em\" rspace=\"0.1em\"", fence)
    case .sized(let fence, let size, let kind): sized(fence, size, kind)
    case .table(let table): self.table(table, style)
    case .styled(let inner, let nodes): styled(inner, nodes, style)
    case .classed(_, let inner): self.node(inner, style, as: role)
    case .phantom(let nodes): element("mphantom") { $0.row(nodes, style, isWrapped: false) }
    }
  }

  // MARK: - Leaves

  private mutating func identifier(_ text: String, _ isUpright: Bool) {
    // One plain letter is set in italics unless it says otherwise; words and other alphabets are not.
    let scalars = Array(text.unicodeScalars)
    let needsMark = isUpright && scalars.count == 1 && scalars[0].value < 0x1_D400
    leaf("mi", needsMark ? " mathvariant=\"normal\"" : "", text)
  }

  private mutating func words(_ text: String, _ style: MathTextStyle) {
    // Space at the edges of words would be collapsed.
    var text = text
    if text.hasPrefix(" ") { text = "\u{A0}" + text.dropFirst() }
    if text.hasSuffix(" ") { text = text.dropLast() + "\u{A0}" }
    switch style {
    case .roman: leaf("mtext", "", text)
    case .bold: leaf("mtext", " style=\"font-weight:bold\"", text)
    case .italic: leaf("mtext", " style=\"font-style:italic\"", text)
    case .typewriter: leaf("mtext", " style=\"font-family:monospace\"", text)
    }
  }

  mutating func space(_ width: Int) {
    if width >= 0 {
      xml += "<mspace width=\"\(Self.em(width))\"/>"
    } else {
      xml += "<mspace style=\"margin-left:\(Self.em(width))\"/>"
    }
  }

  /// Eighteenths of an em with four decimals at most.
  static func em(_ width: Int) -> String {
    let units = (abs(width) * 10_000 + 9) / 18
    let digits = String(units % 10_000)
    let decimals = String(repeating: "0", count: 4 - digits.count) + digits
    let trimmed = String(decimals.reversed().drop { $0 == "0" }.reversed())
    return (width < 0 ? "-" : "") + "\(units / 10_000)" + (trimmed.isEmpty ? "" : "." + trimmed) + "em"
  }

  private mutating func sign(_ symbol: MathSymbol, _ style: MathStyle, as role: MathClass) {
    leaf("mo", Self.attributes(of: symbol, style, as: role), symbol.text)
  }

  private static func attributes(of symbol: MathSymbol, _ style: MathStyle, as role: MathClass) -> String {
    let none = " lspace=\"0\" rspace=\"0\""
    switch role {
    case .opening: return " form=\"prefix\" stretchy=\"false\"" + none
    case .closing: return " form=\"postfix\" stretchy=\"false\"" + none
    case .ordinary: return (symbol.isFence ? " stretchy=\"false\"" : "") + none
    case .inner: return none
    case .large: return ""
    case .punctuation: return symbol.text == ":" ? " lspace=\"0\" rspace=\"0.1667em\"" : style.level > 0 ? none : ""
    case .binary, .relation:
      let stretch = symbol.isFence || role == .relation && symbol.isArrow ? " stretchy=\"false\"" : ""
      if style.level > 0 { return stretch + none }
      let space = role == .binary ? "0.2222em" : "0.2778em"
      return stretch + (symbol.hasKnownSpace ? " form=\"infix\"" : " lspace=\"\(space)\" rspace=\"\(space)\"")
    }
  }
}

extension MathSymbol {
  /// Whether a browser would stretch the sign to the height of its row.
  fileprivate var isFence: Bool { "|‖∣∥∤∦()[]{}⟨⟩⌊⌋⌈⌉/\\".contains(text) }
  fileprivate var isArrow: Bool { kind == .relation && "↑↓↕⇑⇓".contains(text) }
  /// Signs that every operator dictionary spaces as TeX does.
  fileprivate var hasKnownSpace: Bool { "+−±=<>≤≥≠≈≡∼∈∉⊂⊆→".contains(text) }
}
