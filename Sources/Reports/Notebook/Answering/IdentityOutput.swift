import Analysis
import Specifications

/// Shows the check of an identity.
struct IdentityOutput {
  let answer: IdentityAnswer
  let shown: IdentityCell.Part

  var output: CellOutput {
    let verdict = answer.holds ? "holds" : "fails"
    let line = "\(answer.id) \(verdict): \(answer.statement)"
    var blocks: [OutputBlock] = [.paragraph(line, answer.holds ? .good : .bad)]
    if shown == .evidence {
      blocks.append(
        .folded(summary: "The evidence: \(answer.findings.count) numbers, checked just now", [.table(table)]))
    }
    return CellOutput(blocks: blocks)
  }

  private var table: DataTable {
    DataTable(
      name: "Evidence of \(answer.id)", caption: "\(answer.id), checked while this page was made. \(answer.source)",
      columns: [
        .init("What"), .init("Found"), .init("Must be", holdsWords: true), .init("Tolerance"),
        .init("Holds", holdsWords: true),
      ],
      rows: answer.findings.map { finding in
        DataTable.Row(
          finding.what, tags: finding.holds ? [] : [.init("fails", .warn)],
          cells: [
            Self.number(finding.found), "\(finding.relation) \(Self.number(finding.expected))",
            finding.tolerance == 0 ? "0" : FormattedNumber.scientific(finding.tolerance),
            finding.holds ? "yes" : "no",
          ])
      })
  }

  /// As many digits as tell the number from its neighbours in a tolerance.
  private static func number(_ value: Double) -> String {
    if value == value.rounded(), value.magnitude < 1e9 { return NumberText.fixed(value, places: 0) }
    return value.magnitude < 1e-4 ? FormattedNumber.scientific(value) : NumberText.significant(value, digits: 6)
  }
}
