import Archive
import Datasets
import Experiments
import Reports
import Specifications

/// Says what a notebook would train and why, before anything is written.
struct NotebookDryRun {
  let session: NotebookSession
  let archive: Archive?

  func print(why: Bool, json: Bool) throws {
    let archived = try archive?.archivedSpecs() ?? []
    let known = try KnownSpecs(archived)
    var lines: [JSONValue] = []
    for experiment in session.bound.experiments {
      if let source = experiment.archive, case .success = experiment.reading {
        lines.append(.object([("experiment", .text(experiment.name)), ("archive", .text(source.archive.path))]))
        if !json { Swift.print("\(experiment.name): as archived in \(source.archive.path)") }
        continue
      }
      switch try look(experiment) {
      case .failure(let message):
        if json { lines.append(.object([("experiment", .text(experiment.name)), ("error", .text(message))])) }
        if !json { Output.print("\(experiment.name): \(message)") }
      case .success(let (prepared, forecast)):
        let reasons = try reasons(forecast, known)
        lines.append(Self.json(experiment.name, forecast, reasons))
        if !json { Self.print(experiment.name, prepared, forecast, reasons, all: why) }
      }
    }
    if json { Output.print(JSONValue.object([("schema", .number(1)), ("experiments", .list(lines))]).text) }
  }

  private enum Look {
    case success((PreparedRun, Forecast)), failure(String)
  }

  private func look(_ experiment: BoundExperiment) throws -> Look {
    do {
      let prepared = try PreparedRun(try experiment.reading.get(), store: session.store)
      return .success((prepared, try Forecast(prepared, archive: archive, jobs: session.settings.jobs)))
    } catch let error as SpecError {
      return .failure("\(error)")
    } catch let error as DatasetError {
      return .failure("\(error)")
    }
  }

  /// What makes the missing trials new: the reason of each configuration's first, with how many configurations share it.
  private func reasons(_ forecast: Forecast, _ known: KnownSpecs) throws -> [(text: String, configurations: Int)] {
    var seen: Set<Int> = []
    var reasons: [(text: String, configurations: Int)] = []
    for trial in forecast.known where seen.insert(trial.configuration).inserted {
      let text = try known.novelty(of: trial).reason
      if let index = reasons.firstIndex(where: { $0.text == text }) {
        reasons[index].configurations += 1
      } else {
        reasons.append((text, 1))
      }
    }
    return reasons
  }

  private static func print(
    _ name: String, _ prepared: PreparedRun, _ forecast: Forecast, _ reasons: [(text: String, configurations: Int)],
    all: Bool
  ) {
    Output.print("\(name): \(forecast.text)")
    let shown = all ? reasons : Array(reasons.prefix(3))
    for reason in shown {
      let count = reason.configurations
      Output.print("  \(count) \(count == 1 ? "configuration" : "configurations"): \(reason.text)")
    }
    if shown.count < reasons.count {
      Output.print("  and \((reasons.count - shown.count).counted("more reason")); see --why")
    }
    guard all else { return }
    for configuration in prepared.plan.configurations {
      Output.print("  \(configuration.index)  \(configuration.label)")
    }
  }

  private static func json(
    _ name: String, _ forecast: Forecast, _ reasons: [(text: String, configurations: Int)]
  ) -> JSONValue {
    .object([
      ("experiment", .text(name)), ("toTrain", .number(forecast.tuning + forecast.measurement)),
      ("archived", .number(forecast.archived)), ("estimatedSeconds", .real(forecast.seconds)),
      (
        "reasons",
        .list(
          reasons.map { .object([("reason", .text($0.text)), ("configurations", .number($0.configurations))]) })
      ),
    ])
  }
}
