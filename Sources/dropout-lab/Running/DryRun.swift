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
      Swift.print(
        JSONValue.object([
          ("schema", .number(1)), ("experiment", .text(plan.experiment.name)),
          ("configurations", .number(plan.configurations.count)), ("tuning", .number(forecast.tuning)),
          ("measurement", .number(forecast.measurement)), ("archived", .number(forecast.archived)),
          ("estimatedSeconds", .real(forecast.seconds)), ("memory", .real(forecast.memory)),
        ]).text)
      return
    }
    Swift.print("\(plan.experiment.name): \(plan.experiment.question)")
    for configuration in plan.configurations {
      let compared = configuration.baseline.map { ", compared with configuration \($0)" } ?? ""
      Swift.print("  \(configuration.index)  \(configuration.label)\(compared)")
    }
    if let tuning = plan.experiment.tuning {
      let values = tuning.values.map(\.shortText).joined(separator: ", ")
      Swift.print("  tunes \(tuning.path) over \(values) on validation \(tuning.metric.rawValue)")
    }
    Swift.print("\(plan.experiment.replicates) replicates; \(forecast.text)")
    if why { try printReasons() }
  }

  private func printReasons() throws {
    let archived = try archive?.archivedSpecs() ?? []
    let trials = Forecast.unique(prepared.plan.tuning.map(\.trial) + prepared.plan.measurement(choices: []))
    let finished = try archive?.finished(among: trials) ?? []
    for trial in trials where !finished.contains(trial.id) {
      Swift.print("  \(trial.id.short)  \(Novelty(of: trial, among: archived).text)")
    }
  }
}

/// Which fields make a trial differ from the nearest archived one.
struct Novelty {
  let fields: [String]
  let nearest: TrialID?

  init(of trial: PlannedTrial, among archived: [(id: TrialID, spec: String, replicate: Int)]) {
    let own = Self.leaves(trial.spec.node)
    var best: (id: TrialID, fields: [String])?
    for candidate in archived {
      guard let tree = Result(catching: { try YAMLReader.read(candidate.spec, file: "archive") }).value else {
        continue
      }
      let other = Self.leaves(tree)
      var differing = Set(own.keys).union(other.keys).filter { own[$0] != other[$0] }.sorted()
      if candidate.replicate != trial.replicate { differing.append("replicate") }
      if differing.count < best?.fields.count ?? .max { best = (candidate.id, differing) }
    }
    fields = best?.fields ?? []
    nearest = best?.id
  }

  var text: String {
    guard let nearest else { return "new: the archive is empty" }
    if fields.isEmpty { return "new: like \(nearest.short), but another seed, data or engine version" }
    return "new: differs from \(nearest.short) in \(fields.joined(separator: ", "))"
  }

  private static func leaves(_ node: SpecNode, path: String = "trial") -> [String: String] {
    guard let entries = node.entries, !entries.isEmpty else { return [path: node.flow] }
    return entries.reduce(into: [:]) { leaves, entry in
      leaves.merge(Self.leaves(entry.value, path: "\(path).\(entry.key)")) { first, _ in first }
    }
  }
}

extension Result {
  fileprivate var value: Success? {
    switch self {
    case .success(let value): value
    case .failure: nil
    }
  }
}
