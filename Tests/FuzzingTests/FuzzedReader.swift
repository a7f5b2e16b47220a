import Archive
import Browser
import Cluster
import Datasets
import Experiments
import Files
import Foundation
import Reports
import Specifications
import Training

/// Everything that reads what comes from outside, one entrance each.
///
/// Whatever the bytes are, an entrance ends, by an error of its own type or not; it never traps.
enum FuzzedReader: String, CaseIterable, Sendable {
  case spec, override, claims, csv, notebook, bibliography, template, condition
  case idx, gzip, zip, archive, record
  case checkpoint, plan, result, attempt, hosts, safetensors

  /// Reads the bytes as this kind of file.
  func read(_ bytes: [UInt8]) {
    do { try take(bytes) } catch {
      // Wording the error is a part of the work.
      Sink.swallow("\(error)")
    }
  }

  /// Reads the bytes and throws where they are refused.
  func take(_ bytes: [UInt8]) throws {
    switch self {
    case .spec, .override, .claims, .csv, .notebook, .bibliography, .template, .condition, .hosts, .plan:
      try take(text: String(decoding: bytes, as: UTF8.self), bytes)
    case .idx, .gzip: Sink.swallow(try IDXFile(parsing: bytes, named: "fuzzed").count)
    case .zip: try InFile.write(bytes) { try ZipFixture.read($0) }
    case .archive: try ExportFixture.take(bytes)
    case .record:
      let page = String(decoding: bytes, as: UTF8.self)
      Sink.swallow(PageRecord.read(from: page)?.digest(of: page) ?? "")
    case .checkpoint: Sink.swallow(try TrialFixture.trainer().take(TrainingState(bytes)) ? 1 : 0)
    case .safetensors: Sink.swallow(try Safetensors.metadata(of: bytes).count)
    case .result: Sink.swallow(try TrialFixture.result(bytes).provenance)
    case .attempt:
      let fields = [SealedFile.Field("trial", "00"), SealedFile.Field("state", "failed")]
      let sealed = SealedFile(kind: "attempt", fields: fields, body: bytes)
      try InFile.write(sealed.bytes) { Sink.swallow(try TrialAttempt($0).message) }
    }
  }

  private func take(text: String, _ bytes: [UInt8]) throws {
    switch self {
    case .spec: Sink.swallow(try Experiment.read(yaml: text, file: "fuzzed").configurations.count)
    case .override: Sink.swallow(try Self.overridden(text))
    case .claims:
      let claims = try ClaimsFile(yaml: text, file: "fuzzed")
      Sink.swallow(try TrialFixture.plan.judged(by: claims).experiment.claims.count)
    case .csv:
      let request = ImportRequest(name: "fuzzed", question: "?", factors: ["rate"], isPercent: bytes.count % 2 == 0)
      Sink.swallow(try ImportedRuns(bytes, file: "fuzzed", request: request).trials.count)
    case .notebook:
      let bound = try BoundNotebook(Notebook.read(text: text, file: "fuzzed"), files: [:], identities: ["T01"])
      try bound.checkExperiments()
    case .bibliography: Sink.swallow(try Bibliography.read(bibTeX: text, file: "fuzzed").entries.count)
    case .template: try TemplateLibrary.check(template: text, file: "fuzzed")
    case .condition:
      Sink.swallow(try Self.holds(text, QueryList.experimentFields) ? 1 : 0)
      Sink.swallow(try Self.holds(text, QueryList.trialFields) ? 1 : 0)
    case .plan:
      Sink.swallow(try FrozenRun(RunPlan(resealing: text, path: "fuzzed"), path: "fuzzed").trials.configurations.count)
    case .hosts: Sink.swallow(try SSHHosts(text: text, file: "fuzzed").hosts.count)
    case .idx, .gzip, .zip, .archive, .record, .checkpoint, .result, .attempt, .safetensors: break
    }
  }

  /// The first line is an override of the fixed experiment.
  private static func overridden(_ text: String) throws -> Int {
    _ = try Override(text)
    return try Experiment.read(yaml: TrialFixture.specification, file: "fixed", overrides: [text]).configurations.count
  }

  private static func holds(_ text: String, _ fields: QueryFields) throws -> Bool {
    let condition = try Condition.read(text, fields: fields)
    // Two rooms have a type of this name; the context tells which is meant.
    let found = [
      condition.holds { _ in .nothing }, condition.holds { _ in .number(0.5) }, condition.holds { _ in .text("none") },
      condition.holds { _ in .text("2026-01-02") }, condition.holds { _ in .words(["a", "b"]) },
    ]
    return found.contains(true)
  }
}

/// What keeps the optimiser from dropping work whose result nobody needs.
enum Sink {
  @inline(never)
  static func swallow(_ number: Int) {}
  @inline(never)
  static func swallow(_ text: String) {}
}

/// A file of its own for a reader that wants one; tests read beside each other.
enum InFile {
  static func write(_ bytes: [UInt8], _ body: (URL) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "dropout-lab-fuzzed-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    defer { unlink(url.path) }
    try body(url)
  }
}
