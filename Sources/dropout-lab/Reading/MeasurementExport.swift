import Analysis
import Browser
import Experiments
import Specifications

/// What the trials of an experiment cost on the machine that trained them; never compared bit for bit.
struct MeasurementExport {
  static let columns = [
    "trial", "replicate", "startedAt", "trainingSeconds", "evaluationSeconds", "cpuSeconds", "peakMemory", "host",
  ]

  private let rows: [(trial: PlannedTrial, measured: TrialMeasurements)]

  init(_ loaded: LoadedExperiment) {
    rows = loaded.design.trials.compactMap { trial in
      loaded.measurements[trial.id].map { (trial, $0) }
    }
  }

  var csv: String {
    ([Self.columns] + rows.map(cells)).map(CSV.line).joined()
  }

  var json: JSONValue {
    .object([
      ("schema", .number(1)),
      (
        "trials",
        .list(
          rows.map { row in
            .object([
              ("trial", .text(row.trial.id.hex)), ("replicate", .number(row.trial.replicate)),
              ("startedAt", .real(row.measured.startedAt)), ("trainingSeconds", .real(row.measured.trainingSeconds)),
              ("evaluationSeconds", .real(row.measured.evaluationSeconds)),
              ("cpuSeconds", .real(row.measured.cpuSeconds)), ("peakMemory", .number(row.measured.peakMemory)),
              ("host", .text(row.measured.host)),
            ])
          })
      ),
    ])
  }

  private func cells(_ row: (trial: PlannedTrial, measured: TrialMeasurements)) -> [String] {
    [
      row.trial.id.hex, String(row.trial.replicate), "\(row.measured.startedAt)", "\(row.measured.trainingSeconds)",
      "\(row.measured.evaluationSeconds)", "\(row.measured.cpuSeconds)", String(row.measured.peakMemory),
      row.measured.host,
    ]
  }
}
