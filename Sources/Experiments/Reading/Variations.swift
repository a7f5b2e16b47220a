import Specifications

/// The grid of an experiment: axes that are crossed, points that are excluded.
///
/// ```yaml
/// vary:
///   trial.a: [1, 2]                       # a bare path is an axis of the grid
///   grid: { trial.b: [3, 4] }
///   zip: [ { trial.c: [5, 6], trial.d: [7, 8] } ]   # c and d move together: one axis
///   list: [ { trial.e: 1 }, { trial.e: 2, trial.f: 3 } ]   # one axis of written points
///   exclude: [ { trial.a: 1, trial.b: 4 } ]
/// ```
package struct Variations: Hashable, Sendable {
  /// Each axis is a list of points; each point sets fields.
  package var axes: [[[VariedField]]]
  package var excluded: [[VariedField]]

  package init(axes: [[[VariedField]]] = [], excluded: [[VariedField]] = []) {
    self.axes = axes
    self.excluded = excluded
  }

  /// Every path that is varied, once, in the order of the axes.
  package var paths: [SpecPath] {
    var seen: Set<SpecPath> = []
    return axes.joined().joined().map(\.path).filter { seen.insert($0).inserted }
  }

  /// Every point of the grid, the last axis changing fastest; one empty point without axes.
  package var points: [[VariedField]] {
    axes.reduce([[]]) { points, axis in points.flatMap { point in axis.map { point + $0 } } }
  }
}

// MARK: - Reading

extension Variations {
  /// Reads the `vary` block, or reports every problem and returns nil.
  package static func read(_ node: SpecNode, _ problems: Problems) -> Variations? {
    guard case .map(let entries) = node.content else {
      problems.report(node.place, "expected a map for vary, found \(node.kind)")
      return nil
    }
    let before = problems.found.count
    var variations = Variations()
    for entry in entries {
      switch entry.key {
      case "grid": variations.axes += grid(entry.value, problems)
      case "zip": variations.axes += items(entry.value, "zip", problems).compactMap { zipped($0, problems) }
      case "list": variations.axes.append(items(entry.value, "list", problems).map { point($0, problems) })
      case "exclude": variations.excluded += items(entry.value, "exclude", problems).map { point($0, problems) }
      default:
        guard SpecPath(entry.key).isOfTrial else {
          let allowed = ["grid", "zip", "list", "exclude"]
          problems.report(
            entry.place,
            SpecPath(entry.key).excess
              ?? MapReader.unknown("key", entry.key, of: "vary", allowed: allowed)
              + ", or a path that begins with trial.")
          continue
        }
        variations.axes += [axis(entry, problems)].compactMap { $0 }
      }
    }
    variations.checkAxes(problems)
    return problems.found.count == before ? variations : nil
  }

  /// Reports paths that a later axis sets anew, which would make points that nobody told apart.
  private func checkAxes(_ problems: Problems) {
    // The first of the paths that are varied before, under each path that leads to it.
    var earlier: [SpecPath: SpecPath] = [:]
    for axis in axes {
      let places = Dictionary(axis.joined().map { ($0.path, $0.place) }) { first, _ in first }
      for field in places.keys.sorted() {
        guard let shadowed = earlier[field] else { continue }
        problems.report(
          places[field] ?? .nowhere,
          field == shadowed
            ? "'\(field)' is varied twice"
            : "'\(field)' sets '\(shadowed)' anew, which is varied before; write it first")
      }
      for path in places.keys {
        for beginning in path.beginnings { earlier[beginning] = min(earlier[beginning] ?? path, path) }
      }
    }
    let count = axes.reduce(1.0) { $0 * Double($1.count) }
    if count > Double(Self.mostPoints), let place = axes.first?.first?.first?.place {
      problems.report(place, "vary makes \(count.shortestDecimal) points, allowed are at most \(Self.mostPoints)")
    }
  }

  /// Points that one experiment may have before exclusion.
  package static let mostPoints = 10_000

  private static func grid(_ node: SpecNode, _ problems: Problems) -> [[[VariedField]]] {
    guard case .map(let entries) = node.content else {
      problems.report(node.place, "expected a map of paths for grid, found \(node.kind)")
      return []
    }
    return entries.compactMap { axis($0, problems) }
  }

  private static func axis(_ entry: SpecEntry, _ problems: Problems) -> [[VariedField]]? {
    guard let path = path(entry, problems) else { return nil }
    let values = items(entry.value, entry.key, problems)
    return values.isEmpty ? nil : values.map { [VariedField(path: path, value: $0, place: entry.place)] }
  }

  private static func path(_ entry: SpecEntry, _ problems: Problems) -> SpecPath? {
    let path = SpecPath(entry.key)
    guard let misfit = path.misfit else { return path }
    problems.report(entry.place, misfit)
    return nil
  }

  /// The elements of a list that must not be empty.
  private static func items(_ node: SpecNode, _ noun: String, _ problems: Problems) -> [SpecNode] {
    guard case .list(let items) = node.content, !items.isEmpty else {
      let found = if case .list = node.content { "an empty one" } else { node.kind }
      problems.report(node.place, "expected a list of at least one value for \(noun), found \(found)")
      return []
    }
    return items
  }

  private static func point(_ node: SpecNode, _ problems: Problems) -> [VariedField] {
    guard case .map(let entries) = node.content, !entries.isEmpty else {
      problems.report(node.place, "expected a map of path: value, found \(node.kind)")
      return []
    }
    return entries.compactMap { entry in
      path(entry, problems).map { VariedField(path: $0, value: entry.value, place: entry.place) }
    }
  }

  private static func zipped(_ node: SpecNode, _ problems: Problems) -> [[VariedField]]? {
    guard case .map(let entries) = node.content, !entries.isEmpty else {
      problems.report(node.place, "expected a map of path: [values] for zip, found \(node.kind)")
      return nil
    }
    let columns = entries.compactMap { axis($0, problems) }
    guard columns.count == entries.count, let count = columns.first?.count else { return nil }
    guard columns.allSatisfy({ $0.count == count }) else {
      let lengths = columns.map { String($0.count) }.joined(separator: ", ")
      problems.report(node.place, "the lists of a zip must be equally long, found lengths \(lengths)")
      return nil
    }
    return (0..<count).map { index in columns.flatMap { $0[index] } }
  }
}
