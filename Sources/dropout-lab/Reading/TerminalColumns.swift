/// How wide a terminal shows a text: two columns for the wide letters of East Asia and for emoji, none for marks on others.
extension String {
  var columns: Int { utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.columns } }

  /// The beginning that fits into so many columns.
  func prefix(columns: Int) -> String { String(Self.fitting(self, columns)) }

  /// The end that fits into so many columns.
  func suffix(columns: Int) -> String { String(Self.fitting(reversed(), columns).reversed()) }

  private static func fitting(_ characters: some Sequence<Character>, _ columns: Int) -> [Character] {
    var left = columns
    return Array(
      characters.prefix { character in
        left -= character.columns
        return left >= 0
      })
  }
}

extension Character {
  fileprivate var columns: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}") { return 2 }
    if Self.wide.contains(where: { $0.contains(first.value) }) { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }

  /// The blocks that Unicode's annex 11 has as wide or full-width, to their ends.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE30...0xFE6F,
    0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]
}
