/// Plain letters of strokes that need no font: legible, not beautiful, the same on every machine.
///
/// Each letter is a list of strokes; a stroke is a row of places, each two digits x and y on a grid 4 wide where 2 is
/// the baseline, 6 the height of small letters, 8 that of capitals and 0 the depth of descenders.
enum StrokeFont {
  /// The advance of a letter beyond its ink, and of a space, in grid units.
  private static let gap = 1.7
  private static let space = 2.8

  /// Cap height over font size as in DejaVu Sans, in six units.
  private static func unit(_ size: Double) -> Double { size * 0.73 / 6 }

  static func width(of text: String, size: Double) -> Double {
    text.reduce(0) { $0 + advance(of: $1) } * unit(size)
  }

  /// Strokes from the start of the baseline, y downwards.
  static func strokes(of text: String, size: Double) -> [[Point]] {
    var x = gap / 2
    var strokes: [[Point]] = []
    for letter in text {
      strokes += places(of: letter).map { stroke in
        stroke.map { Point((x + Double($0.x)) * unit(size), Double(2 - $0.y) * unit(size)) }
      }
      x += advance(of: letter)
    }
    return strokes
  }

  private static func isSpace(_ letter: Character) -> Bool { letter.isWhitespace }

  private static func advance(of letter: Character) -> Double {
    if isSpace(letter) { return space }
    return Double(places(of: letter).flatMap { $0.map(\.x) }.max() ?? 0) + gap
  }

  private static func places(of letter: Character) -> [[(x: Int, y: Int)]] {
    if isSpace(letter) { return [] }
    return (letters[letter] ?? unknown).split(separator: " ").map { stroke in
      let digits = stroke.compactMap(\.wholeNumberValue)
      return stride(from: 0, to: digits.count - 1, by: 2).map { (x: digits[$0], y: digits[$0 + 1]) }
    }
  }

  /// An empty box, as other fonts have it.
  private static let unknown = "0208383202"
  private static let letters: [Character: String] =
    capitals.merging(small) { first, _ in first }.merging(digits) { first, _ in first }.merging(signs) { first, _ in
      first
    }

  /// Whether the letters have strokes of their own.
  static func knows(_ letter: Character) -> Bool { isSpace(letter) || letters[letter] != nil }
}

// MARK: - The letters

extension StrokeFont {
  private static let capitals: [Character: String] = [
    "A": "022842 1434", "B": "02082837362505 2534332202", "C": "3728180703122233", "D": "02082837332202",
    "E": "38080232 0525", "F": "380802 0525", "G": "37281807031222333525", "H": "0208 3238 0535", "I": "0222 0828 1218",
    "J": "3833221203", "K": "0208 3804 1532", "L": "080232", "M": "0208254842", "N": "02083238",
    "O": "180703122233372818", "P": "02082837362505", "Q": "180703122233372818 2432", "R": "02082837362505 1532",
    "S": "372818070615253433221203", "T": "0848 2228", "U": "080312223338", "V": "082248", "W": "0812253248",
    "X": "0238 0832", "Y": "082548 2522", "Z": "08380232",
  ]

  private static let small: [Character: String] = [
    "a": "06263532 341403122233", "b": "0802 0516263533221203", "c": "361605031232", "d": "3832 3526160503122233",
    "e": "043435261605031232", "f": "38281712 0626", "g": "3631201001 3526160503122233", "h": "0802 0516263532",
    "i": "0206 0808", "j": "161100 1818", "k": "0802 3604 1532", "l": "080312", "m": "0206 05162522 25364542",
    "n": "0206 0516263532", "o": "160503122233352616", "p": "0600 0516263533221203", "q": "3630 3526160503122233",
    "r": "0206 04162636", "s": "3616051424332202", "t": "18132232 0626", "u": "0603122233 3632", "v": "062246",
    "w": "0612243246", "x": "0632 0236", "y": "0622 46221000", "z": "06360232", "σ": "461605031222333526",
    "θ": "180703122233372818 0535", "μ": "0600 0403122233 3632",
  ]

  private static let digits: [Character: String] = [
    "0": "180703122233372818", "1": "061812 0222", "2": "07182837360232", "3": "07182837362515 253433221203",
    "4": "32380444", "5": "380805253433221203", "6": "372818070312223334251504", "7": "083812",
    "8": "180706152536372818 150403122233342515", "9": "031222333728180706152536",
  ]

  private static let signs: [Character: String] = [
    ".": "0202", ",": "1201", ":": "0202 0606", ";": "1201 1616", "!": "0408 0202", "?": "071828373624 2222",
    "-": "0525", "−": "0545", "–": "0545", "—": "0555", "+": "0545 2327", "=": "0444 0646", "/": "0138", "\\": "0831",
    "(": "18070312", ")": "08171302", "[": "18080212", "]": "08181202", "{": "28171605141322", "}": "08171625141302",
    "<": "370533", ">": "073503", "≤": "380634 0232", "≥": "083604 0232", "%": "0238 0818170708 2333322223",
    "*": "2327 0446 0644", "'": "0708", "’": "0708", "\"": "0708 2728", "_": "0141", "#": "1218 3238 0444 0646",
    "&": "4206171827260403122244", "|": "0109", "·": "0505", "×": "0337 0733", "…": "0202 2222 4242",
    "°": "0708181707", "±": "0545 2327 0242", "√": "05122848", "~": "051626244546", "$": "3616051424332202 2028",
  ]
}
