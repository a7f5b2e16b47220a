extension TeXReader {
  /// Words inside a formula, with the formulas inside the words: `\text{if $x > 0$}`.
  mutating func words(_ style: MathTextStyle, of name: String) throws(TeXError) -> MathNode {
    scanner.skipSpace()
    guard scanner.peek().token == .character("{") else {
      throw error(.missing(what: "its words in braces", for: name))
    }
    scanner.advance(to: scanner.offset + 1)
    let nodes = try deeper { reader throws(TeXError) in try reader.pieces(style, of: name) }
    return nodes.count == 1 ? nodes[0] : .row(nodes)
  }

  private mutating func pieces(_ style: MathTextStyle, of name: String) throws(TeXError) -> [MathNode] {
    var nodes: [MathNode] = []
    var text = ""
    var open = 0
    while true {
      let (token, next) = scanner.peek()
      switch token {
      case .end: throw error(.missing(what: "a closing '}'", for: name))
      case .character("}") where open == 0:
        scanner.advance(to: next)
        if !text.isEmpty || nodes.isEmpty { nodes.append(.text(text, style)) }
        return nodes
      case .character("$"):
        if !text.isEmpty { nodes.append(.text(text, style)) }
        text = ""
        nodes.append(try embedded())
        continue
      case .character("{"): open += 1
      case .character("}"): open -= 1
      case .character("~"): text += "\u{A0}"
      case .character(let scalar): text += try letters(scalar)
      case .command(let command):
        if case .text(let inner) = TeXCommand.all[command] {
          if !text.isEmpty { nodes.append(.text(text, style)) }
          text = ""
          scanner.advance(to: next)
          nodes.append(try words(inner, of: "'\\\(command)'"))
          continue
        }
        text += try escaped(command)
      }
      scanner.advance(to: next)
    }
  }

  /// A formula between dollars.
  private mutating func embedded() throws(TeXError) -> MathNode {
    let outer = alphabet
    alphabet = nil
    defer { alphabet = outer }
    scanner.advance(to: scanner.offset + 1)
    let nodes = try row(until: .dollar)
    scanner.advance(to: scanner.offset + 1)
    return .row(nodes)
  }

  private func letters(_ scalar: Unicode.Scalar) throws(TeXError) -> String {
    switch scalar {
    case "#", "%", "&", "_", "^": throw error(.escapeNeeded(Character(scalar), why: "is special in TeX"))
    case "\n", "\t", "\r": return " "
    default:
      guard scalar.isWritable else { throw error(.unknownCharacter(scalar)) }
      return String(scalar)
    }
  }

  private func escaped(_ command: String) throws(TeXError) -> String {
    switch command {
    case "{", "}", "%", "$", "&", "_", "#", " ", "-": return command == "-" ? "" : command
    case ",", ";", ":", "quad": return " "
    case "ldots", "dots": return "…"
    default:
      throw error(.unexpected("'\\\(command)'", why: "is for formulas; inside words put it between dollars: $…$"))
    }
  }
}

extension Unicode.Scalar {
  /// Whether XML 1.0 lets the character stand in a document; other control characters have no place in one.
  var isWritable: Bool {
    switch value {
    case 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFDCF, 0xFDF0...0xFFFD: true
    default: value >= 0x1_0000 && value & 0xFFFE != 0xFFFE
    }
  }
}
