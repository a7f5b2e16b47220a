import Datasets
import NeuralNets
import Specifications

extension Experiment {
  /// Reads an experiment, with overrides, tier and scale in effect.
  ///
  /// `source` is the file's text where `yaml` is what came of it and was archived: then it is taken as it is where no trial
  /// depends on it, and so is what earlier versions took. Throws `SpecError` with every problem and its place.
  package static func read(
    yaml: String, file: String, overrides: [String] = [], tier: Tier? = nil, scale: Double? = nil,
    source: String? = nil
  ) throws(SpecError) -> Experiment {
    let problems = Problems(takingOlder: source != nil)
    let document = try YAMLReader.read(yaml, file: file, problems)
    guard case .map = document.content else {
      throw SpecError(
        problems.found + [Problem(place: document.place, message: "an experiment is a map, found \(document.kind)")])
    }
    var changes = SpecChanges(document, problems)
    changes.apply(tier: tier)
    for text in overrides { changes.apply(override: text) }
    if let scale { changes.apply(scale: scale) }
    let experiment = read(changes.effective, source: source ?? yaml, problems)
    changes.checkThatAllMatter()
    if source == nil { WrittenTrial(of: changes.effective).check(problems) }
    checkTiers(of: document, source: yaml, problems)
    guard let experiment, problems.found.isEmpty else { throw SpecError(problems.found) }
    return experiment
  }

  /// Reads every tier of the file, so that a mistake in one shows before it is asked for.
  private static func checkTiers(of document: SpecNode, source: String, _ problems: Problems) {
    guard let tiers = document["tiers"] else { return }
    guard case .map(let entries) = tiers.content else {
      problems.report(tiers.place, "expected a map of tiers for tiers, found \(tiers.kind)")
      return
    }
    let names = Tier.allCases.map(\.rawValue)
    for entry in entries {
      guard let tier = Tier(rawValue: entry.key) else {
        problems.report(entry.place, MapReader.unknown("tier", entry.key, of: "tiers", allowed: names))
        continue
      }
      var changes = SpecChanges(document, problems)
      changes.apply(tier: tier)
      _ = read(changes.effective, source: source, problems)
      changes.checkThatAllMatter()
    }
  }

  static func read(_ tree: SpecNode, source: String, _ problems: Problems) -> Experiment? {
    guard var map = MapReader(tree, of: "the experiment", problems) else { return nil }
    let name = map.required("name", String.self, in: Self.names)
    let question = map.required("question", String.self, in: Bounds("a sentence") { !$0.isEmpty })
    let seed = map.required("seed", Int.self, in: .atLeast(0))
    let replicates = map.required("replicates", Int.self, in: Self.replicateNumbers)
    let metric = map.optional("metric", default: MetricChoice())
    let baseline = map.ifPresent("baseline", Baseline.self)
    let varied = map.take("vary", allowed: "paths of the trial with lists; grid, zip, list, exclude")
    let variations = varied.map { Variations.read($0, problems) } ?? Variations()
    let tuning = map.ifPresent("tune", Tuning.self)
    let tier = map.ifPresent("tier", Tier.self)
    let scale = map.optional("scale", default: 1.0, in: Self.scales)
    let keep = map.optional("keep", default: Keep.nothing)
    let gate = map.ifPresent(
      "gate", Gate.self,
      absent:
        "{ trainingError: { below: \(Gate.standard.shortestDecimal) } } unless given where all answers are classes, "
        + "otherwise none")
    let inference = map.optional("inference", default: InferencePlan())
    let probes = map.optional("probes", default: ProbePlan())
    let extensionTo = map.ifPresent("extension", Int.self, in: replicateNumbers)
    // Only the archive writes it, so it is not offered where another key is misspelt.
    let imported = map.has("import") ? map.ifPresent("import", ImportSource.self) : .some(nil)
    let listed = map.take("claims", allowed: "a list, each the block claim")
    _ = map.take("tiers", allowed: "what look, standard or full change, as paths with values")
    let notes = map.optional("notes", default: "")
    let template =
      map.take("trial", allowed: "the block trial", isRequired: true) ?? SpecNode(.map([]), place: tree.place)
    if !map.has("trial") { problems.report(tree.place, "the experiment lacks the key 'trial'") }
    map.finish()
    guard let variations, let scale, map.has("trial") else { return nil }
    let grid = Grid(
      template: template, variations: variations, scale: scale, tuning: tuning ?? nil, takesOlder: problems.takesOlder,
      limit: TrialLimit(replicates: replicates ?? 1, tuning: tuning ?? nil, place: map.place))
    let found = grid.configurations(baseline: baseline ?? nil, problems)
    guard let name, let question, let seed, let replicates, let metric, let baseline, let tuning, let tier, let keep,
      let gate, let inference, let probes, let extensionTo, let imported, let notes, let found
    else { return nil }
    let reader = ClaimReader(
      configurations: found, metric: metric, inference: inference, probes: probes, problems: problems,
      finder: SpecFinder(grid, trees: found.map(\.tree), specs: found.map(\.spec)))
    guard let claims = reader.claims(listed) else { return nil }
    let experiment = Experiment(
      name: name, question: question, seed: UInt64(seed), replicates: replicates, metric: metric,
      baseline: baseline, variations: variations, tuning: tuning, tier: tier, scale: scale,
      keepsWeights: keep == .weights, gate: gate ?? Self.gate(of: found), inference: inference, probes: probes,
      claims: claims, extensionTo: extensionTo, imported: imported, notes: notes, template: template, effective: tree,
      source: source,
      configurations: found)
    return experiment.isConsistent(map, problems) ? experiment : nil
  }

