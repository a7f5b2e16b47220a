import Analysis
import Experiments
import Foundation
import Specifications
import Training

/// Events as JSON Lines on stdout, each with a `schema` number.
struct JSONRecorder: RunRecorder {
  static let schema = 1

  func began(_ stage: String, trials: [PlannedTrial], costs: [Double]) {
    emit("planned", [("stage", .text(stage)), ("trials", .number(trials.count))])
  }

  func heard(_ event: SchedulerEvent, recordedIn seconds: Double?) {
    switch event {
    case .started(let trial): emit("started", Self.fields(trial))
    case .epoch(let trial, let progress):
      emit(
        "epoch",
        Self.fields(trial) + [
          ("epoch", .number(progress.epoch)), ("epochs", .number(progress.epochs)),
          ("trainingLoss", .real(progress.trainingLoss)),
          ("validation", progress.validation.map { .text($0.metric.rawValue) } ?? .null),
          ("validationValue", progress.validation.map { .real($0.value) } ?? .null),
        ])
    case .finished(let finished):
      emit(
        "finished",
        Self.fields(finished.trial) + [("status", .text(finished.outcome.status.words))]
          + (seconds.map { [("recordSeconds", .real($0))] } ?? []))
    case .unfinished(let unfinished):
      emit("unfinished", Self.fields(unfinished.trial) + [("reason", .text(unfinished.words))])
    }
  }

  func said(_ text: String) { emit("message", [("text", .text(text))]) }
  func wrote(_ path: String) { emit("written", [("file", .text(path))]) }
  func ended() {}

  private static func fields(_ trial: PlannedTrial) -> [(String, JSONValue)] {
    [
      ("trial", .text(trial.id.hex)), ("configuration", .number(trial.configuration)),
      ("replicate", .number(trial.replicate)),
      ("purpose", .text(trial.purpose == .tuning ? "tuning" : "measurement")),
    ]
  }

  private func emit(_ event: String, _ fields: [(String, JSONValue)]) {
    let object = JSONValue.object([("schema", .number(Self.schema)), ("event", .text(event))] + fields)
    Output.emit(line: object.text)
  }
}
