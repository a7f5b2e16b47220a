import Experiments
import Specifications

/// What the trials of an experiment cost, one row per trial in plan order; never the same twice, so exported apart.
///
/// Columns: trial, replicate, trainingSeconds, evaluationSeconds, cpuSeconds, peakMemory in bytes, startedAt in seconds
/// since 1970, host. Tuning trials are included, with the purpose `tuning`.
package struct MeasurementExport: Sendable {
  /// Raised when a column changes its meaning or leaves.
  package static let schema = 1

  private let rows: [[Cell]]
  private let experiment: String

  private enum Cell {
    case text(String)
    case number(Double)
  }

  /// Lists the measurements of the trials that have some.
  package init(of design: ExperimentDesign, measurements: [TrialID: TrialMeasurements]) {
    experiment = design.name
    rows = design.trials.compactMap { trial in
      measurements[trial.id].map { measured in
        [
          .text(trial.id.hex), .text(trial.purpose == .tuning ? "tuning" : "measurement"),
          .number(Double(trial.replicate)), .number(measured.trainingSeconds), .number(measured.evaluationSeconds),
          .number(measured.cpuSeconds), .number(Double(measured.peakMemory)), .number(measured.startedAt),
          .text(measured.host),
        ]
      }
    }
  }

  private static let columns = [
    "trial", "purpose", "replicate", "trainingSeconds", "evaluationSeconds", "cpuSeconds", "peakMemory", "startedAt",
    "host",
  ]

  /// The table as CSV by RFC 4180.
  package var csv: String {
    CSV.line(Self.columns)
      + rows.map { row in
        CSV.line(
          row.map { cell in
            switch cell {
            case .text(let text): text
            case .number(let number): number.shortestDecimal
            }
          })
      }.joined()
  }

  /// The table as JSON: `schema`, `experiment`, `columns` and `rows` as arrays.
  package var json: String {
    let lines = rows.map { row in
      let cells = row.map { cell in
        switch cell {
        case .text(let text): SpecNode.quote(text)
        case .number(let number): number.isFinite ? number.shortestDecimal : "null"
        }
      }
      return "\n  [\(cells.joined(separator: ", "))]"
    }
    let columns = Self.columns.map(SpecNode.quote).joined(separator: ", ")
    return "{\n \"schema\": \(Self.schema),\n \"experiment\": \(SpecNode.quote(experiment)),\n"
      + " \"columns\": [\(columns)],\n \"rows\": [\(lines.joined(separator: ","))\n ]\n}\n"
  }
}
