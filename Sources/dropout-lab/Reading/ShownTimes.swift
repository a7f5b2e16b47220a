import Analysis
import Browser
import Experiments
import Specifications
import Statistics

/// How long epochs of each configuration took: measurements of the machine, which no page and no comparison reads.
struct ShownTimes {
  private let rows: [Row]

  private struct Row {
    let label: String
    let index: Int
    /// Wall seconds of training steps over the epochs that were trained, trial by trial.
    let seconds: [Double]
    let cpuSeconds: Double
    /// The median over that of the baseline; nil for the baseline itself.
    var ratio: Double?

    var median: Double? { Sample(seconds)?.median }
  }

  init(_ loaded: LoadedExperiment) {
    let rows = loaded.summary.configurations.map { configuration -> Row in
      let trials = loaded.summary.trials.filter { $0.configuration == configuration.index }
      let measured = trials.compactMap { row -> (seconds: Double, cpu: Double)? in
        guard let time = loaded.measurements[row.trial], let outcome = loaded.evidence.outcomes[row.trial],
          let epochs = outcome.metrics.map(\.epoch).max(), epochs > 0
        else { return nil }
        return (time.trainingSeconds / Double(epochs), time.cpuSeconds)
      }
      return Row(
        label: configuration.label, index: configuration.index, seconds: measured.map(\.seconds),
        cpuSeconds: measured.reduce(0) { $0 + $1.cpu })
    }
    self.rows = rows.map { row in
      let baseline = loaded.summary.difference(of: row.index)?.baseline
      let other = rows.first { $0.index == baseline }?.median
      var row = row
      row.ratio = row.median.flatMap { own in other.flatMap { $0 > 0 ? own / $0 : nil } }
      return row
    }
  }

  /// Within so many columns of the terminal.
  func text(within columns: Int?) -> String {
    var table = TextTable(["configuration", "trials", "s per epoch", "times the baseline", "CPU s"])
    table.rows = rows.map { row in
      [
        row.label, String(row.seconds.count), row.median.map { NumberText.significant($0) } ?? "",
        row.ratio.map { NumberText.significant($0) } ?? "", NumberText.significant(row.cpuSeconds),
      ]
    }
    return table.text(within: columns)
      + "\n\nMedians over trials, of training steps alone, as the machines of the trials measured them."
  }

  var json: JSONValue {
    .list(
      rows.map { row in
        .object([
          ("index", .number(row.index)), ("trials", .number(row.seconds.count)),
          ("secondsPerEpoch", row.median.map { .real($0) } ?? .null),
          ("timesBaseline", row.ratio.map { .real($0) } ?? .null), ("cpuSeconds", .real(row.cpuSeconds)),
        ])
      })
  }
}
