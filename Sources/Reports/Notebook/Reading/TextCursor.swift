import Specifications

/// A position in a text that knows its line and column.
struct TextCursor {
  private let characters: [Character]
  private(set) var index = 0
  private(set) var place: Place

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
  func distance(to text: String, from start: Int) -> Int? {
    var position = index + start
    while position < characters.count {
      if characters[position].isNewline, position + 1 < characters.count, isBlankLine(from: position + 1) {
        return nil
      }
      if characters[position...].starts(with: text) { return position - index }
      position += 1
    }
    return nil
  }

  private func isBlankLine(from start: Int) -> Bool {
    let rest = characters[start...].drop { $0 == " " || $0 == "\t" }
    return rest.first?.isNewline ?? true
  }
}
