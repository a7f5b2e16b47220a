import Datasets
import Specifications

// An arm is written as
//   { path: value, … }           the one configuration with these values
//   [{ … }, { … }]               the mean of several
//   { mean: { path: value } }    the mean of all that have these values
//   { best: [{ … }, { … }] }     the one that validation chooses
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
    for (index, arm) in found.enumerated() where found[..<index].contains(arm) {
      problems.report(items[index].place, "\(labels(arm.configurations)) stands twice under '\(key)'")
      return nil
    }
    return found
  }

  private func arm(_ node: SpecNode, _ measure: Measure, takesAll: Bool = false) -> ClaimArm? {
    if case .list = node.content { return arm(of: node, .mean, measure) }
    if let entries = node.entries, entries.count == 1 {
      if entries[0].key == "mean" { return arm(of: entries[0].value, .mean, measure) }
      if entries[0].key == "best" { return arm(of: entries[0].value, .bestOnValidation, measure) }
    }
    return terms(node, measure, takesAll: takesAll).map { ClaimArm($0) }
  }

  /// Several configurations: those of a list, one each, or all that one map of fields names.
  private func arm(of node: SpecNode, _ rule: ArmRule, _ measure: Measure) -> ClaimArm? {
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
    return ClaimArm(terms, rule: rule)
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
        guard let read = Measure.read(entry.value, standard: metric, probes: probes, problems) else { return nil }
        own = read
      } else if SpecPath(entry.key).isOfTrial {
        fields.append(VariedField(path: SpecPath(entry.key), value: entry.value, place: entry.place))
      } else {
        problems.report(entry.place, "'\(entry.key)' is no path of the trial; it must begin with trial.")
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

  private func matching(_ fields: [VariedField], at place: Place, takesAll: Bool) -> [Int]? {
    let set = configurations.map { spec($0, fields, Problems()) }
    let found = configurations.indices.filter { set[$0] == configurations[$0].spec }
    if set.allSatisfy({ $0 == nil }) {
      _ = spec(configurations[0], fields, problems)
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
