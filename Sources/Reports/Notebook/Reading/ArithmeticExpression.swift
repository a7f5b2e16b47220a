import Specifications
import Statistics

/// A small expression of numbers, names and functions: `draw.q * (1 - draw.q)`.
///
/// Operators + − * / ^ with their usual ranks, ^ to the right; functions sqrt, exp, log, abs, min, max, round(x, places).
struct ArithmeticExpression {
  /// Why an expression has no value.
  struct Failure: Error, Hashable, Sendable {
    let message: String
  }

  private var cursor: TextCursor
  private let names: NotebookNames

  /// Computes the expression; throws what is wrong with it.
  static func value(of text: String, names: NotebookNames = NotebookNames()) throws(Failure) -> Double {
    guard text.count <= 500 else { throw Failure(message: "it is longer than 500 letters") }
    var expression = ArithmeticExpression(cursor: TextCursor(text, at: .nowhere), names: names)
    let value = try expression.sum(depth: 0)
    expression.passSpaces()
    guard expression.cursor.isAtEnd else {
      throw Failure(message: "'\(expression.cursor.line)' is left over")
    }
    guard value.isFinite else { throw Failure(message: "its value is not finite") }
    return value
  }

  private mutating func passSpaces() {
    while !cursor.isAtEnd, cursor.current.isWhitespace { cursor.take() }
  }

  private mutating func takes(_ signs: String) -> Character? {
    passSpaces()
    guard !cursor.isAtEnd, signs.contains(cursor.current) else { return nil }
    return cursor.take()
  }

  // MARK: Ranks

  private mutating func sum(depth: Int) throws(Failure) -> Double {
    guard depth < 50 else { throw Failure(message: "it is nested too deeply") }
    var value = try product(depth: depth)
    while let sign = takes("+-−") {
      let next = try product(depth: depth)
      value = sign == "+" ? value + next : value - next
    }
    return value
  }

  private mutating func product(depth: Int) throws(Failure) -> Double {
    var value = try signed(depth: depth)
    while let sign = takes("*/·×") {
      let next = try signed(depth: depth)
      value = sign == "/" ? value / next : value * next
    }
    return value
  }

  private mutating func signed(depth: Int) throws(Failure) -> Double {
    guard depth < 50 else { throw Failure(message: "it is nested too deeply") }
    if takes("-−") != nil { return -(try signed(depth: depth + 1)) }
    let base = try atom(depth: depth)
    guard takes("^") != nil else { return base }
    return try Self.power(base, try signed(depth: depth + 1))
  }

  private static func power(_ base: Double, _ exponent: Double) throws(Failure) -> Double {
    if exponent == exponent.rounded(), exponent.magnitude <= 64 {
      let value = (0..<Int(exponent.magnitude)).reduce(1.0) { value, _ in value * base }
      return exponent < 0 ? 1 / value : value
    }
    guard base > 0 else { throw Failure(message: "a power of \(base) needs a whole exponent of at most 64") }
    return Elementary.exp(exponent * Elementary.log(base))
  }

  // MARK: Atoms

  private mutating func atom(depth: Int) throws(Failure) -> Double {
    guard depth < 50 else { throw Failure(message: "it is nested too deeply") }
    if takes("(") != nil {
      let value = try sum(depth: depth + 1)
      guard takes(")") != nil else { throw Failure(message: "a ')' is missing") }
      return value
    }
    passSpaces()
    guard let match = cursor.line.prefixMatch(of: /[0-9.]+(?:e-?[0-9]+)?|[a-z]+(?:\.[A-Za-z0-9_-]+)?/) else {
      throw Failure(message: cursor.isAtEnd ? "a number is missing at its end" : "'\(cursor.line)' is no number")
    }
    let word = String(match.0)
    _ = cursor.take(word.count)
    if let first = word.first, first.isNumber || first == "." { return try number(word) }
    return takes("(") == nil ? try value(of: word) : try function(word, depth: depth)
  }

  private func number(_ word: String) throws(Failure) -> Double {
    guard let value = Double.read(.text(word), Problems()) else { throw Failure(message: "'\(word)' is no number") }
    return value
  }

  private func value(of name: String) throws(Failure) -> Double {
    switch names.value(of: name) {
    case .number(let value): return value
    case .text(let text): throw Failure(message: "\(name) is '\(text)', which is no number")
    case nil: throw Failure(message: names.unknown(name))
    }
  }

  private mutating func function(_ name: String, depth: Int) throws(Failure) -> Double {
    var arguments = [try sum(depth: depth + 1)]
    while takes(",") != nil { arguments.append(try sum(depth: depth + 1)) }
    guard takes(")") != nil else { throw Failure(message: "a ')' is missing") }
    switch (name, arguments.count) {
    case ("sqrt", 1): return arguments[0].squareRoot()
    case ("exp", 1): return Elementary.exp(arguments[0])
    case ("log", 1): return Elementary.log(arguments[0])
    case ("abs", 1): return arguments[0].magnitude
    case ("min", 1...): return arguments.reduce(.infinity, min)
    case ("max", 1...): return arguments.reduce(-.infinity, max)
    case ("round", 2) where (0...12).contains(arguments[1]):
      let factor = (0..<Int(arguments[1])).reduce(1.0) { value, _ in value * 10 }
      return (arguments[0] * factor).rounded() / factor
    default:
      throw Failure(
        message: MapReader.unknown(
          "function", "\(name) of \(arguments.count)", of: "it",
          allowed: ["sqrt(x)", "exp(x)", "log(x)", "abs(x)", "min(…)", "max(…)", "round(x, places)"]))
    }
  }
}
