import Analysis
import Archive
import Specifications

/// The rows of a view as CSV or JSON.
struct ViewExport {
  let name: String
  let rows: ArchivedRows

  /// RFC 4180 with a head; a text that a spreadsheet would take for a formula gets an apostrophe before it.
  var csv: String {
    ([rows.columns] + rows.rows.map { $0.map(Self.cell) }).map(CSV.line).joined()
  }

  var json: JSONValue {
    .object([
      ("schema", .number(1)), ("view", .text(name)),
      (
        "rows",
        .list(
          rows.rows.map { row in
            .object(zip(rows.columns, row).map { ($0, Self.value($1)) })
          })
      ),
    ])
  }

  private static func cell(_ value: ArchivedValue) -> String {
    switch value {
    case .nothing: ""
    case .integer(let number): String(number)
    case .real(let number): "\(number)"
    case .text(let text): text
    }
  }

  private static func value(_ value: ArchivedValue) -> JSONValue {
    switch value {
    case .nothing: .null
    case .integer(let number): .number(number)
    case .real(let number): .real(number)
    case .text(let text): .text(text)
    }
  }
}
