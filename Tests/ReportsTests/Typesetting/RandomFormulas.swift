@testable import Reports

/// Formulas that TeX accepts, made at random from a seed.
struct RandomFormulas {
  private var state: UInt64
  /// Those that need nothing behind them.
  private let commands: [String]

  init(seed: UInt64) {
    state = seed
    commands = TeXCommand.names.filter {
      switch TeXCommand.all[$0] {
      case .symbol, .function, .space: true
      default: false
      }
    }
  }

  /// SplitMix64 (Steele, Lea and Flood 2014).
  mutating func next(below bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }

  mutating func pick(_ choices: [String]) -> String { choices[next(below: choices.count)] }

  mutating func formula(depth: Int = 3) -> String {
    (0...next(below: depth > 2 ? 5 : 2)).map { _ in atom(depth: depth) + scripts(depth: depth) }.joined(separator: " ")
  }

  private mutating func scripts(depth: Int) -> String {
    guard depth > 0 else { return "" }
    switch next(below: 6) {
    case 0: return "_{\(formula(depth: depth - 2))}"
    case 1: return "^{\(formula(depth: depth - 2))}"
    case 2: return "_i^{\(formula(depth: depth - 2))}"
    case 3: return "'"
    default: return ""
    }
  }

  private mutating func atom(depth: Int) -> String {
    guard depth > 0 else { return leaf() }
    let kind = next(below: 16)
    guard kind < 11 else { return leaf() }
    let inner = formula(depth: depth - 1)
    switch kind {
    case 0: return "\\frac{\(inner)}{\(formula(depth: depth - 1))}"
    case 1: return "\\sqrt{\(inner)}"
    case 2: return "\\sqrt[\(next(below: 9))]{\(inner)}"
    case 3: return "\\left\(pick(["(", "[", "\\{", "|", "."])) \(inner) \\right\(pick([")", "]", "\\}", "\\|", "."]))"
    case 4:
      return "\\\(pick(["hat", "bar", "tilde", "overline", "underline", "widehat", "vec", "overbrace"])){\(inner)}"
    case 5: return "\\\(pick(["mathbf", "mathrm", "boldsymbol", "mathcal", "mathbb", "mathtt"])){\(inner)}"
    case 6: return "\\begin{\(pick(["matrix", "cases", "aligned"]))} \(inner) & \(leaf()) \\\\ \(leaf()) \\end{@}"
    case 7: return "\\text{\(pick(["if", " a < b & c ".replacing("&", with: "\\&"), "x $a<b$ \"quoted\"", ""]))}"
    case 8: return "\\overset{\(inner)}{\(leaf())}"
    case 9: return "{\(inner)}"
    default: return "\\xrightarrow{\(inner)}"
    }
  }

  private mutating func leaf() -> String {
    switch next(below: 3) {
    case 0: return "\\" + pick(commands) + " "
    case 1: return pick(["x", "y", "12", ".5", "3.25", "W", "é", "σ", "≤"])
    default: return pick(["+", "-", "=", "<", ">", "(", ")", "|", ",", ";", ":", "!", "*", "/", "~"])
    }
  }
}
