/// Which rows of a list are wanted: `dropout=bernoulli and (test.error < 5% or not status=completed)`.
package indirect enum Condition: Hashable, Sendable {
  case both(Condition, Condition)
  case either(Condition, Condition)
  case not(Condition)
  case comparison(QueryField, Comparator, String)

  package enum Comparator: String, CaseIterable, Hashable, Sendable {
    case equal = "="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case more = ">"
    case moreOrEqual = ">="
    case contains = "~"
  }

  /// The names of all fields that it asks for, in the order of the text.
  package var fields: [String] {
    switch self {
    case .both(let left, let right), .either(let left, let right): left.fields + right.fields
    case .not(let inner): inner.fields
    case .comparison(let field, _, _): [field.name]
    }
  }

  /// Whether it holds for a row.
  package func holds(_ value: (String) -> QueryValue) -> Bool {
    switch self {
    case .both(let left, let right): left.holds(value) && right.holds(value)
    case .either(let left, let right): left.holds(value) || right.holds(value)
    case .not(let inner): !inner.holds(value)
    case .comparison(let field, let comparator, let wanted): comparator.holds(value(field.name), wanted, field.kind)
    }
  }
}

extension Condition.Comparator {
  fileprivate func holds(_ found: QueryValue, _ wanted: String, _ kind: QueryField.Kind) -> Bool {
    switch found {
    case .nothing: self == .unequal
    case .words(let words): self == .unequal ? words.allSatisfy { $0 != wanted } : words.contains { text($0, wanted) }
    case .number(let number): Self.number(wanted).map { compare(number, $0) } ?? text("\(number)", wanted)
    case .text(let written):
      if kind == .written, self != .contains, let left = Double(written), let right = Self.number(wanted) {
        compare(left, right)
      } else if kind == .date {
        // A month or a year stands for all of its days.
        compare(String(written.prefix(wanted.count)), wanted)
      } else {
        text(written, wanted)
      }
    }
  }

  private func text(_ left: String, _ right: String) -> Bool {
    self == .contains ? left.lowercased().contains(right.lowercased()) : compare(left, right)
  }

  private func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
    switch self {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .more: left > right
    case .moreOrEqual: left >= right
    // The reader refuses it for numbers; a written number is looked for as text.
    case .contains: false
    }
  }

  /// A decimal; a share may be written in per cent.
  static func number(_ text: String) -> Double? {
    if text.hasSuffix("%") { return Double(text.dropLast()).map { $0 / 100 } }
    return Double(text)
  }
}
