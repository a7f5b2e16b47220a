/// Comma-separated values by RFC 4180: UTF-8, CRLF, quotes where they are needed.
package enum CSV {
  /// Writes one record.
  package static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

  private static func quoted(_ cell: String) -> String {
    let special = cell.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
    return special ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
  }
}
