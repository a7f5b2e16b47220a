import Specifications

extension Experiment {
  /// Reads an experiment, with overrides, tier and scale in effect.
  ///
  /// Throws `SpecError` with every problem found and its place.
  package static func read(
    yaml: String, file: String, overrides: [String] = [], tier: Tier? = nil, scale: Double? = nil
  ) throws(SpecError) -> Experiment {
    let problems = Problems()
    var tree = try YAMLReader.read(yaml, file: file)
    guard case .map = tree.content else {
      throw SpecError(tree.place, "an experiment is a map, found \(tree.kind)")
    }
    var changes: [Override] = []
    for text in overrides { changes.append(try Override(text)) }
    if let tier { tree = tree.applying(tier, problems) }
    for change in changes { tree = tree.applying(change, problems) }
    if let scale { tree = tree.setting(SpecPath("scale"), to: scale.node, at: .commandLine("--scale"), problems) }
    tree = SpecNode(.map(tree.entries?.filter { $0.key != "tiers" } ?? []), place: tree.place)
    guard let experiment = read(tree, source: yaml, problems), problems.found.isEmpty else {
      throw SpecError(problems.found)
    }
    return experiment
  }

  private static func read(_ tree: SpecNode, source: String, _ problems: Problems) -> Experiment? {
    guard var map = MapReader(tree, of: "the experiment", problems) else { return nil }
    let name = map.required("name", String.self, in: Self.names)
    let question = map.required("question", String.self, in: Bounds("a sentence") { !$0.isEmpty })
    let seed = map.required("seed", Int.self, in: .atLeast(0))
    let replicates = map.required("replicates", Int.self, in: .atLeast(1))
    let metric = map.optional("metric", default: MetricChoice())
    let baseline = map.ifPresent("baseline", Baseline.self)
    let variations = map.take("vary").map { Variations.read($0, problems) } ?? Variations()
    let tuning = map.ifPresent("tune", Tuning.self)
    let tier = map.ifPresent("tier", Tier.self)
    let scale = map.optional("scale", default: 1.0, in: .positive)
    let keep = map.optional("keep", default: Keep.nothing)
    let notes = map.optional("notes", default: "")
    let trial = map.take("trial")
    if trial == nil { problems.report(tree.place, "the experiment lacks the key 'trial'") }
    map.finish()
    let template = trial ?? SpecNode(.map([]), place: tree.place)
    if let variations, let scale {
      let grid = Grid(template: template, variations: variations, scale: scale, tuning: tuning ?? nil)
      let found = grid.configurations(baseline: baseline ?? nil, problems)
      guard let name, let question, let seed, let replicates, let metric, let baseline, let tuning, let tier, let keep,
        let notes, let found
      else { return nil }
      if let tuning { check(tuning, replicates, map.place(of: "tune"), problems) }
      return Experiment(
        name: name, question: question, seed: UInt64(seed), replicates: replicates, metric: metric,
        baseline: baseline, variations: variations, tuning: tuning, tier: tier, scale: scale,
        keepsWeights: keep == .weights, notes: notes, template: template, effective: tree, source: source,
        configurations: found)
    }
    return nil
  }

  /// Names go into paths and URLs.
  private static let names = Bounds<String>("small letters, digits and hyphens, at most 64, a letter first") {
    $0.count <= 64 && $0.wholeMatch(of: /[a-z][a-z0-9-]*/) != nil
  }

  private static func check(_ tuning: Tuning, _ replicates: Int, _ place: Place, _ problems: Problems) {
    for seed in tuning.seeds where seed < replicates {
      problems.report(place, "tune.seeds has \(seed), which is one of the \(replicates) replicates that are compared")
    }
  }
}

/// What is kept beside metrics.
package enum Keep: Hashable, Sendable {
  case nothing, weights
}

extension Keep: Chosen {
  package static let noun = "thing to keep"
  package static let choices: [Choice<Keep>] = [
    Choice("nothing", .nothing, "Keeps metrics only."),
    Choice("weights", .weights, "Keeps the final weights of every trial."),
  ]
}

extension Tier: Chosen {
  package static let noun = "tier"
  package static let choices: [Choice<Tier>] = [
    Choice("look", .look, "A minute's impression: directions, no verdict."),
    Choice("standard", .standard, "The designed size."),
    Choice("full", .full, "All of it."),
  ]
}

