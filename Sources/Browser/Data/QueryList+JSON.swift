import Specifications

extension QueryList.Row {
  /// One object with the columns as keys, numbers as they are stored; `curve` is asked for its own values.
  package func json(_ columns: [String], curve: () throws -> [Double]) rethrows -> JSONValue {
    .object(
      try columns.map { name in
        let value = value(name)
        guard name == "curve" else { return (name, Self.json(value, of: name)) }
        let numbers = try curve()
        return (name, value == .nothing && numbers.isEmpty ? .null : .list(numbers.map { .real($0) }))
      })
  }

  private static func json(_ value: QueryValue, of name: String) -> JSONValue {
    switch value {
    case _ where name == "starred": .bool(value == .text("yes"))
    case .nothing where name == "tags" || name == "notes": .list([])
    case .nothing: .null
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? .number(Int(number)) : .real(number)
    case .text(let text): .text(text)
    case .words(let words): .list(words.map { .text($0) })
    }
  }
}
