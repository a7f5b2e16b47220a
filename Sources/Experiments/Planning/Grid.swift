import Datasets
import NeuralNets
import Specifications

/// Expands a template and its variations to configurations.
struct Grid {
  let template: SpecNode
  let variations: Variations
  let scale: Double
  let tuning: Tuning?

  /// Every configuration in grid order, or nil after reporting problems.
  func configurations(baseline: Baseline?, _ problems: Problems) -> [Configuration]? {
    let before = problems.found.count
    let points = variations.points
    var members: [(point: [VariedField], tree: SpecNode, spec: TrialSpec)] = []
    for point in points {
      let tree = set(point, on: template, problems)
      guard var spec = TrialSpec.read(tree, problems) else { continue }
      scale(&spec)
      if isExcluded(point, tree, spec) || members.contains(where: { $0.spec == spec }) { continue }
      members.append((point, tree, spec))
    }
    checkTuning(members.map(\.tree), problems)
    guard problems.found.count == before else { return nil }
    guard !members.isEmpty else {
      problems.report(template.place, "vary excludes every configuration")
      return nil
    }
    let labels = Labels(points: members.map(\.point)).texts
    let specs = members.map(\.spec)
    let baselines = Baselines(baseline, specs: specs, trees: members.map(\.tree), grid: self)
    guard let compared = baselines.indices(problems) else { return nil }
    return members.enumerated().map { index, member in
      Configuration(
        index: index, label: labels[index], fields: varied(member.point, among: members.map(\.point)),
        tree: member.tree, spec: member.spec, baseline: compared[index])
    }
  }

  /// The tree with fields set; paths begin with `trial.`.
  func set(_ fields: [VariedField], on tree: SpecNode, _ problems: Problems) -> SpecNode {
    fields.reduce(tree) { tree, field in
      tree.setting(field.path.tail, to: field.value, at: field.value.place, problems)
    }
  }

  /// The spec a tree gives with these fields, or nil.
  func spec(_ tree: SpecNode, with fields: [VariedField]) -> TrialSpec? {
    let problems = Problems()
    guard var spec = TrialSpec.read(set(fields, on: tree, problems), problems), problems.found.isEmpty else {
      return nil
    }
    scale(&spec)
    return spec
  }

  /// Multiplies training examples and epochs, rounded up, at least one batch and one epoch.
  func scale(_ spec: inout TrialSpec) {
    guard scale != 1 else { return }
    let examples = (Double(spec.dataset.training) * scale).rounded(.up)
    spec.dataset.training = max(Int(examples), spec.training.batchSize)
    spec.training.epochs = max(Int((Double(spec.training.epochs) * scale).rounded(.up)), 1)
  }

  private func isExcluded(_ point: [VariedField], _ tree: SpecNode, _ spec: TrialSpec) -> Bool {
    variations.excluded.contains { self.spec(tree, with: $0) == spec }
  }

  private func varied(_ point: [VariedField], among points: [[VariedField]]) -> [VariedField] {
    point.filter { field in
      points.contains { other in other.first { $0.path == field.path }?.value != field.value }
    }.sorted { $0.path < $1.path }
  }

  private func checkTuning(_ trees: [SpecNode], _ problems: Problems) {
    guard let tuning, let tree = trees.first else { return }
    for value in tuning.values {
      _ = TrialSpec.read(set([VariedField(path: tuning.path, value: value)], on: tree, problems), problems)
    }
  }
}

/// Finds for each configuration the one it is compared with.
private struct Baselines {
  let baseline: Baseline?
  let specs: [TrialSpec]
  let trees: [SpecNode]
  let grid: Grid

  init(_ baseline: Baseline?, specs: [TrialSpec], trees: [SpecNode], grid: Grid) {
    self.baseline = baseline
    self.specs = specs
    self.trees = trees
    self.grid = grid
  }

  /// The index of each configuration's baseline, nil for baselines themselves; nil after reporting a problem.
  func indices(_ problems: Problems) -> [Int?]? {
    guard let baseline else { return [Int?](repeating: nil, count: specs.count) }
    let place = baseline.fields.first?.value.place ?? grid.template.place
    let before = problems.found.count
    if let tree = trees.first { _ = TrialSpec.read(grid.set(baseline.fields, on: tree, problems), problems) }
    guard problems.found.count == before else { return nil }
    let matching = specs.indices.filter { grid.spec(trees[$0], with: baseline.fields) == specs[$0] }
    if baseline.within.isEmpty, matching.count != 1 {
      problems.report(
        place,
        "baseline matches \(matching.count) configurations; it must match exactly one"
          + (matching.count > 1 ? " (name more fields, or pair arms with within: [paths])" : ""))
      return nil
    }
    let groups = specs.indices.map { index in
      baseline.within.map { trees[index].node(at: $0.tail)?.canonical ?? "" }
    }
    var found: [Int?] = []
    for index in specs.indices {
      let partners = matching.filter { groups[$0] == groups[index] }
      guard partners.count == 1 else {
        problems.report(
          place,
          "baseline matches \(partners.count) configurations that agree with configuration \(index) on "
            + baseline.within.map(\.description).joined(separator: ", ") + "; it must match exactly one")
        return nil
      }
      found.append(partners[0] == index ? nil : partners[0])
    }
    return found
  }
}
