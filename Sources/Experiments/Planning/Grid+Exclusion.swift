import Specifications

extension Grid {
  /// What `exclude` leaves out.
  struct Excluded {
    /// Points, by their index.
    var points: Set<Int> = []
    /// The combinations that match no point.
    var unused: [[VariedField]] = []
  }

  /// Comparisons of points with what is excluded that one grid may need.
  private static let mostComparisons = 200_000

  /// What is left out of these points, of which some may have no spec; nil after reporting that it takes too many
  /// comparisons.
  func excluded(from points: [[VariedField]], with specs: [TrialSpec?], _ problems: Problems) -> Excluded? {
    var excluded = Excluded()
    guard let first = variations.excluded.first else { return excluded }
    let kinds = Dictionary(grouping: Set(variations.excluded)) { $0.map(\.path) }
    let finder = SpecFinder(self, trees: points.map { set($0, on: template, Problems()) }, specs: specs)
    var comparisons = kinds.count * points.count
    if comparisons <= Self.mostComparisons {
      comparisons = kinds.reduce(0) { $0 + $1.value.count * finder.countRests(without: $1.key) }
    }
    guard comparisons <= Self.mostComparisons else {
      problems.report(
        first.first?.place ?? template.place,
        "exclude takes \(comparisons) comparisons with points of the grid, allowed are at most \(Self.mostComparisons)")
      return nil
    }
    for fields in variations.excluded {
      let found = finder.find(fields) ?? []
      if found.isEmpty { excluded.unused.append(fields) }
      excluded.points.formUnion(found)
    }
    return excluded
  }

  /// Whether what is tuned makes no more trials than allowed; false after reporting it, before any candidate is read.
  func isWithinLimit(_ specs: [TrialSpec?], without excluded: Set<Int>, _ problems: Problems) -> Bool {
    guard let limit, limit.tuning != nil, !limit.allows(specs.count) else { return true }
    let left = specs.indices.filter { !excluded.contains($0) }
    let configurations = Set(left.compactMap { specs[$0] }).count
    limit.check(configurations, problems)
    return limit.allows(configurations)
  }
}
