import Specifications

/// Finds for each configuration the one it is compared with.
struct Baselines {
  let baseline: Baseline?
  let specs: [TrialSpec]
  let labels: [String]
  /// The paths that differ between configurations.
  let varied: [SpecPath]
  /// The place of the trial, for what has no place of its own.
  let place: Place
  /// The spec of a configuration with fields set; nil after reporting that they cannot be set there.
  let spec: (Int, [VariedField], Problems) -> TrialSpec?

  /// The index of each configuration's baseline, nil for baselines themselves; nil after reporting a problem.
  func indices(_ problems: Problems) -> [Int?]? {
    guard let baseline else { return [Int?](repeating: nil, count: specs.count) }
    guard check(baseline, problems) else { return nil }
    let matching = specs.indices.filter { spec($0, baseline.fields, Problems()) == specs[$0] }
    let place = baseline.fields.first?.place ?? place
    if baseline.within.isEmpty, matching.count != 1 {
      problems.report(place, sentence(for: matching))
      return nil
    }
    return paired(matching, within: baseline.within, place, problems)
  }

  private func paired(
    _ matching: [Int], within paths: [SpecPath], _ place: Place, _ problems: Problems
  ) -> [Int?]? {
    let arms = specs.map { spec in paths.map { spec.node.node(at: $0.tail)?.canonical ?? "" } }
    var found: [Int?] = []
    for index in specs.indices {
      let partners = matching.filter { arms[$0] == arms[index] }
      guard partners.count == 1 else {
        problems.report(
          place,
          "baseline matches \(names(partners)) in the arm of '\(labels[index])', that is with equal "
            + paths.map(\.description).listed + "; it must match exactly one")
        return nil
      }
      found.append(partners[0] == index ? nil : partners[0])
    }
    return found
  }

  /// Whether fields and paths mean something: fields can be set somewhere, arms differ in what `within` names.
  private func check(_ baseline: Baseline, _ problems: Problems) -> Bool {
    var isGood = true
    if !specs.indices.contains(where: { spec($0, baseline.fields, Problems()) != nil }) {
      _ = spec(0, baseline.fields, problems)
      isGood = false
    }
    for path in baseline.within where !varied.contains(where: { $0.leads(to: path) || path.leads(to: $0) }) {
      let names = varied.map(\.description)
      let near = Spelling.nearest(to: path.description, among: names).map { " (did you mean '\($0)'?)" } ?? ""
      problems.report(
        baseline.fields.first?.place ?? place,
        "baseline.within names '\(path)', which does not vary\(near); what varies: "
          + (names.isEmpty ? "nothing" : names.listed))
      isGood = false
    }
    return isGood
  }

  private func sentence(for matching: [Int]) -> String {
    guard !matching.isEmpty else {
      return "baseline matches no configuration; there are \(names(Array(specs.indices)))"
    }
    return
      "baseline matches \(names(matching)); name more fields so that it matches one, or pair arms with within: [paths]"
  }

  private func names(_ indices: [Int]) -> String {
    if indices.isEmpty { return "no configuration" }
    let first = indices.prefix(4).map { "'\(labels[$0])'" }.joined(separator: ", ")
    return first + (indices.count > 4 ? " and \(indices.count - 4) more" : "")
  }
}
