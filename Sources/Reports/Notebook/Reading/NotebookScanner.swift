import Specifications

/// Finds everything in a Markdown text that a notebook adds to Markdown, and leaves marks in its place.
///
/// Lines stay lines: a place in the marked text is the same line as in the file. Code fences and code spans are passed
/// over. One scanner reads the whole text and, with the same list of marks, the Markdown inside cells.
struct NotebookScanner {
  let problems: Problems
  private(set) var marks: [PlacedMark] = []
  private(set) var cells: [RawCell] = []
  /// Labels of cells that cannot be read: a reference to one is no mistake of its own.
  var lostLabels: [NotebookLabel] = []
  /// What `{{ parameter.x }}`, `{{ draw.x }}` and `{{ = … }}` stand for.
  var names: NotebookNames

  init(names: NotebookNames, problems: Problems) {
    self.names = names
    self.problems = problems
  }

  /// Scans a text that begins at a place of the file; cells and headings are allowed in the notebook itself only.
  mutating func scan(_ text: String, at place: Place, isWhole: Bool = false) -> MarkedText {
    var cursor = TextCursor(text, at: place)
    var output = ""
    while !cursor.isAtEnd {
      if cursor.isAtLineStart, scanLineStart(&cursor, &output, isWhole: isWhole) { continue }
      scanInline(&cursor, &output)
    }
    return MarkedText(output)
  }

  mutating func add(_ mark: NotebookMark, at place: Place) -> String {
    marks.append(PlacedMark(mark: mark, place: place))
    return MarkedText.mark(marks.count - 1)
  }

  // MARK: Lines

  /// Reads a fence or a heading; false when the line begins with neither.
  private mutating func scanLineStart(_ cursor: inout TextCursor, _ output: inout String, isWhole: Bool) -> Bool {
    let line = cursor.line
    if let fence = CodeFence(line) {
      scan(fence, &cursor, &output, isWhole: isWhole)
      return true
    }
    let level = line.prefix { $0 == "#" }.count
    if isWhole, (1...6).contains(level), line.dropFirst(level).first == " " {
      scanHeading(level: level, &cursor, &output)
      return true
    }
    return false
  }

  private mutating func scanHeading(level: Int, _ cursor: inout TextCursor, _ output: inout String) {
    let place = cursor.place
    var line = cursor.takeLine()
    var label: NotebookLabel?
    if let (rest, name) = Self.labelled(line) {
      label = self.label(String(name), of: [.section], at: place.moved(columns: rest.count))
      line = String(rest)
    }
    let text = line.drop { $0 == "#" }
    let start = text.drop { $0 == " " }
    let title = scan(String(start), at: place.moved(columns: line.count - start.count))
    let heading = NotebookHeading(level: level, title: title, label: label)
    output += String(repeating: "#", count: level) + " " + add(.heading(heading), at: place) + " " + title.text
  }

  /// The line before ` {#…}` at its end, and the text within.
  private static func labelled(_ line: String) -> (rest: Substring, name: Substring)? {
    let whole = withoutSpaceAtEnd(line[...])
    guard whole.last == "}", let open = whole.dropLast().lastIndex(where: "{}".contains) else { return nil }
    let inner = whole[open...].dropLast()
    guard inner.hasPrefix("{#") else { return nil }
    return (withoutSpaceAtEnd(whole[..<open]), inner.dropFirst(2))
  }

  private static func withoutSpaceAtEnd(_ text: Substring) -> Substring {
    var rest = text
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }

  /// Reads a label and checks its kind.
  mutating func label(_ text: String, of kinds: [NotebookLabel.Kind], at place: Place) -> NotebookLabel? {
    guard let label = NotebookLabel(text), kinds.contains(label.kind) else {
      let allowed = kinds.map { "\($0.rawValue)-…" }.joined(separator: " or ")
      problems.report(place, "'\(text)' is no label here; allowed: \(allowed) with letters, digits and hyphens")
      return nil
    }
    return label
  }

  // MARK: Fences

  /// Passes over a code fence; a cell becomes a fence with its mark.
  private mutating func scan(
    _ fence: CodeFence, _ cursor: inout TextCursor, _ output: inout String, isWhole: Bool
  ) {
    let place = cursor.place
    let opening = cursor.takeLine()
    var lines: [String] = []
    var closing: String?
    while !cursor.isAtEnd, closing == nil {
      cursor.passNewline()
      let line = cursor.takeLine()
      if fence.isClosed(by: line) { closing = line } else { lines.append(line) }
    }
    guard let kind = fence.cellKind else {
      output += ([opening] + lines + (closing.map { [$0] } ?? [])).joined(separator: "\n")
      return
    }
    if !isWhole || fence.indent > 0 {
      problems.report(place, "a cell stands at the left margin of the notebook, not inside other text")
    }
    if closing == nil { problems.report(place, "the cell is not closed; end it with \(fence.text)") }
    let mark = add(.cell(cells.count), at: place)
    cells.append(RawCell(kind: kind, place: place, opening: opening, lines: lines))
    output += fence.text + mark + "\n" + String(repeating: "\n", count: lines.count) + fence.text
  }
}

/// The first line of a fenced code block.
struct CodeFence: Hashable {
  let indent: Int
  /// The backticks or tildes.
  let text: String
  let information: String

  /// Reads a line; nil when it opens no fence.
  init?(_ line: String) {
    let indent = line.prefix { $0 == " " }.count
    let rest = line.dropFirst(indent)
    guard let character = rest.first, character == "`" || character == "~" else { return nil }
    let fence = rest.prefix { $0 == character }
    let information = rest.dropFirst(fence.count)
    guard fence.count >= 3, character == "~" || !information.contains("`") else { return nil }
    self.indent = indent
    text = String(fence)
    self.information = information.trimmingSpaces
  }

  func isClosed(by line: String) -> Bool {
    let rest = line.trimmingSpaces
    return rest.count >= text.count && rest.allSatisfy { $0 == text.first }
  }

  /// The word of `{kind}`; nil for ordinary code.
  var cellKind: String? {
    guard information.hasPrefix("{"), information.hasSuffix("}") else { return nil }
    return String(information.dropFirst().dropLast()).trimmingSpaces
  }
}

/// A cell as written: the kind, and the lines between its fences.
struct RawCell: Hashable, Sendable {
  let kind: String
  /// Of the opening fence.
  let place: Place
  let opening: String
  let lines: [String]

  /// The option lines `#| …`, which come first.
  var options: [String] { Array(lines.prefix { $0.hasPrefix("#|") }) }
  var body: [String] { Array(lines.dropFirst(options.count)) }
  /// The file's line of the body's first line.
  var bodyPlace: Place { Place(file: place.file, line: place.line + 1 + options.count, column: 1) }
  /// The lines without the fences.
  var source: String { lines.joined(separator: "\n") }
}

extension Place {
  func moved(lines: Int = 0, columns: Int = 0) -> Place {
    Place(file: file, line: line + lines, column: column + columns)
  }
}

extension StringProtocol {
  /// The text without spaces and tabs at its ends.
  var trimmingSpaces: String {
    func isSpace(_ character: Character) -> Bool { character == " " || character == "\t" || character == "\r" }
    var rest = Substring(self).drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return String(rest)
  }
}
