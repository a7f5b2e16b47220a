import Specifications

/// Rows that can be filtered, sorted and shown by the names of their fields.
package struct QueryList: Sendable {
  package let fields: QueryFields
  package private(set) var rows: [Row]

  package struct Row: Sendable {
    /// What the row has under the name of a field.
    package let value: @Sendable (String) -> QueryValue
  }

  init(fields: QueryFields, rows: [Row]) { (self.fields, self.rows) = (fields, rows) }

  package mutating func filter(_ condition: Condition) { rows = rows.filter { condition.holds($0.value) } }

  /// Sorts by a field, rows without a value last; equal rows keep their order.
  package mutating func sort(by order: ListOrder) {
    let keyed = rows.map { (row: $0, value: $0.value(order.field)) }
    rows = keyed.enumerated().sorted { left, right in
      switch order.compares(left.element.value, right.element.value) {
      case 0: left.offset < right.offset
      case let sign: sign < 0
      }
    }.map(\.element.row)
  }

  package mutating func limit(to count: Int) { rows = Array(rows.prefix(count)) }
}

/// A field to sort by; `-test.error` sorts descending.
package struct ListOrder: Hashable, Sendable {
  package let field: String
  package let isDescending: Bool

  package init(_ text: String, fields: QueryFields) throws(ConditionError) {
    isDescending = text.hasPrefix("-")
    field = isDescending ? String(text.dropFirst()) : text
    try fields.require(field, column: isDescending ? 2 : 1)
  }

  fileprivate func compares(_ left: QueryValue, _ right: QueryValue) -> Int {
    let sign = isDescending ? -1 : 1
    switch (left, right) {
    case (.nothing, .nothing): return 0
    case (.nothing, _): return 1
    case (_, .nothing): return -1
    case (.number(let a), .number(let b)): return a == b ? 0 : (a < b ? -1 : 1) * sign
    case (.number, _): return -sign
    case (_, .number): return sign
    case (.text, _), (.words, _):
      return Self.compares(left.plain, right.plain) * sign
    }
  }

  /// Texts that are numbers stand first and by their size, so that the order is one however rows stood before.
  private static func compares(_ left: String, _ right: String) -> Int {
    switch (number(left), number(right)) {
    case (let x?, let y?): x == y ? 0 : x < y ? -1 : 1
    case (_?, nil): -1
    case (nil, _?): 1
    case (nil, nil): left == right ? 0 : left < right ? -1 : 1
    }
  }

  private static func number(_ text: String) -> Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }
}

extension QueryFields {
  /// Throws with the nearest name when there is no such field.
  @discardableResult
  package func require(_ name: String, column: Int) throws(ConditionError) -> QueryField {
    if let field = field(name) { return field }
    if QueryList.trialFields.field(name) != nil {
      throw ConditionError(column: column, message: "'\(name)' is a field of trials, not of experiments")
    }
    let guess = Spelling.nearest(to: name, among: named.map(\.name)).map { "did you mean '\($0)'? " } ?? ""
    throw ConditionError(
      column: column,
      message: "there is no field '\(name)' (\(guess)fields are \(named.map(\.name).joined(separator: ", ")))")
  }
}

extension QueryValue {
  /// The value as text; empty for nothing.
  package var plain: String {
    switch self {
    case .nothing: ""
    case .number(let number): number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .text(let text): text
    case .words(let words): words.joined(separator: " ")
    }
  }
}
