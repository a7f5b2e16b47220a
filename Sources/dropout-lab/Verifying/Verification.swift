import Archive
import Experiments
import Foundation
import Reports
import Specifications

/// What holding archives, pages and files against their digests showed.
struct Verification {
  /// One thing that is not as it was recorded.
  struct Finding: Hashable {
    let file: String
    /// The table of the archive or of the page.
    var table: String?
    var row: Int?
    var trial: String?
    let field: String
    let expected: String
    let found: String
  }

  private(set) var findings: [Finding] = []
  /// What was held against something, one line per file.
  private(set) var held: [String] = []
  /// What could not be held against anything, and why.
  private(set) var notes: [String] = []

  mutating func found(_ finding: Finding) { findings.append(finding) }
  mutating func note(_ text: String) { notes.append(text) }
  mutating func hold(_ text: String) { held.append(text) }

  /// Takes in what the archive says of itself.
  mutating func add(_ archive: ArchiveVerification, file: String) {
    findings += archive.mismatches.map { mismatch in
      Finding(
        file: file, table: mismatch.table, row: mismatch.row.map { Int($0) }, trial: mismatch.trial?.hex,
        field: mismatch.field, expected: mismatch.expected, found: mismatch.found)
    }
    guard archive.isWhole else {
      return note("\(file): it could not be read to its end; its rows were not all held against their digests")
    }
    let digests = archive.isSealed ? "\(archive.rows) rows with digests" : "the digests of their outcomes"
    hold("\(file): \(archive.trials.counted("trial")), \(digests)" + (archive.isStamped ? ", the file" : ""))
    if !archive.isSealed {
      note(
        archive.trials == 0
          ? "\(file): its tables have no digests yet; the next 'run' brings them up to date"
          : "\(file): an earlier version wrote it; the next 'run' adds digests of its other rows")
    } else if !archive.isStamped {
      note(
        "\(file): no .sha256 beside it (a run is under way, was ended by force, or ended while others read the archive)"
      )
    }
    if archive.sealedLater > 0 {
      note("\(file): \(archive.sealedLater) digests were made when it was brought up to date, not with their rows")
    }
  }

  // MARK: For people

  var text: String {
    var lines = held + notes.map { "note: \($0)" }
    for finding in findings {
      lines += ["", Self.head(finding)]
      let (expected, found) = Self.shortened(finding.expected, finding.found)
      lines += ["  expected  \(expected)", "  found     \(found)"]
    }
    return (lines + ["", summary]).joined(separator: "\n")
  }

  var summary: String {
    switch findings.count {
    case 0: held.isEmpty ? "Nothing was held against anything." : "Nothing differs."
    case 1: "1 thing differs."
    default: "\(findings.count) things differ."
    }
  }

  private static func head(_ finding: Finding) -> String {
    let table = finding.table.map { $0 == "file" ? "" : ", \($0)" } ?? ""
    let row = finding.row.map { ", row \($0)" } ?? ""
    let trial = finding.trial.map { ", trial \($0.prefix(8))" } ?? ""
    return "\(finding.file)\(table)\(row)\(trial): \(finding.field)"
  }

  /// Digests by their beginning, of long texts the part that differs: `--json` has them whole.
  private static func shortened(_ expected: String, _ found: String) -> (expected: String, found: String) {
    let (one, other) = (line(expected), line(found))
    guard max(one.count, other.count) > longest else { return (one, other) }
    let same = zip(one, other).prefix { $0 == $1 }.count
    // A little of what is the same tells where the difference is.
    let start = same < longest * 3 / 4 ? 0 : same - longest / 4
    return (part(of: one, from: start), part(of: other, from: start))
  }

  private static let longest = 120

  private static func line(_ text: String) -> String {
    if text.count == 64, text.allSatisfy(\.isHexDigit) { return "\(text.prefix(12))…" }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func part(of line: String, from start: Int) -> String {
    let rest = line.dropFirst(start)
    return (start > 0 ? "…" : "") + (rest.count > longest ? "\(rest.prefix(longest - 1))…" : rest)
  }

  // MARK: For machines

  var json: JSONValue {
    .object([
      ("schema", .number(1)), ("holds", .bool(findings.isEmpty)), ("checked", .list(held.map { .text($0) })),
      ("notes", .list(notes.map { .text($0) })),
      (
        "differences",
        .list(
          findings.map { finding in
            func text(_ value: String?) -> JSONValue { value.map { .text($0) } ?? .null }
            return .object([
              ("file", .text(finding.file)), ("table", text(finding.table)),
              ("row", finding.row.map { .number($0) } ?? .null), ("trial", text(finding.trial)),
              ("field", .text(finding.field)), ("expected", .text(finding.expected)), ("found", .text(finding.found)),
            ])
          })
      ),
    ])
  }
}
