/// Reads numbers as people write them in answers: `.5`, `1/2`, `50 %`, `5e-1`, `−3`, `2 · 10^-3`.
package enum AnswerNumber {
  /// The value, or `nil` when the text is no finite number.
  package static func value(of text: String) -> Double? {
    var plain = normalized(text)
    var divisor = 1.0
    for (mark, size) in [("%", 100.0), ("‰", 1000.0)] where plain.hasSuffix(mark) {
      plain.removeLast()
      divisor = size
      break
    }
    let parts = plain.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let numerator = decimal(parts[0]) else { return nil }
    guard parts.count == 2 else { return finite(numerator / divisor) }
    guard let denominator = decimal(parts[1]), denominator != 0 else { return nil }
    return finite(numerator / denominator / divisor)
  }

  private static func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

  /// Without space, with the keyboard's minus and with `e` for powers of ten.
  private static func normalized(_ text: String) -> String {
    var plain = ""
    for character in text where !character.isWhitespace {
      switch character {
      case "−", "–", "‐", "‑": plain.append("-")
      case "×", "·", "⋅", "*": plain.append("*")
      case "⁄": plain.append("/")
      case "E": plain.append("e")
      default: plain.append(character)
      }
    }
    return plain.replacing("*10^", with: "e")
  }

  /// Digits with an optional sign, point and power of ten; nothing else that a machine would call a number.
  private static func decimal(_ text: Substring) -> Double? {
    let unsigned = text.hasPrefix("+") || text.hasPrefix("-") ? text.dropFirst() : text
    let parts = unsigned.split(separator: "e", omittingEmptySubsequences: false)
    guard parts.count <= 2, let mantissa = parts.first else { return nil }
    let digits = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    guard digits.count <= 2, digits.contains(where: { !$0.isEmpty }), digits.allSatisfy({ $0.allSatisfy(isDigit) })
    else { return nil }
    if parts.count == 2 {
      let power = parts[1].hasPrefix("-") || parts[1].hasPrefix("+") ? parts[1].dropFirst() : parts[1]
      guard !power.isEmpty, power.count <= 5, power.allSatisfy(isDigit) else { return nil }
    }
    // A point needs a digit on both sides to be read back.
    let whole = digits[0].isEmpty ? "0" : String(digits[0])
    let fraction = digits.count == 2 && !digits[1].isEmpty ? "." + digits[1] : ""
    let power = parts.count == 2 ? "e" + parts[1] : ""
    return Double((text.hasPrefix("-") ? "-" : "") + whole + fraction + power)
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
