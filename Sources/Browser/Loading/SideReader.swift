import Analysis
import Archive
import Experiments
import Specifications

/// What is wrong with the sides of a comparison, in a sentence.
package struct SideError: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
}

/// No side has a number to compare: what was asked is right, and the trials have nothing to say.
package struct UnmeasuredSides: Error, Hashable, Sendable, CustomStringConvertible {
  let names: [String]

  package var description: String {
    names.count > 3
      ? "none of the \(names.count) sides has a measure"
      : names.map { "'\($0)'" }.joinedInWords() + (names.count == 1 ? " has no measure" : " have no measure")
  }
}

/// Reads the sides of a comparison by their names, each experiment once.
package struct SideReader {
  private let archive: Archive
  private var loaded: [String: LoadedExperiment] = [:]
  /// The measure of the first experiment that was named.
  package private(set) var metric: MetricChoice?

  package init(archive: Archive) { self.archive = archive }

  /// The arms of each name; single configurations name their experiment, and whole ones do where there are several.
  package mutating func sides(_ names: [String]) throws -> [[ComparedArm]] {
    let sides = try names.map { try side($0) }
    let versions = Dictionary(grouping: sides.compactMap(\.source), by: \.archived.name).mapValues {
      Set($0.map(\.archived.key))
    }
    return sides.map { side in
      guard let source = side.source, side.isSingle || versions.values.reduce(0, { $0 + $1.count }) > 1 else {
        return side.arms
      }
      let name = source.archived.name
      // Two versions have one name, and are told apart as whoever asked for them did.
      let title = versions[name, default: []].count > 1 ? source.asked : name
      return side.arms.map { $0.named("\(title): \($0.name)") }
    }
  }

  /// What one name stands for: a configuration, all of an experiment, or a trial.
  private struct Side {
    let arms: [ComparedArm]
    /// The experiment and how it was asked for; nil for a trial.
    var source: (archived: ArchivedExperiment, asked: String)?
    var isSingle = false
  }

  private mutating func side(_ name: String) throws -> Side {
    if let (experiment, number) = try configuration(name), let colon = name.lastIndex(of: ":") {
      let archived = experiment.archived
      return Side(
        arms: [
          ComparedArm(
            number, named: number.label, of: archived.name, seed: experiment.seed, seeds: experiment.seeds)
        ],
        source: (archived, String(name[..<colon])), isSingle: true)
    }
    switch try archive.subject(named: name) {
    case .experiment:
      let experiment = try experiment(name)
      return Side(arms: experiment.arms, source: (experiment.archived, name))
    case .trial(let id): return Side(arms: [try trial(id)])
    }
  }

  private mutating func experiment(_ name: String) throws -> LoadedExperiment {
    if let known = loaded[name] { return known }
    let found = try LoadedExperiment(try archive.experiment(named: name), from: archive)
    loaded[name] = found
    metric = metric ?? found.summary.metric
    return found
  }

  /// A configuration by experiment and number; nil for a name of another form.
  private mutating func configuration(_ name: String) throws -> (LoadedExperiment, ConfigurationSummary)? {
    guard let colon = name.lastIndex(of: ":") else { return nil }
    let experiment = try experiment(String(name[..<colon]))
    let number = Int(name[name.index(after: colon)...])
    guard let number, let configuration = experiment.summary.configuration(number) else {
      throw SideError(
        description: "'\(name)' names no configuration; \(experiment.archived.name) has 0 to "
          + "\(experiment.plan.configurations.count - 1)")
    }
    return (experiment, configuration)
  }

  private func trial(_ id: TrialID) throws -> ComparedArm {
    let found = try archive.trial(prefix: id.hex)
    return ComparedArm(
      trial: found.id, seed: found.seed, replicate: found.replicate,
      spec: try .archived(found.spec, file: "trial \(found.id.short)"), outcome: found.outcome, named: found.id.short)
  }

  /// The measure asked for, which any side must have; else the experiment's own, or the first there is.
  package func measure(_ asked: String?, among arms: [ComparedArm]) throws -> MeasureName {
    var seen: Set<String> = []
    let names = arms.flatMap(\.finals).filter { $0.layer.isEmpty && $0.metric.isOfNetwork }.map {
      MeasureName($0.split, $0.metric).name
    }.filter { seen.insert($0).inserted }
    guard !names.isEmpty else { throw UnmeasuredSides(names: arms.map(\.name)) }
    if let asked {
      guard let measure = MeasureName(asked), names.contains(asked) else {
        let guess = Spelling.nearest(to: asked, among: names).map { " (did you mean '\($0)'?)" } ?? ""
        throw SideError(description: "the metric is '\(asked)'\(guess); measured are \(names.joined(separator: ", "))")
      }
      return measure
    }
    let preferred = [metric.map { MeasureName($0.split, $0.name).name }, "test.error", "validation.error"]
    let name = preferred.compactMap { $0 }.first { names.contains($0) } ?? names.first
    guard let measure = name.flatMap({ MeasureName($0) }) else { throw UnmeasuredSides(names: arms.map(\.name)) }
    return measure
  }

  /// The exact comparison of two configurations, all layers and tests with it; nil for other sides.
  package mutating func pair(_ names: [String]) throws -> Comparison? {
    guard names.count == 2, let (first, left) = try configuration(names[0]),
      let (second, right) = try configuration(names[1])
    else { return nil }
    let titles = try sides(names).joined().map(\.name)
    let seeds = [first, second].map(\.seed)
    return Comparison(
      left, right, names: first.archived.key == second.archived.key ? nil : (titles[0], titles[1]),
      specs: SpecComparison(left.spec.node.beside(seed: seeds[0]), right.spec.node.beside(seed: seeds[1])),
      isPaired: seeds[0] == seeds[1], seeds: (first.seeds, second.seeds))
  }
}
