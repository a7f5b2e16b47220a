import Datasets
import Specifications

// An arm is written as
//   { path: value, … }           the one configuration with these values
//   [{ … }, { … }]               the mean of several
//   { mean: { path: value } }    the mean of all that have these values
//   { best: [{ … }, { … }] }     the one that validation chooses
//   { best: […], by: MEASURE }   at each replicate the one that a measure chooses
//   { bag: [{ … }, { … }] }      their predictions averaged
//   { vertex: { along: path, of: { path: value } } }   the level of a path that is best of all that have these values
// and `measure:` within a map overrides what is measured of it.

extension ClaimReader {
  /// Reads an arm under a key that must be there; nil after reporting.
  func arm(_ map: inout MapReader, _ key: String, _ measure: Measure, takesAll: Bool = false) -> ClaimArm? {
    guard let node = map.take(key) else {
      problems.report(map.place, "\(map.noun) lacks the key '\(key)'")
      return nil
    }
    return arm(node, measure, takesAll: takesAll)
  }

  /// Reads a list of arms under a key that must be there; nil after reporting.
  func arms(_ map: inout MapReader, _ key: String, atLeast least: Int, _ measure: Measure) -> [ClaimArm]? {
    guard let node = map.take(key), case .list(let items) = node.content, items.count >= least else {
      problems.report(map.place(of: key), "\(map.noun) needs a list of at least \(least) arms under '\(key)'")
      return nil
    }
    let arms = items.map { arm($0, measure) }
    let found = arms.compactMap { $0 }
    guard found.count == arms.count else { return nil }
    var seen: Set<ClaimArm> = []
    for (item, arm) in zip(items, found) where !seen.insert(arm).inserted {
      problems.report(item.place, "\(labels(arm.configurations)) stands twice under '\(key)'")
      return nil
    }
    return found
  }

  private func arm(_ node: SpecNode, _ measure: Measure, takesAll: Bool = false) -> ClaimArm? {
    if case .list = node.content { return arm(of: node, .mean, measure) }
    if let entries = node.entries, entries.contains(where: { $0.key == "best" }) { return best(node, measure) }
    if let entries = node.entries, entries.count == 1 {
      if entries[0].key == "mean" { return arm(of: entries[0].value, .mean, measure) }
      if entries[0].key == "bag" { return arm(of: entries[0].value, .bag, measure) }
      if entries[0].key == "vertex" { return vertex(entries[0].value, measure) }
    }
    return terms(node, measure, takesAll: takesAll).map { ClaimArm($0) }
  }

  /// Several configurations: those of a list, one each, or all that one map of fields names.
  func arm(of node: SpecNode, _ rule: ArmRule, _ measure: Measure) -> ClaimArm? {
    let terms: [ArmTerm]
    if case .list(let items) = node.content {
      let found = items.map { self.terms($0, measure) }
      guard !found.contains(nil) else { return nil }
      terms = found.compactMap { $0 }.flatMap { $0 }
    } else {
      guard let found = self.terms(node, measure, takesAll: true) else { return nil }
      terms = found
    }
    guard terms.count > 1, Set(terms).count == terms.count else {
      problems.report(node.place, "this needs at least two different configurations, found \(terms.count)")
      return nil
    }
    let unchosen = terms.map { configurations[$0.configuration] }.first { !$0.spec.hasValidation }
    if rule == .bestOnValidation, let unchosen {
      problems.report(node.place, "best is chosen on validation, but '\(unchosen.label)' has none")
      return nil
    }
    if rule == .bag, Set(terms.map(\.measure)).count > 1 || !terms[0].measure.isOfPredictions {
      problems.report(
        node.place, "a bag averages predictions; its measure must be one statistic of a predictions probe")
      return nil
    }
    return ClaimArm(terms, rule: rule)
  }

