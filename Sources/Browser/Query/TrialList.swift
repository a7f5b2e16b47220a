import Analysis
import Archive
import Experiments
import Specifications

extension QueryList {
  /// The fields of a list of trials; `split.metric` and `trial.path` follow patterns.
  package static let trialFields = QueryFields(
    [
      QueryField("trial", .text, "the first digits of its id"),
      QueryField("id", .text, "all digits of its id"),
      QueryField("experiment", .text, "the experiment it belongs to"),
      QueryField("configuration", .number, "the number of its configuration"),
      QueryField("label", .text, "the label of its configuration"),
      QueryField("replicate", .number, "its replicate"),
      QueryField("status", .text, "completed, diverged or open", choices: ["completed", "diverged", "open"]),
      QueryField("purpose", .text, "measurement or tuning", choices: ["measurement", "tuning"]),
      QueryField("dropout", .words, "variants of dropout in use, or none"),
      QueryField("network", .text, "its kind of network"),
      QueryField("dataset", .text, "its data set"),
      QueryField("optimizer", .text, "its optimizer"),
      QueryField("seed", .written, "its seed"),
      QueryField("seconds", .number, "seconds it was trained and evaluated"),
      QueryField("date", .date, "day on which it began"),
      QueryField("starred", .text, "yes or no, whether it has a star", choices: ["yes", "no"]),
      QueryField("tags", .words, "its tags"),
      QueryField("notes", .words, "what people noted about it"),
      QueryField("curve", .text, "its error, perplexity, square or loss by epoch, as a drawing"),
      QueryField("test.error", .number, "any split.metric at its last epoch"),
      QueryField("trial.optimizer.sgd.learningRate", .written, "any path of its specification"),
    ], patterned: pattern)

  @Sendable private static func pattern(_ name: String) -> QueryField? {
    if name.hasPrefix("trial.") { return QueryField(name, .written, "a path of the specification") }
    return MeasureName(name).map { QueryField(name, .number, "\($0.split.title) \($0.metric.title)") }
  }

  /// One row per planned trial; only what the named fields need is read.
  package init(trialsIn archive: Archive, of key: ExperimentKey?, using names: [String]) throws {
    let records = try archive.trialRecords(of: key)
    var measured: [String: [TrialID: Double]] = [:]
    for name in Set(names) {
      if let measure = MeasureName(name) {
        measured[name] = try archive.lastValues(of: measure.metric, on: measure.split)
      }
    }
    let traits = names.contains(where: Self.needsSpec) ? SpecMemo(records.map(\.spec)) : SpecMemo([])
    let annotations = try archive.annotations()
    self.init(
      fields: Self.trialFields,
      rows: records.map { record in
        Row { [measured] name in
          if let values = measured[name] { return QueryValue(values[record.trial]) }
          let written = annotations[.trial(record.trial)] ?? Annotations()
          return record.value(name) ?? written.value(name) ?? traits.value(name, of: record.spec)
        }
      })
  }

  /// Which of these paths of specifications no listed trial sets, with the nearest that one does.
  ///
  /// Fields at their default are not written down, so such a path need not be wrong.
  package static func unset(
    _ names: [String], in archive: Archive, of key: ExperimentKey?
  ) throws -> [(path: String, near: String?)] {
    let asked = names.filter { $0.hasPrefix("trial.") }
    guard !asked.isEmpty else { return [] }
    let specs = Set(try archive.trialRecords(of: key).map(\.spec))
    let known = Set(specs.flatMap { SpecNode(flow: $0)?.flattened().map { "trial." + $0.path } ?? [] })
    guard !known.isEmpty else { return [] }
    return Set(asked).subtracting(known).sorted().map { ($0, Spelling.nearest(to: $0, among: known.sorted())) }
  }

  private static func needsSpec(_ name: String) -> Bool {
    name.hasPrefix("trial.") || ["dropout", "network", "dataset", "optimizer"].contains(name)
  }
}

/// A measure by its name, `validation.error`.
package struct MeasureName: Hashable, Sendable {
  package let split: Split
  package let metric: Metric

  package init?(_ name: String) {
    let parts = name.split(separator: ".")
    guard parts.count == 2, let split = Split(rawValue: String(parts[0])),
      let metric = Metric(rawValue: String(parts[1]))
    else { return nil }
    self.init(split, metric)
  }

  package init(_ split: Split, _ metric: Metric) { (self.split, self.metric) = (split, metric) }

  package var name: String { "\(split.rawValue).\(metric.rawValue)" }
}

extension Archive {
  /// The curve of a trial that lists draw; empty where nothing was measured twice.
  package func drawnCurve(of trial: TrialID) throws(ArchiveError) -> [Double] {
    for metric in Metric.drawn {
      let found = try curve(of: metric, of: trial, on: [.validation, .test, .training])
      if found.count > 1 { return found }
    }
    return []
  }
}

extension Metric {
  /// The measures of a trial's curves, the one that says most first.
  package static let drawn: [Metric] = [.error, .perplexity, .meanSquare, .loss]
}

extension TrialRecord {
  /// What is known without its specification and its metrics; nil for other fields.
  fileprivate func value(_ name: String) -> QueryValue? {
    switch name {
    case "trial": .text(trial.short)
    case "id": .text(trial.hex)
    case "experiment": .text(experiment)
    case "configuration": .number(Double(configuration))
    case "label": .text(label)
    case "replicate": .number(Double(replicate))
    case "status": .text(status)
    case "purpose": .text(isTuning ? "tuning" : "measurement")
    case "seed": seed.isEmpty ? .nothing : .text(seed)
    case "seconds": QueryValue(seconds)
    case "date": startedAt.map { .text(DateText.day($0)) } ?? .nothing
    default: nil
    }
  }
}

/// Specifications that many trials share, each read once.
private struct SpecMemo: Sendable {
  private let known: [String: (traits: SpecTraits, fields: [String: String])]

  init(_ specs: [String]) {
    var known: [String: (traits: SpecTraits, fields: [String: String])] = [:]
    for spec in Set(specs) where !spec.isEmpty {
      guard let node = SpecNode(flow: spec) else { continue }
      known[spec] = (SpecTraits(node), Dictionary(node.flattened().map { ($0.path, $0.value) }) { $1 })
    }
    self.known = known
  }

  func value(_ name: String, of spec: String) -> QueryValue {
    guard let found = known[spec] else { return .nothing }
    switch name {
    case "dropout": return .words(found.traits.dropout)
    case "network": return .text(found.traits.network)
    case "dataset": return .text(found.traits.dataset)
    case "optimizer": return .text(found.traits.optimizer)
    default: return found.fields[String(name.dropFirst("trial.".count))].map { .text($0) } ?? .nothing
    }
  }
}
