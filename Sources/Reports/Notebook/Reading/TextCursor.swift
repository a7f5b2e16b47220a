import Specifications

/// A position in a text that knows its line and column.
struct TextCursor {
  private let characters: [Character]
  private(set) var index = 0
  private(set) var place: Place
  /// From where to the end of its paragraph a text was looked for in vain.
  private var absent: [String: Range<Int>] = [:]
  /// The last run of backticks of each length, as far as a paragraph was searched to its end.
  private var runs: (last: [Int: Int], end: Int) = ([:], 0)

  init(_ text: String, at place: Place) {
    characters = Array(text)
    self.place = place
  }

  var isAtEnd: Bool { index >= characters.count }
  var isAtLineStart: Bool { index == 0 ? place.column == 1 : characters[index - 1].isNewline }
  var current: Character { characters[index] }
  /// The character before; nil at the start.
  var previous: Character? { index > 0 ? characters[index - 1] : nil }

  func peek(_ distance: Int = 1) -> Character? {
    characters.indices.contains(index + distance) ? characters[index + distance] : nil
  }

  func starts(with text: String) -> Bool { characters[index...].starts(with: text) }

  /// The characters from a distance on that belong.
  func ahead(from start: Int = 0, while belongs: (Character) -> Bool) -> ArraySlice<Character> {
    characters[min(index + start, characters.count)...].prefix(while: belongs)
  }

  /// The rest of this line.
  var line: String { String(characters[index...].prefix { !$0.isNewline }) }

  @discardableResult
  mutating func take() -> Character {
    let character = characters[index]
    index += 1
    place =
      character.isNewline
      ? Place(file: place.file, line: place.line + 1, column: 1) : place.moved(columns: 1)
    return character
  }

  mutating func take(_ count: Int) -> String { String((0..<count).map { _ in take() }) }

  /// Takes the rest of this line, not its end.
  mutating func takeLine() -> String { take(line.count) }

  mutating func passNewline() {
    if !isAtEnd, current.isNewline { take() }
  }

  /// How many characters lie before the next occurrence of a text within the paragraph; nil when there is none.
  ///
  /// What counts as an occurrence, by the characters before and behind it, is the same for every search of one text:
  /// a search in vain is remembered, so that a paragraph is searched to its end once.
  mutating func distance(
    to text: String, from start: Int, where counts: (Character?, Character?) -> Bool = { _, _ in true }
  ) -> Int? {
    let first = index + start
    if absent[text]?.contains(first) == true { return nil }
    var position = first
    while !isParagraphEnd(position) {
      let distance = position - index
      if characters[position...].starts(with: text), counts(peek(distance - 1), peek(distance + text.count)) {
        return distance
      }
      position += 1
    }
    if first < position { absent[text] = first..<position }
    return nil
  }

  /// How many characters lie before the next run of exactly so many backticks within the paragraph.
  mutating func distance(toRunOf count: Int, from start: Int) -> Int? {
    var position = index + start
    if position < runs.end, runs.last[count, default: -1] < position { return nil }
    var last: [Int: Int] = [:]
    while !isParagraphEnd(position) {
      let run = characters[position...].prefix { $0 == "`" }
      if run.count == count { return position - index }
      if !run.isEmpty { last[run.count] = position }
      position += max(run.count, 1)
    }
    runs = (last, position)
    return nil
  }

  private func isParagraphEnd(_ position: Int) -> Bool {
    guard position < characters.count else { return true }
    return characters[position].isNewline && position + 1 < characters.count && isBlankLine(from: position + 1)
  }

  private func isBlankLine(from start: Int) -> Bool {
    let rest = characters[start...].drop { $0 == " " || $0 == "\t" }
    return rest.first?.isNewline ?? true
  }
}
