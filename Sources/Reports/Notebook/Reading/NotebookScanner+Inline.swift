import Specifications

extension NotebookScanner {
  /// Reads what stands at the cursor within a line: code, a value, a formula, a reference, a citation or plain text.
  mutating func scanInline(_ cursor: inout TextCursor, _ output: inout String) {
    switch cursor.current {
    case "\\": output += cursor.take(cursor.peek() == nil ? 1 : 2)
    case "`": scanCode(&cursor, &output)
    case "{" where cursor.peek() == "{": scanValue(&cursor, &output)
    case "$" where cursor.peek() == "$": scanDisplay(&cursor, &output)
    case "$": scanFormula(&cursor, &output)
    case "[" where cursor.peek() == "@": scanCitation(&cursor, &output)
    case "@": scanReference(&cursor, &output)
    case "<" where cursor.starts(with: "<!--"): scanComment(&cursor, &output)
    default: scanPlain(&cursor, &output)
    }
  }

  private func scanPlain(_ cursor: inout TextCursor, _ output: inout String) {
    if MarkedText.occurs(in: String(cursor.current)) {
      problems.report(cursor.place, "the private characters U+E000 and U+E001 cannot be written in a notebook")
      cursor.take()
    } else {
      output.append(cursor.take())
    }
  }

  /// Drops a comment with all that stands in it, cells included; its lines stay lines.
  private func scanComment(_ cursor: inout TextCursor, _ output: inout String) {
    let place = cursor.place
    var dropped = cursor.take(4)
    while !cursor.isAtEnd, !dropped.hasSuffix("-->") { dropped.append(cursor.take()) }
    if !dropped.hasSuffix("-->") { problems.report(place, "a comment is not closed; end it with -->") }
    output += String(repeating: "\n", count: dropped.count(where: \.isNewline))
  }

  private func scanCode(_ cursor: inout TextCursor, _ output: inout String) {
    let count = cursor.ahead { $0 == "`" }.count
    let end = cursor.distance(toRunOf: count, from: count)
    output += cursor.take(end.map { $0 + count } ?? count)
  }

  private mutating func scanValue(_ cursor: inout TextCursor, _ output: inout String) {
    let place = cursor.place
    guard let end = cursor.distance(to: "}}", from: 2) else {
      problems.report(place, "an inline value is not closed; end it with }}")
      output += cursor.take(2)
      return
    }
    let inner = String(cursor.take(end + 2).dropFirst(2).dropLast(2))
    guard let value = InlineValue.read(inner, names: names, at: place, problems) else { return }
    output += add(.value(value), at: place)
  }

  // MARK: Formulas

  /// Reads `$$ … $$ {#eq-label}`; as many lines follow as it had.
  private mutating func scanDisplay(_ cursor: inout TextCursor, _ output: inout String) {
    let place = cursor.place
    guard let end = cursor.distance(to: "$$", from: 2) else {
      problems.report(place, "a displayed formula is not closed; end it with $$ before the next empty line")
      output += cursor.take(2)
      return
    }
    let tex = String(cursor.take(end + 2).dropFirst(2).dropLast(2))
    var label: NotebookLabel?
    if let text = labelAhead(cursor) {
      label = self.label(String(text.name), of: [.equation], at: cursor.place)
      _ = cursor.take(text.length)
    }
    let mark = NotebookMark.math(tex, display: true, label: label)
    output += add(mark, at: place) + String(repeating: "\n", count: tex.count(where: \.isNewline))
  }

  /// The text of ` {#…}` at the cursor, with how many characters it takes there.
  private func labelAhead(_ cursor: TextCursor) -> (name: ArraySlice<Character>, length: Int)? {
    let spaces = cursor.ahead { $0 == " " }.count
    guard cursor.peek(spaces) == "{", cursor.peek(spaces + 1) == "#" else { return nil }
    let name = cursor.ahead(from: spaces + 2) { $0 != "{" && $0 != "}" && !$0.isNewline }
    let length = spaces + name.count + 3
    return cursor.peek(length - 1) == "}" ? (name, length) : nil
  }

  /// Reads `$…$` without a space inside at either end; any other dollar sign stands for itself.
  private mutating func scanFormula(_ cursor: inout TextCursor, _ output: inout String) {
    let place = cursor.place
    guard let first = cursor.peek(), !first.isWhitespace, let end = formulaEnd(&cursor) else {
      output += "\\" + cursor.take(1)
      return
    }
    let tex = String(cursor.take(end + 1).dropFirst().dropLast())
    output += add(.math(tex, display: false, label: nil), at: place)
    output += String(repeating: "\n", count: tex.count(where: \.isNewline))
  }

  private func formulaEnd(_ cursor: inout TextCursor) -> Int? {
    cursor.distance(to: "$", from: 1) { before, after in
      let isNumber = after.map { $0.isASCII && $0.isNumber } ?? false
      return before != "\\" && before?.isWhitespace == false && !isNumber
    }
  }

  // MARK: References and citations

  private mutating func scanReference(_ cursor: inout TextCursor, _ output: inout String) {
    let place = cursor.place
    let follows = cursor.previous.map { $0.isASCII && ($0.isLetter || $0.isNumber) } ?? false
    let word = String(cursor.ahead(from: 1) { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "-" })
    // A pattern is read anew each time that it is used.
    guard !follows, word.contains("-"),
      let match = word.prefixMatch(of: /(?:fig|tbl|eq|sec|exr)-[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*/),
      let label = NotebookLabel(match.0)
    else {
      output.append(cursor.take())
      return
    }
    _ = cursor.take(match.0.count + 1)
    output += add(.reference(label), at: place)
  }

  private mutating func scanCitation(_ cursor: inout TextCursor, _ output: inout String) {
    let place = cursor.place
    guard let end = cursor.distance(to: "]", from: 1) else {
      output.append(cursor.take())
      return
    }
    let inner = cursor.take(end + 1).dropFirst().dropLast()
    let parts = inner.split(separator: ";", omittingEmptySubsequences: false).map(\.trimmingSpaces)
    let keys = parts.compactMap { $0.wholeMatch(of: /@([A-Za-z][A-Za-z0-9_:-]*)/).map { String($0.1) } }
    if keys.count < parts.count {
      problems.report(place, "'[\(inner)]' is no citation; write [@key] or [@key; @other]")
    }
    output += add(.citation(keys), at: place)
  }
}