  /// All configurations with these fields, in the order of the number that stands at a path; nil after reporting.
  private func vertex(_ node: SpecNode, _ measure: Measure) -> ClaimArm? {
    guard var map = MapReader(node, of: "vertex", problems) else { return nil }
    let along = map.required("along", String.self)
    guard let of = map.take("of") else {
      problems.report(map.place, "vertex lacks the key 'of'")
      return nil
    }
    map.finish()
    guard let along, let terms = terms(of, measure, takesAll: true) else { return nil }
    let path = SpecPath(along)
    let levels = terms.map { term in
      path.isOfTrial
        ? configurations[term.configuration].spec.node.node(at: path.tail)?.plainText.flatMap(Double.init) : nil
    }
    let ordered = zip(levels, terms).compactMap { level, term in level.map { ($0, term) } }.sorted { $0.0 < $1.0 }
    let known = ordered.map(\.0)
    guard known.count == terms.count, known.count >= 3, known.allSatisfy({ $0 > 0 }), Set(known).count == known.count
    else {
      problems.report(
        node.place, "a vertex needs at least three configurations with different numbers above 0 at '\(along)'")
      return nil
    }
    guard terms.allSatisfy({ $0.measure.betterEnd != nil }) else {
      problems.report(node.place, "a vertex is where a measure is best, but neither end of this one is")
      return nil
    }
    return ClaimArm(ordered.map(\.1), rule: .vertex(path: along, levels: known))
  }

  /// The configurations with these fields: exactly one unless all are taken; nil after reporting.
  private func terms(_ node: SpecNode, _ measure: Measure, takesAll: Bool = false) -> [ArmTerm]? {
    guard case .map(let entries) = node.content else {
      problems.report(node.place, "expected a map of path: value for an arm, found \(node.kind)")
      return nil
    }
    var own = measure
    var fields: [VariedField] = []
    for entry in entries {
      if entry.key == "measure" {
        guard let read = Measure.read(entry.value, standard: metric, bank: inference.bank, probes: probes, problems)
        else { return nil }
        own = read
      } else if SpecPath(entry.key).isOfTrial {
        fields.append(VariedField(path: SpecPath(entry.key), value: entry.value, place: entry.place))
      } else if let excess = SpecPath(entry.key).excess {
        problems.report(entry.place, excess)
        return nil
      } else {
        let near = pathLike(entry.key, entry.value, entry.place).map { " (did you mean '\($0)'?)" } ?? ""
        problems.report(entry.place, "'\(entry.key)' is no path of the trial\(near); it must begin with trial.")
        return nil
      }
    }
    guard let found = matching(fields, at: node.place, takesAll: takesAll) else { return nil }
    for index in found {
      let spec = configurations[index].spec
      guard let misfit = own.misfit(with: spec, inference: inference, probes: probes) else { continue }
      problems.report(node.place, "'\(configurations[index].label)' does not have what is measured: \(misfit)")
      return nil
    }
    return found.map { ArmTerm(configuration: $0, measure: own) }
  }

  /// The path meant by a key without its beginning, such as a factor of imported runs; nil where none takes the value.
  private func pathLike(_ key: String, _ value: SpecNode, _ place: Place) -> String? {
    ["trial.", "trial.imported."].map { $0 + key }.first { path in
      finder.spec(of: 0, with: [VariedField(path: SpecPath(path), value: value, place: place)], Problems()) != nil
    }
  }

  private func matching(_ fields: [VariedField], at place: Place, takesAll: Bool) -> [Int]? {
    guard let found = finder.find(fields) else {
      _ = finder.spec(of: 0, with: fields, problems)
      return nil
    }
    if found.isEmpty {
      problems.report(
        place, "no configuration is like this; there are \(labels(Array(configurations.indices)))")
      return nil
    }
    if !takesAll, found.count > 1 {
      problems.report(
        place,
        "this is \(labels(found)); name more fields so that it is one, or take their mean with mean: { … }")
      return nil
    }
    return found
  }

  /// Configurations within a sentence.
  func labels(_ indices: [Int]) -> String {
    let first = indices.prefix(4).map { "'\(configurations[$0].label)'" }.joined(separator: ", ")
    return first + (indices.count > 4 ? " and \(indices.count - 4) more" : "")
  }
}