  /// Classes must have been learned; a language or a regression has no error that says so.
  private static func gate(of configurations: [Configuration]) -> Gate {
    configurations.allSatisfy { $0.spec.answerKind == .classes && $0.spec.imported == nil }
      ? .trainingError(Gate.standard) : .none
  }

  /// Names go into paths and URLs, and `latest` stands for another experiment.
  private static let names = Bounds<String>("small letters, digits and hyphens, at most 64, not 'latest'") {
    $0.count <= 64 && $0 != "latest" && $0.wholeMatch(of: /[a-z0-9][a-z0-9-]*/) != nil
  }
  private static let replicateNumbers = Bounds<Int>("a whole number from 1 to 10000") { (1...10_000).contains($0) }
  private static let scales = Bounds<Double>("a number above 0, at most 1000") { $0 > 0 && $0 <= 1000 }
}

// MARK: - What each part allows but the whole does not

extension Experiment {
  private func isConsistent(_ map: MapReader, _ problems: Problems) -> Bool {
    let before = problems.found.count
    checkImport(map.place(of: "import"), problems)
    checkMetric(map.place(of: "metric"), problems)
    if let tuning { check(tuning, map.place(of: "tune"), problems) }
    inference.check(against: configurations.map(\.spec), map.place(of: "inference"), problems)
    if let extensionTo, extensionTo < replicates {
      problems.report(
        map.place(of: "extension"), "extension is \(extensionTo), fewer than the \(replicates) replicates to begin with"
      )
    }
    probes.check(against: configurations.map(\.spec), problems)
    TrialLimit(replicates: replicates, tuning: tuning, place: map.place).check(configurations.count, problems)
    return problems.found.count == before
  }

  private func checkMetric(_ place: Place, _ problems: Problems) {
    let specs = configurations.map(\.spec)
    if imported != nil {
      let misfit = specs.compactMap { $0.imported?.misfit(of: metric.name, on: metric.split) }.first
      if let misfit { problems.report(place, misfit) }
      return
    }
    switch metric.split {
    case .training: break
    case .validation:
      if specs.contains(where: { $0.dataset.validation == 0 }) {
        problems.report(place, "metric is read on validation, but dataset.validation is 0")
      }
    case .test:
      if specs.contains(where: { $0.dataset.test == 0 || $0.training.evaluate.test == .never }) {
        problems.report(place, "metric is read on test, but dataset.test is 0 or evaluate.test is never")
      }
    }
    if metric.at == .bestValidation, specs.contains(where: { $0.dataset.validation == 0 }) {
      problems.report(place, "metric is read at bestValidation, but dataset.validation is 0")
    }
    if let message = misfit(of: metric.name) { problems.report(place, "metric is \(metric.name), but \(message)") }
  }

  private func check(_ tuning: Tuning, _ place: Place, _ problems: Problems) {
    let specs = configurations.map(\.spec)
    for seed in tuning.seeds where seed < replicates {
      problems.report(place, "tune.seeds has \(seed), which is one of the \(replicates) replicates that are compared")
    }
    if let extensionTo {
      for seed in tuning.seeds where (replicates..<max(replicates, extensionTo)).contains(seed) {
        problems.reportNewly(
          place, "tune.seeds has \(seed), which is one of the \(extensionTo) replicates of the extension")
      }
    }
    if specs.contains(where: { $0.dataset.validation == 0 }) {
      problems.report(place, "tune chooses on validation, but dataset.validation is 0")
    }
    if let message = misfit(of: tuning.metric) {
      problems.report(place, "tune chooses by \(tuning.metric), but \(message)")
    }
  }

  /// Why some configuration does not measure a metric, and which all measure; nil when all do.
  private func misfit(of metric: Metric) -> String? {
    let specs = configurations.map(\.spec)
    func has(_ metric: Metric, _ spec: TrialSpec) -> Bool { spec.answerKind.has(metric, under: spec.loss) }
    guard let without = specs.first(where: { !has(metric, $0) }) else { return nil }
    let common = Metric.allCases.filter { metric in metric.isOfNetwork && specs.allSatisfy { has(metric, $0) } }
    return "\(without.loss.name) on \(without.answerKind.title) does not measure it; use "
      + common.map(\.rawValue).joined(separator: ", ")
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
