extension TeXReader {
  /// What a command makes of what follows it.
  mutating func node(
    _ command: TeXCommand, named name: String, at start: Int
  ) throws(TeXError) -> MathNode {
    switch command {
    case .symbol(let symbol): return styled(symbol)
    case .function(let word, let takesLimits): return .function(word, takesLimits: takesLimits)
    case .space(let width): return .space(width)
    case .accent(let sign, let stretches):
      return .accent(try argument(of: name), sign, stretches: stretches)
    case .cover(let sign, let isBelow): return .cover(try argument(of: name), sign, isBelow: isBelow)
    case .alphabet(let alphabet): return try lettered(alphabet, name)
    case .text(let style): return try words(style, of: name)
    case .fraction(let isDisplay): return try fraction(isDisplay, name, hasLine: true)
    case .binomial(let isDisplay): return try fraction(isDisplay, name, hasLine: false)
    case .root: return try root(name)
    case .overset, .underset, .stackrel: return try stack(command, name)
    case .substack: return try substack(name)
    case .operatorName: return try operatorName(name)
    case .classed(let kind): return .classed(kind, try argument(of: name))
    case .phantom: return .phantom([try argument(of: name)])
    case .sized(let size, let kind): return .sized(try delimiter(after: name) ?? "", size, kind)
    case .longArrow(let sign): return try longArrow(sign, name)
    case .modulus: return .row([.space(4), .function("mod", takesLimits: false), .space(4)])
    case .parenthesizedModulus: return try parenthesizedModulus(name)
    case .not: return try negated(name)
    case .left: return try fenced()
    case .middle: return .middle(try delimiter(after: name) ?? "")
    case .begin: return try environment()
    case .right, .end, .newRow: throw error(.unexpected(name, why: "ends nothing here"), at: start)
    case .style: throw error(.unexpected(name, why: "must begin a group of its own, as in {\(name) …}"), at: start)
    case .limits: throw error(.unexpected(name, why: "must follow an operator such as \\sum"), at: start)
    case .rowLine: throw error(.unexpected(name, why: "must begin a row of an array"), at: start)
    }
  }

  private mutating func lettered(_ wanted: MathAlphabet, _ name: String) throws(TeXError) -> MathNode {
    let outer = alphabet
    alphabet = alphabet == .bold && wanted == .italic ? .boldItalic : wanted
    defer { alphabet = outer }
    return Self.merged(try argument(of: name))
  }

  /// Letters of one word as one identifier, so that `\mathrm{train}` is a word and not a product.
  private static func merged(_ node: MathNode) -> MathNode {
    guard case .row(let nodes) = node else { return node }
    var merged: [MathNode] = []
    for node in nodes {
      if case .identifier(let letter, let isUpright) = node, case .identifier(let word, isUpright)? = merged.last {
        merged[merged.count - 1] = .identifier(word + letter, isUpright: isUpright)
      } else {
        merged.append(node)
      }
    }
    return merged.count == 1 ? merged[0] : .row(merged)
  }

  private mutating func fraction(
    _ isDisplay: Bool?, _ name: String, hasLine: Bool
  ) throws(TeXError) -> MathNode {
    let numerator = try argument(of: name)
    var node = MathNode.fraction(numerator, try argument(of: name), hasLine: hasLine)
    if !hasLine { node = .fenced("(", [node], ")") }
    guard let isDisplay else { return node }
    return .styled(MathStyle(isDisplay: isDisplay, level: 0), [node])
  }

  private mutating func root(_ name: String) throws(TeXError) -> MathNode {
    let index = try optionalArgument()
    return .root([try argument(of: name)], index: index)
  }

  /// `[…]`, when it is there.
  mutating func optionalArgument() throws(TeXError) -> MathNode? {
    scanner.skipSpace()
    guard scanner.peek().token == .character("[") else { return nil }
    scanner.advance(to: scanner.offset + 1)
    let nodes = try row(until: .bracket)
    scanner.advance(to: scanner.offset + 1)
    return .row(nodes)
  }

  private mutating func stack(_ command: TeXCommand, _ name: String) throws(TeXError) -> MathNode {
    let label = try argument(of: name)
    let base = try argument(of: name)
    if command == .underset { return .stack(base: base, above: nil, below: label) }
    let stack = MathNode.stack(base: base, above: label, below: nil)
    return command == .stackrel ? .classed(.relation, stack) : stack
  }

  private mutating func operatorName(_ name: String) throws(TeXError) -> MathNode {
    let takesLimits = scanner.peek().token == .character("*")
    if takesLimits { scanner.advance(to: scanner.offset + 1) }
    let outer = alphabet
    alphabet = .upright
    defer { alphabet = outer }
    scanner.skipSpace()
    let start = scanner.offset
    guard let word = Self.word(try argument(of: name)) else {
      throw error(.unexpected("the name", why: "of an operator is made of letters, digits and spaces"), at: start)
    }
    return .function(word, takesLimits: takesLimits)
  }

  /// The letters of a node, when it is nothing else.
  private static func word(_ node: MathNode) -> String? {
    switch node {
    case .identifier(let text, _), .number(let text), .text(let text, _): text
    case .symbol(let symbol): symbol.text == "−" ? "-" : symbol.text == "∗" ? "*" : nil
    case .space(let width): width > 0 ? " " : ""
    case .row(let nodes): nodes.reduce("") { text, node in text.flatMap { text in word(node).map { text + $0 } } }
    case .function, .scripts, .fraction, .root, .accent, .cover, .stack, .longArrow, .fenced, .middle, .sized, .table,
      .styled, .classed, .phantom:
      nil
    }
  }

  private mutating func longArrow(_ sign: String, _ name: String) throws(TeXError) -> MathNode {
    let below = try optionalArgument()
    return .longArrow(sign, above: try argument(of: name), below: below)
  }

  private mutating func parenthesizedModulus(_ name: String) throws(TeXError) -> MathNode {
    let modulus = try argument(of: name)
    let opening = MathNode.symbol(MathSymbol(text: "(", kind: .opening, shape: .sign))
    let closing = MathNode.symbol(MathSymbol(text: ")", kind: .closing, shape: .sign))
    return .row([.space(9), opening, .function("mod", takesLimits: false), modulus, closing])
  }

  /// A relation with a stroke through it.
  private mutating func negated(_ name: String) throws(TeXError) -> MathNode {
    let negated = try argument(of: name)
    guard case .symbol(let symbol) = negated else {
      throw error(.missing(what: "a relation such as = or \\in", for: name))
    }
    let ready = [
      "=": "≠", "<": "≮", ">": "≯", "∈": "∉", "∋": "∌", "⊂": "⊄", "⊃": "⊅", "⊆": "⊈", "⊇": "⊉", "≤": "≰", "≥": "≱",
      "≡": "≢", "≈": "≉", "∼": "≁", "≅": "≇", "∣": "∤", "∥": "∦", "∃": "∄", "⇒": "⇏", "→": "↛",
    ]
    let text = ready[symbol.text] ?? symbol.text + "\u{338}"
    return .symbol(MathSymbol(text: text, kind: symbol.kind, shape: symbol.shape))
  }
}
