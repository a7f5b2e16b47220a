extension TeXReader {
  /// One atom without its scripts.
  mutating func atom() throws(TeXError) -> MathNode {
    let start = scanner.offset
    let (token, next) = scanner.peek()
    switch token {
    case .end: throw error(.missing(what: "an atom", for: "the formula"))
    case .command(let name):
      guard let command = TeXCommand.all[name] else { throw error(.unknownCommand(name)) }
      scanner.advance(to: next)
      return try node(command, named: "'\\\(name)'", at: start)
    case .character("{"): return .row(try group())
    case .character("~"):
      scanner.advance(to: next)
      return .space(6)
    case .character(let scalar):
      if let number = number() { return number }
      scanner.advance(to: next)
      return try sign(scalar, at: start)
    }
  }

  /// `{…}` with the alphabet of what stands around it.
  mutating func group() throws(TeXError) -> [MathNode] {
    scanner.advance(to: scanner.offset + 1)
    let outer = alphabet
    defer { alphabet = outer }
    let nodes = try row(until: .brace)
    scanner.advance(to: scanner.offset + 1)
    return nodes
  }

  /// What a command needs next: a group, or the single atom that follows.
  mutating func argument(of owner: String) throws(TeXError) -> MathNode {
    try deeper { reader throws(TeXError) in
      reader.scanner.skipSpace()
      let start = reader.scanner.offset
      let (token, next) = reader.scanner.peek()
      switch token {
      case .character("{"):
        let nodes = try reader.group()
        return nodes.count == 1 ? nodes[0] : .row(nodes)
      case .end, .character("}"), .character("&"), .character("^"), .character("_"), .character("$"), .command("right"),
        .command("end"), .command("\\"):
        throw reader.error(.missing(what: "its argument, as in {…}; found \(token.quoted)", for: owner))
      case .character(let scalar):
        reader.scanner.advance(to: next)
        return try reader.sign(scalar, at: start)
      case .command: return try reader.atom()
      }
    }
  }

  /// A single character: a letter, a digit or a sign.
  private func sign(_ scalar: Unicode.Scalar, at offset: Int) throws(TeXError) -> MathNode {
    switch scalar {
    case "#", "%":
      throw error(.escapeNeeded(Character(scalar), why: "is special in TeX"), at: offset)
    case "'": return .symbol(MathSymbol(text: "′", kind: .ordinary, shape: .sign))
    case "0"..."9": return .number(styled(String(scalar)))
    default: break
    }
    if let symbol = MathSymbol.character(scalar) { return styled(symbol) }
    guard scalar.properties.isAlphabetic, scalar.value < 0x2_0000 else {
      throw error(.unknownCharacter(scalar), at: offset)
    }
    return .identifier(styled(String(scalar)), isUpright: alphabet == .upright)
  }

  /// Digits that belong together, with a decimal point before or among them.
  private mutating func number() -> MathNode? {
    let scalars = scanner.scalars
    var end = scanner.offset
    var hasDigit = false
    var hasPoint = false
    while end < scalars.count {
      let isPoint =
        scalars[end] == "." && !hasPoint && end + 1 < scalars.count && ("0"..."9").contains(scalars[end + 1])
      guard isPoint || ("0"..."9").contains(scalars[end]) else { break }
      hasPoint = hasPoint || isPoint
      hasDigit = true
      end += 1
    }
    guard hasDigit else { return nil }
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[scanner.offset..<end])
    scanner.advance(to: end)
    return .number(styled(text))
  }

  private func styled(_ text: String) -> String { Self.text(text, in: alphabet) }

  private static func text(_ text: String, in alphabet: MathAlphabet?) -> String {
    guard let alphabet else { return text }
    var styled = ""
    styled.unicodeScalars.append(contentsOf: text.unicodeScalars.map(alphabet.letter))
    return styled
  }

  /// A letter in the alphabet that is in force; signs have none.
  func styled(_ symbol: MathSymbol) -> MathNode {
    switch symbol.shape {
    case .sign, .large: return .symbol(symbol)
    case .italic, .upright:
      // Capital Greek letters and ∇ stand upright, also in bold.
      let isUpright = symbol.shape == .upright || alphabet == .upright
      let shown = isUpright && alphabet == .boldItalic ? .bold : alphabet
      return .identifier(Self.text(symbol.text, in: shown), isUpright: isUpright)
    }
  }
}
