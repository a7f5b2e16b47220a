import Specifications

/// An experiment's tree while tier, overrides and scale are put into it, with what was changed.
struct SpecChanges {
  private(set) var tree: SpecNode
  private let problems: Problems
  /// Fields that were set, to find those that nobody would read.
  private var changed: [(path: SpecPath, place: Place)] = []

  init(_ tree: SpecNode, _ problems: Problems) {
    self.tree = tree
    self.problems = problems
  }

  /// The tree without the tiers, since the one that was asked for is in effect.
  var effective: SpecNode {
    SpecNode(.map((tree.entries ?? []).filter { $0.key != "tiers" }), place: tree.place)
  }

  private mutating func set(_ path: SpecPath, to value: SpecNode, at place: Place) {
    tree = tree.setting(path, to: value, at: place, problems)
    changed.append((path, place))
  }

  // MARK: Tier and scale

  /// Sets the fields of a tier; without one, of the tier that the file itself names.
  mutating func apply(tier asked: Tier?) {
    let place = asked.map { Place.option(tier: $0) } ?? tree["tier"]?.place ?? tree.place
    let written = tree["tiers"] == nil ? nil : tree["tier"]?.plainText.flatMap(Tier.init)
    guard let tier = asked ?? written else { return }
    guard let fields = tree["tiers"]?[tier.rawValue] else {
      let known = (tree["tiers"]?.entries ?? []).map(\.key).listed
      problems.report(place, "the experiment has no such tier; it has: \(known.isEmpty ? "none" : known)")
      return
    }
    guard case .map(let entries) = fields.content else {
      problems.report(fields.place, "expected a map of path: value for a tier, found \(fields.kind)")
      return
    }
    for entry in entries {
      let path = SpecPath(entry.key)
      if let excess = path.excess {
        problems.report(entry.place, excess)
      } else if ["tier", "tiers", "name"].contains(path.keys[0]) {
        problems.report(entry.place, "a tier cannot change '\(entry.key)'")
      } else {
        set(path, to: entry.value, at: entry.place)
      }
    }
    tree = tree.setting(SpecPath("tier"), to: tier.node.moved(to: place), at: place, problems)
  }

  mutating func apply(scale: Double) {
    let place = Place.optionOfScale
    // Infinity and NaN are no decimals, so reading refuses them by their text.
    let value = scale.isFinite ? scale.node : .text("\(scale)")
    set(SpecPath("scale"), to: value.moved(to: place), at: place)
    // The key itself, as an archived specification has it, scales what is trained alone.
    if scale > 0 { tree = tree.scalingProbes(by: scale) }
  }

  // MARK: Overrides

  /// Applies one override as it was typed.
  mutating func apply(override text: String) {
    do {
      apply(try Override(text))
    } catch {
      for problem in error.problems { problems.report(problem.place, problem.message) }
    }
  }

  private mutating func apply(_ override: Override) {
    let (path, place) = (override.path, override.place)
    if ["tier", "tiers"].contains(path.keys[0]) {
      problems.report(place, "'\(path.keys[0])' is no key to override; choose a tier with --tier")
      return
    }
    switch override.change {
    case .set(let value): set(path, to: value, at: place)
    case .add(let value):
      if tree.node(at: path) == nil {
        set(path, to: value, at: place)
      } else {
        problems.report(place, "'\(path)' is there already; change it with \(path)=…")
      }
    case .remove:
      if let without = tree.removing(path) {
        tree = without
      } else {
        problems.report(place, "'\(path)' is not there, so it cannot be removed")
      }
    case .sweep(let values): sweep(path, over: values, at: place)
    }
  }

  /// Makes the path an axis of the grid; arms of a baseline are then paired at equal values of it.
  private mutating func sweep(_ path: SpecPath, over values: [SpecNode], at place: Place) {
    guard path.isOfTrial else {
      problems.report(place, "only paths that begin with trial. can be swept; quote a text that holds commas")
      return
    }
    let list = SpecNode(.list(values), place: place)
    let isGrid = tree["vary"]?["grid"]?[path.description] != nil
    tree = tree.setting(SpecPath((isGrid ? "vary.grid." : "vary.") + path.description), to: list, at: place, problems)
    guard let baseline = tree["baseline"]?.entries, !baseline.contains(where: { $0.key == path.description }) else {
      return
    }
    let within = tree["baseline"]?["within"]
    guard case .list(var paths) = within?.content ?? .list([]),
      !paths.contains(where: { $0.plainText == path.description })
    else { return }
    paths.append(SpecNode(.scalar(path.description, quoted: false), place: place))
    tree = tree.setting(
      SpecPath("baseline.within"), to: SpecNode(.list(paths), place: within?.place ?? place), at: place, problems)
  }

  // MARK: Changes that nobody would see

  /// Reports fields that were set although `vary` or `tune` sets them anew in every configuration.
  func checkThatAllMatter() {
    let silent = Problems()
    let axes = tree["vary"].flatMap { Variations.read($0, silent) }?.axes ?? []
    let tuned = (tree["tune"]?.entries ?? []).map { SpecPath($0.key) }.filter(\.isOfTrial)
    for (path, place) in changed where path.isOfTrial {
      if axes.contains(where: { axis in axis.allSatisfy { $0.contains { $0.path.leads(to: path) } } }) {
        problems.report(place, "'\(path)' is varied, so this value would not be used; change or remove it in vary")
      } else if tuned.contains(where: { $0.leads(to: path) }) {
        problems.report(place, "'\(path)' is tuned, so this value would not be used; change or remove it in tune")
      }
    }
  }
}

extension Place {
  static func commandLine(_ option: String) -> Place { Place(file: option, line: 0, column: 0) }

  /// The place of what a tier is asked by.
  package static func option(tier: Tier) -> Place { commandLine("--tier \(tier.rawValue)") }
  package static let optionOfScale = commandLine("--scale")
  /// The place of what is wrong with an override as it was typed.
  package static func override(_ text: String) -> Place { commandLine("override '\(text.clipped(to: 200))'") }
}