extension Baseline: Specified {
  package static func read(_ node: SpecNode, _ problems: Problems) -> Baseline? {
    guard case .map(let entries) = node.content else {
      problems.report(node.place, "expected a map of path: value for baseline, found \(node.kind)")
      return nil
    }
    var fields: [VariedField] = []
    var within: [SpecPath] = []
    for entry in entries {
      if entry.key == "within" {
        within = ([String].read(entry.value, problems) ?? []).map { SpecPath($0) }
      } else if SpecPath(entry.key).isOfTrial {
        fields.append(VariedField(path: SpecPath(entry.key), value: entry.value))
      } else {
        problems.report(entry.place, "'\(entry.key)' is no path of the trial; it must begin with trial.")
      }
    }
    return Baseline(fields: fields, within: within)
  }

  package var node: SpecNode {
    let entries = fields.map { ($0.path.description, $0.value) }
    return .map(entries + (within.isEmpty ? [] : [("within", within.map(\.description).node)]))
  }
}

extension Tuning: Specified {
  package static func read(_ node: SpecNode, _ problems: Problems) -> Tuning? {
    guard var map = MapReader(node, of: "tune", problems) else { return nil }
    let seeds = map.required("seeds", [Int].self, in: Bounds("a list of whole numbers") { !$0.isEmpty })
    let on = map.required("on", String.self)
    let paths = (node.entries ?? []).filter { SpecPath($0.key).isOfTrial }
    guard paths.count == 1 else {
      problems.report(node.place, "tune needs one path that begins with trial., found \(paths.count)")
      return nil
    }
    let values = map.take(paths[0].key)
    map.finish()
    guard let seeds, let on, let values else { return nil }
    guard case .list(let candidates) = values.content, candidates.count > 1 else {
      problems.report(values.place, "expected a list of at least two values to choose from, found \(values.kind)")
      return nil
    }
    let allowed = Metric.allCases.map { "validation.\($0.rawValue)" }
    guard on.hasPrefix("validation."), let metric = Metric(rawValue: String(on.dropFirst(11))) else {
      problems.report(map.place(of: "on"), MapReader.unknown("measure", on, of: "tune", allowed: allowed))
      return nil
    }
    return Tuning(path: SpecPath(paths[0].key), values: candidates, seeds: seeds, metric: metric)
  }

  package var node: SpecNode {
    .map([(path.description, .list(values)), ("seeds", seeds.node), ("on", .text("validation.\(metric.rawValue)"))])
  }
}

// MARK: - Tiers and overrides

extension Place {
  static func commandLine(_ option: String) -> Place { Place(file: option, line: 0, column: 0) }
}

extension SpecNode {
  /// The tree with the fields of a tier set.
  fileprivate func applying(_ tier: Tier, _ problems: Problems) -> SpecNode {
    let place = Place.commandLine("--tier \(tier.rawValue)")
    guard let fields = node(at: SpecPath("tiers.\(tier.rawValue)")) else {
      let known = (self["tiers"]?.entries ?? []).map(\.key).joined(separator: ", ")
      problems.report(place, "the experiment has no such tier; it has: \(known.isEmpty ? "none" : known)")
      return self
    }
    guard case .map(let entries) = fields.content else {
      problems.report(fields.place, "expected a map of path: value for a tier, found \(fields.kind)")
      return self
    }
    let tiered = entries.reduce(self) { tree, entry in
      tree.setting(SpecPath(entry.key), to: entry.value, at: entry.place, problems)
    }
    return tiered.setting(SpecPath("tier"), to: .text(tier.rawValue), at: place, problems)
  }

  /// The tree after one override.
  fileprivate func applying(_ override: Override, _ problems: Problems) -> SpecNode {
    let (path, place) = (override.path, override.place)
    switch override.change {
    case .set(let value): return setting(path, to: value, at: place, problems)
    case .add(let value):
      if node(at: path) == nil { return setting(path, to: value, at: place, problems) }
      problems.report(place, "'\(path)' is there already; change it with \(path)=…")
    case .remove:
      if let without = removing(path) { return without }
      problems.report(place, "'\(path)' is not there, so it cannot be removed")
    case .sweep(let values):
      guard path.isOfTrial else {
        problems.report(place, "only paths that begin with trial. can be swept")
        return self
      }
      var vary = self["vary"] ?? SpecNode(.map([]), place: place)
      guard case .map(var entries) = vary.content else { return self }
      entries.removeAll { $0.key == path.description }
      entries.append(SpecEntry(key: path.description, value: SpecNode(.list(values), place: place), place: place))
      vary.content = .map(entries)
      return setting(SpecPath("vary"), to: vary, at: place, problems)
    }
    return self
  }
}
