import Specifications

/// Expands a template and its variations to configurations.
struct Grid {
  let template: SpecNode
  let variations: Variations
  let scale: Double
  let tuning: Tuning?
  /// Whether points that earlier versions took are taken, even where nobody hears of problems.
  let takesOlder: Bool
  /// How many trials it may make where values are tuned; nil where it was read before.
  var limit: TrialLimit?
  var rounding = ScaleRounding.decimal

  /// One point of the grid with what it gives.
  private struct Member {
    let point: [VariedField]
    let tree: SpecNode
    let spec: TrialSpec
    let candidates: [TrialSpec]
  }

  /// Every configuration in grid order, or nil after reporting problems; points that say the same are one.
  func configurations(baseline: Baseline?, _ problems: Problems) -> [Configuration]? {
    let before = problems.found.count
    checkTunedPath(problems)
    guard let members = members(problems), problems.found.count == before else { return nil }
    guard !members.isEmpty else {
      problems.report(template.place, "vary excludes every configuration")
      return nil
    }
    let labels = Labels(points: members.map(\.point), order: variations.paths)
    check(members, labels.texts, problems)
    let baselines = Baselines(
      baseline: baseline, specs: members.map(\.spec), labels: labels.texts, varied: labels.paths,
      place: template.place
    ) { index, fields, problems in spec(members[index].tree, with: fields, problems) }
    guard let compared = baselines.indices(problems), problems.found.count == before else { return nil }
    return members.enumerated().map { index, member in
      Configuration(
        index: index, label: labels.texts[index],
        fields: member.point.filter { labels.paths.contains($0.path) }.sorted { $0.path < $1.path },
        tree: member.tree, spec: member.spec, candidates: member.candidates, baseline: compared[index])
    }
  }

  /// The points that are left, or nil after reporting that they are too many to look at.
  private func members(_ problems: Problems) -> [Member]? {
    let points = variations.points
    let specs = points.map { spec(template, with: $0, problems) }
    guard let excluded = excluded(from: points, with: specs, problems),
      isWithinLimit(specs, without: excluded.points, problems)
    else { return nil }
    var members: [Member] = []
    var seen: Set<TrialSpec> = []
    for (index, point) in points.enumerated() {
      guard let spec = specs[index], !excluded.points.contains(index), seen.insert(spec).inserted else { continue }
      let tree = set(point, on: template, problems)
      let candidates = tuning.map { tuning in
        tuning.values.indices.compactMap { self.spec(tree, with: [tuning.field($0)], problems) }
      }
      members.append(Member(point: point, tree: tree, spec: spec, candidates: candidates ?? []))
    }
    for fields in excluded.unused {
      problems.report(fields.first?.place ?? template.place, "this exclude matches no point of the grid")
    }
    return members
  }

  // MARK: Setting fields

  /// The trial's tree with fields set.
  func set(_ fields: [VariedField], on tree: SpecNode, _ problems: Problems) -> SpecNode {
    let root = SpecNode(.map([SpecEntry(key: "trial", value: tree)]), place: tree.place)
    let changed = fields.reduce(root) { tree, field in
      tree.setting(field.path, to: field.value, at: field.place, problems)
    }
    return changed["trial"] ?? tree
  }

  /// The spec a tree gives with these fields, scaled; nil after reporting problems.
  func spec(_ tree: SpecNode, with fields: [VariedField], _ problems: Problems) -> TrialSpec? {
    if takesOlder { problems.takesOlder = true }
    let before = problems.found.count
    let changed = set(fields, on: tree, problems)
    guard problems.found.count == before, var spec = TrialSpec.read(changed, problems),
      problems.found.count == before
    else { return nil }
    guard scale != 1 else { return spec }
    spec.scale(by: scale, rounding)
    spec.check(against: changed, problems)
    return problems.found.count == before ? spec : nil
  }

  // MARK: Checks

  private func checkTunedPath(_ problems: Problems) {
    guard let tuning else { return }
    let varied = variations.axes.joined().joined().map(\.path)
    if let path = varied.first(where: { $0.leads(to: tuning.path) || tuning.path.leads(to: $0) }),
      path == tuning.path || tuning.path.leads(to: path)
    {
      problems.report(tuning.place, "'\(path)' is varied, so tune cannot choose it")
    }
  }

  /// Reports configurations that differ in nothing but the tuned field.
  private func check(_ members: [Member], _ labels: [String], _ problems: Problems) {
    guard let tuning else { return }
    var first: [TrialSpec: Int] = [:]
    for (index, member) in members.enumerated() {
      guard let spec = member.candidates.first else { continue }
      if let other = first[spec] {
        problems.report(
          tuning.place, "'\(labels[other])' and '\(labels[index])' are one configuration once '\(tuning.path)' is tuned"
        )
      }
      first[spec] = index
    }
  }
}
