import Specifications

/// The names that stand for known values: parameters, and within an exercise the numbers drawn for a student.
package struct NotebookNames: Hashable, Sendable {
  /// In the order of the front matter.
  package var parameters: [(name: String, value: String)] { pairs.map { ($0.name, $0.value) } }
  private var pairs: [Pair]
  private var draws: [Pair] = []

  private struct Pair: Hashable, Sendable {
    let name: String
    let value: String
  }

  init(parameters: [(name: String, value: String)] = []) {
    pairs = parameters.map { Pair(name: $0.name, value: $0.value) }
  }

  /// The same names with the numbers that were drawn for an exercise.
  func adding(draws: [(name: String, value: String)]) -> NotebookNames {
    var names = self
    names.draws = draws.map { Pair(name: $0.name, value: $0.value) }
    return names
  }

  package func parameter(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// The value of `parameter.x` or `draw.x`; nil for any other path.
  func value(of path: String) -> LiteralValue? {
    let all = pairs.map { ("parameter." + $0.name, $0.value) } + draws.map { ("draw." + $0.name, $0.value) }
    guard let text = all.first(where: { $0.0 == path })?.1 else { return nil }
    return Double.read(.text(text), Problems()).map { .number($0) } ?? .text(text)
  }

  /// The sentence for a name that does not exist.
  func unknown(_ path: String) -> String {
    let isDraw = path.hasPrefix("draw.")
    let known = isDraw ? draws.map { "draw.\($0.name)" } : pairs.map { "parameter.\($0.name)" }
    return MapReader.unknown("name", path, of: isDraw ? "the draws" : "the parameters", allowed: known)
  }

  /// Puts the values of `{{ parameter.x }}` and `{{ draw.x }}` into a text that is read as YAML or SQL.
  ///
  /// Draws are left alone while nothing is drawn: options say what to draw before they use it. Where numbers are factors
  /// of an expression, those below zero stand in parentheses, so that −0.5 ^ 2 is the square of −0.5.
  func filling(_ text: String, at place: Place, _ problems: Problems, asFactors: Bool = false) -> String {
    guard text.contains("{{") else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { number, line in
      line.replacing(/\{\{\s*((?:parameter|draw)\.[A-Za-z0-9_-]+)\s*\}\}/) { match in
        switch value(of: String(match.1)) {
        case .text(let text): return text
        case .number(let number):
          return asFactors && number < 0 ? "(\(number.shortestDecimal))" : number.shortestDecimal
        case nil where draws.isEmpty && match.1.hasPrefix("draw."): return String(match.0)
        case nil:
          let columns = line[..<match.range.lowerBound].count
          problems.report(place.moved(lines: number, columns: columns), unknown(String(match.1)))
          return ""
        }
      }
    }.joined(separator: "\n")
  }
}
