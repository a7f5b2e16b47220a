/// Reads TeX's language of formulas into a tree; every mistake has its place.
///
/// A group, an argument, a fence and a table each go one level deeper, so that the depth of a formula is bounded.
struct TeXReader {
  static let deepest = 60

  /// What may end the row that is being read.
  enum Ending: Hashable {
    case formula, brace, bracket, fence, cell, dollar
  }

  var scanner: TeXScanner
  var alphabet: MathAlphabet?
  private var depth = 0

  init(_ tex: String) { scanner = TeXScanner(tex) }

  /// The whole formula.
  mutating func formula() throws(TeXError) -> [MathNode] {
    let nodes = try row(until: .formula)
    let (token, _) = scanner.peek()
    if token != .end { throw error(.unexpected(token.quoted, why: Self.meaning(of: token))) }
    return nodes
  }

  /// Atoms up to what ends the row; the ending itself is left for the caller.
  mutating func row(until ending: Ending) throws(TeXError) -> [MathNode] {
    try deeper { reader throws(TeXError) in
      var nodes: [MathNode] = []
      while true {
        reader.scanner.skipSpace()
        let (token, next) = reader.scanner.peek()
        if try reader.ends(ending, token) { return nodes }
        if case .command(let name) = token, case .style(let isDisplay, let level) = TeXCommand.all[name] {
          reader.scanner.advance(to: next)
          let rest = try reader.row(until: ending)
          return nodes + [.styled(MathStyle(isDisplay: isDisplay, level: level), rest)]
        }
        nodes.append(try reader.scripted())
      }
    }
  }

  /// Whether the token ends the row; one that ends something else is a mistake.
  private func ends(_ ending: Ending, _ token: TeXToken) throws(TeXError) -> Bool {
    switch (token, ending) {
    case (.end, .formula), (.character("}"), .brace), (.character("]"), .bracket), (.character("$"), .dollar),
      (.command("right"), .fence), (.character("&"), .cell), (.command("\\"), .cell), (.command("cr"), .cell),
      (.command("end"), .cell), (.character("}"), .cell):
      return true
    case (.end, _): throw error(.missing(what: Self.close(ending), for: "the formula"))
    case (.character("}"), _), (.command("right"), _), (.command("end"), _), (.character("&"), _), (.command("\\"), _),
      (.command("cr"), _), (.character("$"), _):
      throw error(.unexpected(token.quoted, why: Self.meaning(of: token)))
    default: return false
    }
  }

  /// Runs one level deeper, and refuses to go too deep.
  mutating func deeper<Value>(
    _ body: (inout TeXReader) throws(TeXError) -> Value
  ) throws(TeXError) -> Value {
    guard depth < Self.deepest else { throw error(.tooDeep) }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  func error(_ reason: TeXError.Reason, at offset: Int? = nil) -> TeXError {
    TeXError(offset: offset ?? scanner.offset, reason: reason)
  }
}

// MARK: - Scripts

extension TeXReader {
  /// An atom with its primes, subscript and superscript.
  private mutating func scripted() throws(TeXError) -> MathNode {
    var base = MathNode.row([])
    if !["^", "_", "'"].contains(scanner.peek().token.scalar) { base = try atom() }
    var limits = MathLimits.automatic
    var sub: MathNode?
    var sup: [MathNode] = []
    var hasSuperscript = false
    while true {
      scanner.skipSpace()
      let (token, next) = scanner.peek()
      switch token {
      case .character("'"), .character("’"):
        if hasSuperscript { throw error(.doubleScript("'")) }
        sup.append(prime())
      case .character("^"):
        if hasSuperscript { throw error(.doubleScript("^")) }
        scanner.advance(to: next)
        sup.append(try argument(of: "'^'"))
        hasSuperscript = true
      case .character("_"):
        if sub != nil { throw error(.doubleScript("_")) }
        scanner.advance(to: next)
        sub = try argument(of: "'_'")
      case .command(let name):
        guard case .limits(let wanted) = TeXCommand.all[name] else { return attach(base, sub, sup, limits) }
        guard base.leading == .large else { return attach(base, sub, sup, limits) }
        scanner.advance(to: next)
        limits = wanted
      case .character, .end: return attach(base, sub, sup, limits)
      }
    }
  }

  private func attach(_ base: MathNode, _ sub: MathNode?, _ sup: [MathNode], _ limits: MathLimits) -> MathNode {
    if sub == nil, sup.isEmpty { return base }
    // The label of a brace stands beyond its tip in every style.
    let isBrace = if case .cover(_, let sign, _) = base { sign == "⏞" || sign == "⏟" } else { false }
    let above: MathNode? = sup.isEmpty ? nil : sup.count == 1 ? sup[0] : .row(sup)
    return .scripts(base: base, sub: sub, sup: above, limits: isBrace ? .always : limits)
  }

  /// Primes that follow each other are one sign.
  private mutating func prime() -> MathNode {
    var count = 0
    while ["'", "’"].contains(scanner.peek().token.scalar) {
      count += 1
      scanner.advance(to: scanner.offset + 1)
    }
    let signs = ["′", "″", "‴", "⁗"]
    let text = count <= signs.count ? signs[count - 1] : String(repeating: "′", count: count)
    return .symbol(MathSymbol(text: text, kind: .ordinary, shape: .sign))
  }
}

extension TeXToken {
  fileprivate var scalar: Unicode.Scalar? {
    if case .character(let scalar) = self { scalar } else { nil }
  }
}

// MARK: - Words of messages

extension TeXReader {
  private static func close(_ ending: Ending) -> String {
    switch ending {
    case .formula: "its end"
    case .brace: "a closing '}'"
    case .bracket: "a closing ']'"
    case .fence: "'\\right' for a '\\left'"
    case .cell: "'\\end' for a '\\begin'"
    case .dollar: "a closing '$'"
    }
  }

  private static func meaning(of token: TeXToken) -> String {
    switch token {
    case .character("&"): "separates columns and needs an environment such as aligned; write \\& for the sign itself"
    case .character("}"): "closes nothing here; write \\} for the sign itself"
    case .character("$"): "ends a formula and cannot stand inside one; write \\$ for the sign itself"
    case .command("\\"), .command("cr"): "breaks a line and needs an environment such as aligned"
    case .command("right"): "ends no '\\left' here"
    case .command("end"): "ends no '\\begin' here"
    case .character, .command, .end: "cannot stand here"
    }
  }
}
