import Specifications

/// Comma-separated values by RFC 4180: UTF-8, CRLF, quotes where they are needed, and no text that a spreadsheet would run.
package enum CSV {
  /// Writes one record.
  package static func line(_ cells: [String]) -> String {
    cells.map { quoted(unlikeFormula($0)) }.joined(separator: ",") + "\r\n"
  }

  private static func quoted(_ cell: String) -> String {
    let special = cell.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
    return special ? "\"" + cell.replacingScalars("\"", with: "\"\"") + "\"" : cell
  }

  /// A text that spreadsheets would run as a formula with an apostrophe before it (OWASP, CSV injection); a number is none.
  private static func unlikeFormula(_ text: String) -> String {
    let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    return isFormula && !isNumber(text) ? "'" + text : text
  }

  private static func isNumber(_ text: String) -> Bool {
    text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) } && Double(text) != nil
  }
}
