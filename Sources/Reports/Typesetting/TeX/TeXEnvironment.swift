/// The environments there are, each a table with its fences.
enum TeXEnvironment: String, CaseIterable {
  case matrix, pmatrix, bmatrix, Bmatrix, vmatrix, Vmatrix, smallmatrix
  case cases, rcases, array
  case aligned, align, split, eqnarray, gathered, gather, equation

  /// In alphabetical order.
  static let names: [String] = allCases.map(\.rawValue).sorted()

  var kind: MathTable.Kind {
    switch self {
    case .matrix, .pmatrix, .bmatrix, .Bmatrix, .vmatrix, .Vmatrix, .smallmatrix, .array: .matrix
    case .cases, .rcases: .cases
    case .aligned, .align, .split, .eqnarray: .aligned
    case .gathered, .gather, .equation: .gathered
    }
  }

  var fences: (opening: String?, closing: String?)? {
    switch self {
    case .pmatrix: ("(", ")")
    case .bmatrix: ("[", "]")
    case .Bmatrix: ("{", "}")
    case .vmatrix: ("|", "|")
    case .Vmatrix: ("‖", "‖")
    case .cases: ("{", nil)
    case .rcases: (nil, "}")
    case .matrix, .smallmatrix, .array, .aligned, .align, .split, .eqnarray, .gathered, .gather, .equation: nil
    }
  }

  /// The columns of aligned equations stand right and left in turn, so that they meet.
  func alignments(columns: Int) -> [MathTable.Alignment] {
    switch kind {
    case .cases: Array(repeating: .left, count: columns)
    case .aligned: (0..<columns).map { $0.isMultiple(of: 2) ? .right : .left }
    case .matrix, .gathered, .substack: []
    }
  }
}

extension TeXReader {
  /// From behind `\begin` through its `\end`.
  mutating func environment() throws(TeXError) -> MathNode {
    let (written, environment) = try environmentName(of: "'\\begin'")
    let columns = environment == .array ? try columnSpecification() : nil
    let outer = alphabet
    defer { alphabet = outer }
    var rowLines: Set<Int> = []
    let rows = try deeper { reader throws(TeXError) in try reader.rows(&rowLines) }
    let start = scanner.offset
    guard scanner.peek().token == .command("end") else {
      throw error(.missing(what: "'\\end{\(written)}'", for: "'\\begin{\(written)}'"))
    }
    scanner.advance(to: scanner.peek().next)
    let (ended, _) = try environmentName(of: "'\\end'")
    guard ended == written else {
      throw error(.unexpected("'\\end{\(ended)}'", why: "ends '\\begin{\(written)}'"), at: start)
    }
    let width = rows.map(\.count).max() ?? 0
    let table = MathNode.table(
      MathTable(
        kind: environment.kind, alignments: columns?.alignments ?? environment.alignments(columns: width), rows: rows,
        columnLines: columns?.lines ?? [], rowLines: rowLines))
    let sized: MathNode = environment == .smallmatrix ? .styled(MathStyle(isDisplay: false, level: 1), [table]) : table
    guard let fences = environment.fences else { return sized }
    return .fenced(fences.opening, [sized], fences.closing)
  }

  /// `\substack{a \\ b}`.
  mutating func substack(_ name: String) throws(TeXError) -> MathNode {
    scanner.skipSpace()
    guard scanner.peek().token == .character("{") else { throw error(.missing(what: "its lines in braces", for: name)) }
    scanner.advance(to: scanner.offset + 1)
    var rowLines: Set<Int> = []
    let rows = try deeper { reader throws(TeXError) in try reader.rows(&rowLines) }
    let (token, next) = scanner.peek()
    guard token == .character("}") else { throw error(.missing(what: "a closing '}'", for: name)) }
    scanner.advance(to: next)
    return .table(MathTable(kind: .substack, alignments: [], rows: rows))
  }

  /// Rows up to `\end` or a closing brace, and where lines run above them.
  private mutating func rows(_ lines: inout Set<Int>) throws(TeXError) -> [[[MathNode]]] {
    var rows: [[[MathNode]]] = [[]]
    while true {
      scanner.skipSpace()
      while scanner.peek().token == .command("hline"), rows[rows.count - 1].isEmpty {
        lines.insert(rows.count - 1)
        scanner.advance(to: scanner.peek().next)
        scanner.skipSpace()
      }
      let cell = try row(until: .cell)
      rows[rows.count - 1].append(cell)
      let (token, next) = scanner.peek()
      switch token {
      case .character("&"): scanner.advance(to: next)
      case .command("\\"), .command("cr"):
        scanner.advance(to: next)
        rows.append([])
      case .character, .command, .end:
        // A line break behind the last row starts no row.
        if rows.count > 1, rows[rows.count - 1] == [[]] { rows.removeLast() }
        return rows
      }
    }
  }

  /// `{name}`, where `align*` is `align`.
  private mutating func environmentName(of owner: String) throws(TeXError) -> (String, TeXEnvironment) {
    scanner.skipSpace()
    guard scanner.peek().token == .character("{") else {
      throw error(.missing(what: "the name of an environment in braces", for: owner))
    }
    let start = scanner.offset + 1
    guard let end = scanner.scalars[start...].firstIndex(of: "}") else {
      throw error(.missing(what: "a closing '}'", for: owner))
    }
    var name = ""
    name.unicodeScalars.append(contentsOf: scanner.scalars[start..<end])
    let plain = name.hasSuffix("*") ? String(name.dropLast()) : name
    guard let environment = TeXEnvironment(rawValue: plain) else {
      throw error(.unknownEnvironment(String(name.prefix(40))), at: start)
    }
    scanner.advance(to: end + 1)
    return (name, environment)
  }

  /// `{lc|r}`.
  private mutating func columnSpecification() throws(TeXError) -> (
    alignments: [MathTable.Alignment], lines: Set<Int>
  ) {
    scanner.skipSpace()
    guard scanner.peek().token == .character("{") else {
      throw error(.missing(what: "its columns, as in {lcr}", for: "'\\begin{array}'"))
    }
    scanner.advance(to: scanner.offset + 1)
    var alignments: [MathTable.Alignment] = []
    var lines: Set<Int> = []
    while true {
      scanner.skipSpace()
      let (token, next) = scanner.peek()
      switch token {
      case .character("l"): alignments.append(.left)
      case .character("c"): alignments.append(.center)
      case .character("r"): alignments.append(.right)
      case .character("|"): lines.insert(alignments.count)
      case .character("}"):
        scanner.advance(to: next)
        return (alignments, lines)
      case .character, .command, .end: throw error(.unknownColumn(found: token.quoted))
      }
      scanner.advance(to: next)
    }
  }
}
