import Archive
import Datasets
import Experiments
import Foundation
import NeuralNets
import Reports
import Specifications

@testable import Server

/// An archive with made-up outcomes in a folder of its own, and what serves it.
struct ServedArchive {
  let folder: URL
  let service: Service
  let gate = Gate(host: "127.0.0.1", port: 7373)

  var url: URL { folder.appending(path: "archive.sqlite") }

  /// Serves an archive that `fill` writes, and removes it afterwards; no archive without `fill`.
  static func with(
    _ fill: ((Archive) throws -> Void)? = { try Self.record($0) }, _ body: (ServedArchive) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "served-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: "archive.sqlite")
    if let fill { try fill(try Archive.open(at: url)) }
    try await body(
      ServedArchive(folder: folder, service: Service(of: url, templates: try TemplateLibrary(), version: "9.9.9")))
  }

  // MARK: Asking

  func get(
    _ target: String, _ method: WebRequest.Method = .get, host: String = "localhost:7373",
    _ fields: (String, String)...
  ) async -> WebResponse {
    await service.respond(
      to: WebRequest(
        method, target, fields: [.init("host", host)] + fields.map { WebRequest.Field($0.0, $0.1) }), through: gate)
  }

  func text(_ target: String) async -> String { String(decoding: await get(target).bytes, as: UTF8.self) }

  func json(_ target: String) async throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: Data(await get(target).bytes))
    return object as? [String: Any] ?? [:]
  }

  /// How many rows a list has in all.
  func total(_ target: String) async throws -> Int? { try await json(target)["total"] as? Int }

  // MARK: Filling

  /// A question that would be markup if anything took it for that.
  static let question = "<script>alert(1)</script> & \"quotes\" 'too' \u{202E}"

  static func yaml(_ name: String = "small", question: String = question, replicates: Int = 2) -> String {
    """
    name: \(name)
    question: \(SpecNode.quote(question))
    seed: 1
    replicates: \(replicates)
    baseline: { trial.dropout.hidden: none }
    trial:
      dataset: { name: synthetic-digits, training: 100, validation: 20, test: 20 }
      network: { mlp: { hidden: [8] } }
      optimizer: { sgd: { learningRate: 0.1 } }
      training: { batchSize: 10, epochs: 4 }
    vary:
      trial.dropout.hidden: [none, { bernoulli: { rate: 0.5 } }]
    """
  }

  static func plan(_ yaml: String) throws -> Plan {
    Plan(try Experiment.read(yaml: yaml, file: "small.yaml")) { _ in "digest" }
  }

  /// Records the plan of an experiment and so many of its trials.
  @discardableResult
  static func record(
    _ archive: Archive, yaml: String = Self.yaml(), finished: Int = .max, epochs: Int = 4,
    by finish: (PlannedTrial, Int) -> FinishedTrial = { Self.finished($0, epochs: $1) }
  ) throws -> (key: ExperimentKey, open: [PlannedTrial]) {
    let plan = try plan(yaml)
    let key = try archive.record(plan, data: plan.configurations.map { _ in "digest" })
    let trials = plan.measurement(choices: plan.configurations.map { _ in 0 })
    try archive.freeze([], trials: trials, of: key)
    for trial in trials.prefix(finished) {
      try archive.record(finish(trial, epochs), provenance: provenance)
    }
    return (key, Array(trials.dropFirst(finished)))
  }

  /// The same with a claim of so many.
  static func claiming(_ name: String = "small", replicates: Int = 2) -> String {
    yaml(name, replicates: replicates) + """

      claims:
        - id: C1
          statement: Dropout of a half lowers the error.
          source: nowhere
          contrast:
            better: { trial.dropout.hidden: { bernoulli: { rate: 0.5 } } }
            than: { trial.dropout.hidden: none }
          delta: 0.01
      """
  }

  /// One that diverged before anything was measured.
  static func diverged(_ trial: PlannedTrial) -> FinishedTrial {
    let good = finished(trial)
    return FinishedTrial(
      trial: trial,
      outcome: TrialOutcome(
        status: .diverged(epoch: 1), metrics: [], digests: good.outcome.digests, correctness: [], weights: nil),
      measurements: good.measurements)
  }

  static let provenance = Provenance(facts: [Provenance.Fact(name: "program", value: "<b>made up</b>")])

  /// Errors that fall by epoch, lower with dropout, a little different by replicate and by how much.
  static func finished(_ trial: PlannedTrial, epochs: Int = 4) -> FinishedTrial {
    let spread = 0.001 * Double(trial.replicate * (1 + trial.configuration))
    let base = 0.2 - 0.05 * Double(trial.configuration % 2) + spread
    let metrics = (1...epochs).flatMap { epoch in
      [Split.training, .validation, .test].flatMap { split in
        [
          EpochMetric(epoch: epoch, split: split, metric: .error, value: base / Double(epoch)),
          EpochMetric(epoch: epoch, split: split, metric: .loss, value: 3 * base / Double(epoch)),
        ]
      }
    }
    return FinishedTrial(
      trial: trial,
      outcome: TrialOutcome(
        status: .completed, metrics: metrics,
        digests: TrialDigests(
          batchOrder: "order \(trial.replicate)", initialWeights: [LayerDigest(layer: "hidden1", digest: "abc")],
          finalWeights: "final"),
        correctness: [1, 2, 255], weights: nil),
      measurements: TrialMeasurements(
        startedAt: 1_772_323_200, trainingSeconds: 2, evaluationSeconds: 0.5, cpuSeconds: 2.25, peakMemory: 1 << 20,
        host: "here"))
  }
}
