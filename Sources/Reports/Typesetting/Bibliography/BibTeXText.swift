import Foundation

/// Turns the TeX of a bibliography's fields into plain text: accents, dashes, quotation marks; braces vanish.
enum BibTeXText {
  /// Why a text cannot be turned into plain text.
  struct Failure: Error {
    let message: String
  }

  static func plain(_ tex: String) throws(Failure) -> String {
    let scalars = Array(tex.unicodeScalars)
    var text = ""
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      switch scalar {
      case "{", "}", "$": index += 1
      case "~":
        text += "\u{A0}"
        index += 1
      case "\\": text += try command(scalars, &index)
      case "-", "`", "'":
        let count = scalars[index...].prefix { $0 == scalar }.count
        text += punctuation(scalar, count)
        index += count
      case _ where scalar.properties.isWhitespace:
        if !text.isEmpty, !text.hasSuffix(" ") { text += " " }
        index += 1
      default:
        text.unicodeScalars.append(scalar)
        index += 1
      }
    }
    if text.hasSuffix(" ") { text.removeLast() }
    return text.precomposedStringWithCanonicalMapping
  }

  private static func punctuation(_ scalar: Unicode.Scalar, _ count: Int) -> String {
    switch (scalar, count) {
    case ("-", 2): "–"
    case ("-", 3): "—"
    case ("`", 2): "“"
    case ("'", 2): "”"
    case ("'", 1): "’"
    case ("`", 1): "‘"
    default: String(repeating: Character(scalar), count: count)
    }
  }

  /// What a command at `index` stands for; moves behind it and what it takes.
  private static func command(
    _ scalars: [Unicode.Scalar], _ index: inout Int, accents marks: Int = 0
  ) throws(Failure) -> String {
    index += 1
    guard index < scalars.count else { throw Failure(message: "a backslash ends the text") }
    let name = scalars[index...].prefix { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }
    let word = name.isEmpty ? String(scalars[index]) : String(String.UnicodeScalarView(name))
    index += max(name.count, 1)
    if let mark = accents[word] { return try accented(mark, scalars, &index, marks: marks + 1) }
    while !name.isEmpty, index < scalars.count, scalars[index] == " " { index += 1 }
    if let letter = letters[word] { return letter }
    if styles.contains(word) { return "" }
    throw Failure(message: "unknown command '\\\(word)'; write the character itself")
  }

  /// The next letter with the mark upon it, in braces or not.
  private static func accented(
    _ mark: Unicode.Scalar, _ scalars: [Unicode.Scalar], _ index: inout Int, marks: Int
  ) throws(Failure) -> String {
    guard marks <= mostMarks else { throw Failure(message: "a letter has more than \(mostMarks) accents") }
    while index < scalars.count, scalars[index] == " " || scalars[index] == "{" { index += 1 }
    guard index < scalars.count, scalars[index] != "}" else { throw Failure(message: "an accent misses its letter") }
    var base = String(scalars[index])
    if scalars[index] == "\\" {
      // The dotless letters get their accent as plain ones do.
      let letter = try command(scalars, &index, accents: marks)
      base = letter == "ı" ? "i" : letter == "ȷ" ? "j" : letter
    } else {
      index += 1
    }
    base.unicodeScalars.append(mark)
    return base
  }

  /// Vietnamese has two.
  private static let mostMarks = 8

  private static let accents: [String: Unicode.Scalar] = [
    "\"": "\u{308}", "'": "\u{301}", "`": "\u{300}", "^": "\u{302}", "~": "\u{303}", "=": "\u{304}", ".": "\u{307}",
    "u": "\u{306}", "v": "\u{30C}", "H": "\u{30B}", "c": "\u{327}", "k": "\u{328}", "r": "\u{30A}", "d": "\u{323}",
    "b": "\u{331}",
  ]

  private static let letters: [String: String] = [
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "th": "þ", "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{",
    "}": "}", " ": " ", "-": "", "/": "", ",": "\u{2009}", "ldots": "…", "dots": "…", "textendash": "–",
    "textemdash": "—", "alpha": "α", "beta": "β", "epsilon": "ε", "infty": "∞", "times": "×",
  ]

  /// Commands for looks, which plain text has not.
  private static let styles: Set<String> = [
    "emph", "textit", "textbf", "textrm", "textsc", "texttt", "it", "bf", "sc", "em", "url", "mbox", "text", "mathrm",
  ]
}
