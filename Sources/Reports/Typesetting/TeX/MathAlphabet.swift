/// The alphabets of formulas; MathML Core knows them only as letters of Unicode's block of mathematical alphanumerics.
enum MathAlphabet: Hashable, Sendable {
  case upright, italic, bold, boldItalic, doubleStruck, script, fraktur, sansSerif, typewriter

  /// The letter of this alphabet, or the letter itself where Unicode has none.
  func letter(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if let exception = exceptions[scalar] { return exception }
    switch scalar {
    case "A"..."Z": return shifted(capital, by: scalar.value - 0x41) ?? scalar
    case "a"..."z": return shifted(capital.map { $0 + 26 }, by: scalar.value - 0x61) ?? scalar
    case "0"..."9": return shifted(digit, by: scalar.value - 0x30) ?? scalar
    case "Α"..."Ω": return shifted(greek, by: scalar.value - 0x391) ?? scalar
    case "∇": return shifted(greek, by: 25) ?? scalar
    case "α"..."ω": return shifted(greek.map { $0 + 26 }, by: scalar.value - 0x3B1) ?? scalar
    default:
      guard let last = ["∂", "ϵ", "ϑ", "ϰ", "ϕ", "ϱ", "ϖ"].firstIndex(of: scalar) else { return scalar }
      return shifted(greek.map { $0 + 51 }, by: UInt32(last)) ?? scalar
    }
  }

  private func shifted(_ start: UInt32?, by distance: UInt32) -> Unicode.Scalar? {
    start.flatMap { Unicode.Scalar($0 + distance) }
  }

  /// Where the capitals A–Z start; the small letters follow.
  private var capital: UInt32? {
    switch self {
    case .upright: nil
    case .bold: 0x1D400
    case .italic: 0x1D434
    case .boldItalic: 0x1D468
    case .script: 0x1D49C
    case .fraktur: 0x1D504
    case .doubleStruck: 0x1D538
    case .sansSerif: 0x1D5A0
    case .typewriter: 0x1D670
    }
  }

  private var digit: UInt32? {
    switch self {
    case .bold, .boldItalic: 0x1D7CE
    case .doubleStruck: 0x1D7D8
    case .sansSerif: 0x1D7E2
    case .typewriter: 0x1D7F6
    case .upright, .italic, .script, .fraktur: nil
    }
  }

  /// Where the capitals Α–Ω start; nabla, the small letters and their variants follow.
  private var greek: UInt32? {
    switch self {
    case .bold: 0x1D6A8
    case .italic: 0x1D6E2
    case .boldItalic: 0x1D71C
    case .upright, .doubleStruck, .script, .fraktur, .sansSerif, .typewriter: nil
    }
  }

  /// Letters that Unicode had before the block was made.
  private var exceptions: [Unicode.Scalar: Unicode.Scalar] {
    switch self {
    case .italic: ["h": "ℎ"]
    case .script:
      [
        "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ", "g": "ℊ", "o": "ℴ",
      ]
    case .fraktur: ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"]
    case .doubleStruck: ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"]
    case .upright, .bold, .boldItalic, .sansSerif, .typewriter: [:]
    }
  }
}
