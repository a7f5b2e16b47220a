import Analysis
import Archive
import ArgumentParser
import Browser
import Experiments
import Foundation
import Reports
import Specifications

/// What differs between two archives, experiment by experiment.
struct ArchiveDifference {
  let left: String
  let right: String
  let experiments: [ExperimentDifference]

  var isNothing: Bool { experiments.allSatisfy(\.changes.isEmpty) }

  /// Compares the newest version of every experiment of two archives, or of one; or two experiments of the results.
  init(left: String, right: String, experiment: String?, claims: ClaimsOptions, results: ResultsOptions) throws {
    self.left = left
    self.right = right
    let file = try claims.claims()
    let one = try Self.experiment(left, results, file)
    let other = try Self.experiment(right, results, file)
    let builder = ReportBuilder(
      templates: try TemplateLibrary(), singleFile: false, linksHome: false, version: ProvenanceCollector.version)
    if let one, let other {
      if experiment != nil { throw ValidationError("--experiment goes with archives; '\(left)' names one itself") }
      experiments = [
        ExperimentDifference(try DifferingSide(one, builder: builder), try DifferingSide(other, builder: builder))
      ]
      return
    }
    let named = one ?? other
    let name = experiment ?? named?.archived.name
    let before = try one.map { [$0] } ?? Self.load(left, name, file)
    let after = try other.map { [$0] } ?? Self.load(right, name, file)
    if let name, before.isEmpty, after.isEmpty { throw ArchiveError.unknown(name: name, near: nil) }
    let names = Set((before + after).map(\.archived.name)).sorted()
    experiments = try names.compactMap { name in
      let pair = (before.first { $0.archived.name == name }, after.first { $0.archived.name == name })
      switch pair {
      case (let one?, let other?):
        return ExperimentDifference(
          try DifferingSide(one, builder: builder), try DifferingSide(other, builder: builder))
      case (let one?, nil): return ExperimentDifference(only: name, isLeft: true, trials: Self.finished(one))
      case (nil, let other?): return ExperimentDifference(only: name, isLeft: false, trials: Self.finished(other))
      case (nil, nil): return nil
      }
    }
  }

  /// The experiment of the results that a side names; nil where it is the path of something.
  private static func experiment(
    _ side: String, _ results: ResultsOptions, _ claims: ClaimsFile?
  ) throws -> LoadedExperiment? {
    let manager = FileManager.default
    guard !manager.fileExists(atPath: side), !side.contains("/"), manager.fileExists(atPath: results.archive.path)
    else { return nil }
    return try Archive.untouched(at: results.archive) { archive in
      let archived = try archive.chosenExperiment(side)
      return try LoadedExperiment(archived, from: archive, claims: claims?.isFor(archived.name) == true ? claims : nil)
    }
  }

  /// The newest versions of all experiments of an archive, or of one, if it is there.
  private static func load(_ path: String, _ name: String?, _ claims: ClaimsFile?) throws -> [LoadedExperiment] {
    try Archive.untouched(at: archive(at: path)) { archive in
      guard let name else { return try LoadedExperiment.all(in: archive, claims: claims) }
      do {
        return [try LoadedExperiment(try archive.experiment(named: name), from: archive, claims: claims)]
      } catch ArchiveError.unknown {
        return []
      }
    }
  }

  private static func finished(_ loaded: LoadedExperiment) -> Int {
    loaded.summary.counts.completed + loaded.summary.counts.diverged
  }

  /// An archive itself, or the one in a results folder.
  private static func archive(at path: String) throws(ArchiveError) -> URL {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let url = isFolder.boolValue ? URL(filePath: path).appending(path: "archive.sqlite") : URL(filePath: path)
    guard isThere, FileManager.default.fileExists(atPath: url.path) else { throw .missing(path: url.path) }
    return Archive.behindLinks(url)
  }

  // MARK: For people

  var text: String {
    var lines: [String] = []
    for experiment in experiments {
      lines.append("\(experiment.name): \(Self.summary(experiment))")
      lines += Self.lines(of: experiment.changes)
    }
    return (["A  \(left)", "B  \(right)", ""] + lines).joined(separator: "\n")
  }

  /// Trials that one side has alone are counted where a person would not read them one by one.
  private static func lines(of changes: [ExperimentDifference.Change]) -> [String] {
    let alone = [\ExperimentDifference.Change.right, \.left].map { missing in
      changes.filter { $0.kind == .trial && $0[keyPath: missing] == nil }
    }
    let counted = Set(alone.filter { $0.count > most }.joined())
    let single = changes.filter { !counted.contains($0) }.flatMap { change in
      [
        "  \(change.kind.rawValue): \(change.what)", "    A  \(short(change.left))", "    B  \(short(change.right))",
      ]
    }
    let counts = zip(["A", "B"], alone).filter { $1.count > most }
    return single + counts.map { "  trials: \($1.count) that \($0) alone has; --json names them" }
  }

  /// Trials of one side that are named one by one.
  private static let most = 10

  private static func summary(_ experiment: ExperimentDifference) -> String {
    let trials = "\(experiment.sameTrials) trials are the same"
    if experiment.changes.isEmpty { return "nothing differs; \(trials)" }
    let count = experiment.changes.count
    return "\(count) \(count == 1 ? "thing differs" : "things differ"); \(trials)"
  }

  private static func short(_ text: String?) -> String {
    guard let text else { return "–" }
    if text.count == 64, text.allSatisfy(\.isHexDigit) { return "\(text.prefix(12))…" }
    return text
  }

  // MARK: For machines

  var json: JSONValue {
    .object([
      ("schema", .number(1)), ("left", .text(left)), ("right", .text(right)), ("same", .bool(isNothing)),
      (
        "experiments",
        .list(
          experiments.map { experiment in
            .object([
              ("name", .text(experiment.name)), ("sameTrials", .number(experiment.sameTrials)),
              ("changes", .list(experiment.changes.map(Self.json))),
            ])
          })
      ),
    ])
  }

  private static func json(_ change: ExperimentDifference.Change) -> JSONValue {
    .object([
      ("kind", .text(change.kind.rawValue)), ("what", .text(change.what)),
      ("left", change.left.map { .text($0) } ?? .null), ("right", change.right.map { .text($0) } ?? .null),
    ])
  }
}
