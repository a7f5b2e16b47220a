import Experiments
import Specifications

extension TrialExport {
  /// The table as CSV by RFC 4180: UTF-8, CRLF, quotes where they are needed, a head row.
  package var csv: String {
    var text = CSV.line(columns)
    for row in rows {
      text += CSV.line(row.cells + (hasInference ? row.modeCells : []) + (hasProbes ? row.probeCells : []))
    }
    return text
  }

  /// The table as JSON: `schema`, `experiment`, `columns` and `rows` as arrays in the order of the columns.
  package var json: String {
    var text = "{\n \"schema\": \(Self.schema),\n \"experiment\": \(SpecNode.quote(experiment)),\n"
    text += " \"columns\": [\(columns.map(SpecNode.quote).joined(separator: ", "))],\n \"rows\": ["
    text += rows.map { row in
      let cells = row.jsonCells + (hasInference ? row.jsonModeCells : []) + (hasProbes ? row.jsonProbeCells : [])
      return "\n  [\(cells.joined(separator: ", "))]"
    }.joined(separator: ",")
    return text + "\n ]\n}\n"
  }
}

extension ExportRow {
  fileprivate var cells: [String] {
    [trial.hex] + configuration
      + ["\(replicate)", "\(epoch)", split, metric, value.map(\.shortestDecimal) ?? "", state]
  }

  fileprivate var modeCells: [String] { [inference?.mode ?? "", inference.map { "\($0.samples)" } ?? ""] }

  fileprivate var probeCells: [String] { [probe?.request ?? "", probe?.at.map(\.shortestDecimal) ?? ""] }

  fileprivate var jsonProbeCells: [String] {
    [probe.map { SpecNode.quote($0.request) } ?? "null", probe?.at.map(\.shortestDecimal) ?? "null"]
  }

  fileprivate var jsonModeCells: [String] {
    [inference.map { SpecNode.quote($0.mode) } ?? "null", inference.map { "\($0.samples)" } ?? "null"]
  }

  fileprivate var jsonCells: [String] {
    [SpecNode.quote(trial.hex)] + configuration.map(SpecNode.quote) + [
      "\(replicate)", "\(epoch)", SpecNode.quote(split), SpecNode.quote(metric),
      value.map(\.shortestDecimal) ?? "null", SpecNode.quote(state),
    ]
  }
}
