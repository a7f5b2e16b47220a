import Archive
import Experiments
import Specifications

/// Prints a plan before anything is written.
struct DryRun {
  let prepared: PreparedRun
  let forecast: Forecast
  let archive: Archive?

  init(_ prepared: PreparedRun, forecast: Forecast, archive: Archive?) {
    self.prepared = prepared
    self.forecast = forecast
    self.archive = archive
  }

  func print(why: Bool, json: Bool) throws {
    let plan = prepared.plan
    if json {
      Output.print(
        JSONValue.object([
          ("schema", .number(1)), ("experiment", .text(plan.experiment.name)),
          ("configurations", .number(plan.configurations.count)), ("tuning", .number(forecast.tuning)),
          ("measurement", .number(forecast.measurement)), ("archived", .number(forecast.archived)),
          ("lackingAnswers", .number(forecast.asked)),
          ("estimatedSeconds", .real(forecast.seconds)), ("memory", .real(forecast.memory)),
        ]).text)
      return
    }
    Output.print("\(plan.experiment.name): \(plan.experiment.question.visible)")
    for configuration in plan.configurations {
      let compared = configuration.baseline.map { ", compared with configuration \($0)" } ?? ""
      Output.print("  \(configuration.index)  \(configuration.label)\(compared)")
    }
    if let tuning = plan.experiment.tuning {
      let values = tuning.values.map(\.shortText).joined(separator: ", ")
      Output.print("  tunes \(tuning.path) over \(values) on validation \(tuning.metric.rawValue)")
    }
    Output.print("\(plan.experiment.replicates.counted("replicate")); \(forecast.text)")
    if why { try printReasons() }
  }

  private func printReasons() throws {
    let archived = try archive?.archivedSpecs() ?? []
    let trials = Forecast.unique(prepared.plan.tuning.map(\.trial) + prepared.plan.measurement(choices: []))
    let finished = try archive?.finished(among: trials) ?? []
    let asked = try archive?.lackingAnswers(among: trials) ?? []
    for trial in trials where !finished.contains(trial.id) {
      if asked.contains(trial.id) {
        Output.print(
          "  \(trial.id.short)  archived, but lacks answers; asks kept weights, or trains again and compares")
        continue
      }
      Output.print("  \(trial.id.short)  new: \(try Novelty(of: trial, among: archived).text)")
    }
  }
}
