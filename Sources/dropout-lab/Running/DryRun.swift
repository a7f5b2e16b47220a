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
    if json { return Output.print(try object(why: why).text) }
    let plan = prepared.plan
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

  private func object(why: Bool) throws -> JSONValue {
    let plan = prepared.plan
    return .object(
      [
        ("schema", .number(1)), ("experiment", .text(plan.experiment.name)),
        ("configurations", .number(plan.configurations.count)), ("tuning", .number(forecast.tuning)),
        ("measurement", .number(forecast.measurement)), ("archived", .number(forecast.archived)),
        ("lackingAnswers", .number(forecast.asked.count)),
        ("estimatedSeconds", .real(forecast.seconds)), ("memory", .real(forecast.memory)),
      ] + (why ? [("reasons", .list(try reasons().map(Self.object)))] : []))
  }

  private static func object(_ reason: Reason) -> JSONValue {
    .object([("trial", .text(reason.trial.hex)), ("reason", .text(reason.text))])
  }

  // MARK: Why

  private typealias Reason = (trial: TrialID, text: String)

  /// Why each trial is to be trained whose identity is known by now.
  private func reasons() throws -> [Reason] {
    let known = try KnownSpecs(try archive?.archivedSpecs() ?? [])
    return try forecast.known.map { trial in
      let isAsked = forecast.asked.contains(trial.id)
      let text = isAsked ? Self.asked : "new: \(try known.novelty(of: trial).text)"
      return (trial.id, text)
    }
  }

  private static let asked = "archived, but lacks answers; asks kept weights, or trains again and compares"

  private func printReasons() throws {
    for reason in try reasons() { Output.print("  \(reason.trial.short)  \(reason.text)") }
    if !forecast.isTuned {
      Output.print("  the \(forecast.measurement.counted("trial")) to compare depend on what tuning chooses")
    }
  }
}
