/// A table read from comma-separated text, in which every field knows where it was written.
///
/// RFC 4180: fields separated by commas, lines ended by LF or CR LF, fields that hold a comma, a quote or a line end in
/// double quotes, quotes within them doubled. The first record is the header. A byte-order mark is skipped.
package struct CSVTable: Hashable, Sendable {
  /// One field with its place; the text is without quotes.
  package struct Field: Hashable, Sendable {
    package let text: String
    package let place: Place
  }

  package let header: [Field]
  /// Every record after the header, each as long as the header.
  package let rows: [[Field]]
}

extension CSVTable {
  /// Reads a table; nil after reporting what breaks the form, ragged records and all.
  package static func read(_ text: String, file: String, _ problems: Problems) -> CSVTable? {
    var reader = CSVReader(text, file: file)
    let before = problems.found.count
    let records = reader.records(problems)
    guard problems.found.count == before else { return nil }
    guard let header = records.first else {
      problems.report(Place(file: file, line: 1, column: 1), "the file is empty; the first line names the columns")
      return nil
    }
    if header.count == 1, let other = [";", "\t"].first(where: { header[0].text.contains($0) }) {
      problems.report(
        header[0].place, "columns are separated by \(other == ";" ? "semicolons" : "tabs"); they must be by commas")
      return nil
    }
    let rows = Array(records.dropFirst())
    for row in rows where row.count != header.count {
      let isBlank = row.count == 1 && row[0].text.isEmpty
      problems.report(
        row[0].place,
        isBlank
          ? "this line is blank" : "this record has \(row.count) fields, the header has \(header.count)")
    }
    return problems.found.count == before ? CSVTable(header: header, rows: rows) : nil
  }
}

/// Walks through comma-separated text character by character.
private struct CSVReader {
  private let scalars: [Unicode.Scalar]
  private let file: String
  private var at = 0
  private var line = 1
  private var column = 1

  init(_ text: String, file: String) {
    let all = Array(text.unicodeScalars)
    scalars = all.first == "\u{FEFF}" ? Array(all.dropFirst()) : all
    self.file = file
  }

  private var place: Place { Place(file: file, line: line, column: column) }
  private var next: Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

  private mutating func take() {
    if scalars[at] == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
    at += 1
  }

  /// Every record up to the end of the text or the first problem.
  mutating func records(_ problems: Problems) -> [[CSVTable.Field]] {
    var records: [[CSVTable.Field]] = []
    while next != nil {
      guard let record = record(problems) else { return records }
      records.append(record)
    }
    return records
  }

  private mutating func record(_ problems: Problems) -> [CSVTable.Field]? {
    var fields: [CSVTable.Field] = []
    while true {
      guard let field = next == "\"" ? quoted(problems) : plain(problems) else { return nil }
      fields.append(field)
      guard next == "," else { break }
      take()
    }
    guard next != nil else { return fields }
    let end = place
    if next == "\r" { take() }
    guard next == "\n" else {
      problems.report(end, "a carriage return stands alone; lines end with LF or CR LF")
      return nil
    }
    take()
    return fields
  }

  private mutating func plain(_ problems: Problems) -> CSVTable.Field? {
    let start = place
    var text = String.UnicodeScalarView()
    while let scalar = next, scalar != ",", scalar != "\n", scalar != "\r" {
      if scalar == "\"" {
        problems.report(place, "a quote stands within a field; quote the whole field and double the quote")
        return nil
      }
      text.append(scalar)
      take()
    }
    return CSVTable.Field(text: String(text), place: start)
  }

  private mutating func quoted(_ problems: Problems) -> CSVTable.Field? {
    let start = place
    var text = String.UnicodeScalarView()
    take()
    while let scalar = next {
      take()
      if scalar != "\"" {
        text.append(scalar)
      } else if next == "\"" {
        text.append(scalar)
        take()
      } else {
        return ended(CSVTable.Field(text: String(text), place: start), problems)
      }
    }
    problems.report(start, "this quote is never closed")
    return nil
  }

  /// A quoted field must be followed by a comma or the end of the line.
  private func ended(_ field: CSVTable.Field, _ problems: Problems) -> CSVTable.Field? {
    guard let scalar = next, scalar != ",", scalar != "\n", scalar != "\r" else { return field }
    problems.report(place, "'\(scalar)' follows a closing quote; a comma or the end of the line must")
    return nil
  }
}
