import Specifications

/// Finds which trials stay what they are once fields are set in them: those that an arm or an exclusion means.
///
/// Trials that differ in nothing but these fields are one tree once they are set, and it is read once. A class because it
/// remembers what it found; it never leaves the reading function.
final class SpecFinder {
  /// Trials by what is left of their trees without some paths.
  private struct Rests {
    /// The rest that each trial has; nil where the paths cannot be set.
    var ofTrials: [Int?] = []
    /// The first trial of each rest.
    var first: [Int] = []
  }

  private let grid: Grid
  private let trees: [SpecNode]
  private let specs: [TrialSpec?]
  /// The trials that have a spec, ascending.
  private lazy var indices: [TrialSpec: [Int]] = Dictionary(
    grouping: specs.enumerated().compactMap { index, spec in spec.map { (spec: $0, index: index) } }, by: \.spec
  ).mapValues { $0.map(\.index) }
  private var rests: [[SpecPath]: Rests] = [:]
  private var found: [[VariedField]: [Int]?] = [:]

  /// Trials whose spec is nil, since their trees cannot be read, are never found.
  init(_ grid: Grid, trees: [SpecNode], specs: [TrialSpec?]) {
    self.grid = grid
    self.trees = trees
    self.specs = specs
  }

  /// The spec of a trial with fields set; nil after reporting that they cannot be set there.
  func spec(of index: Int, with fields: [VariedField], _ problems: Problems) -> TrialSpec? {
    grid.spec(trees[index], with: fields, problems)
  }

  /// The trials whose spec already has these fields, ascending; nil where they can be set in none.
  func find(_ fields: [VariedField]) -> [Int]? {
    if let known = found[fields] { return known }
    let rests: Rests = rests(without: fields.map(\.path))
    let specs = rests.first.map { spec(of: $0, with: fields, Problems()) }
    var same: [Int] = []
    for (rest, spec) in specs.enumerated() {
      guard let spec, let alike = indices[spec] else { continue }
      same += alike.filter { rests.ofTrials[$0] == rest }
    }
    let answer: [Int]? = specs.allSatisfy { $0 == nil } ? nil : same.sorted()
    found[fields] = .some(answer)
    return answer
  }

  /// In how many ways the trials differ elsewhere, which is how many have to be read for fields with these paths.
  func countRests(without paths: [SpecPath]) -> Int { rests(without: paths).first.count }

  private func rests(without paths: [SpecPath]) -> Rests {
    if let known = rests[paths] { return known }
    var found = Rests()
    let marks = Self.marks(at: paths)
    var numbers: [SpecNode: Int] = [:]
    for (index, tree) in trees.enumerated() {
      let problems = Problems()
      let rest = grid.set(marks, on: tree, problems)
      let number = (problems.found.isEmpty ? rest : nil).map { rest in
        let number = numbers[rest] ?? found.first.count
        if numbers.updateValue(number, forKey: rest) == nil { found.first.append(index) }
        return number
      }
      found.ofTrials.append(number)
    }
    rests[paths] = found
    return found
  }

  /// The same text for all paths, but none for what lies beneath one that is set before.
  private static func marks(at paths: [SpecPath]) -> [VariedField] {
    var seen: Set<SpecPath> = []
    return paths.filter { path in
      defer { seen.insert(path) }
      return !path.beginnings.contains(where: seen.contains)
    }.map { VariedField(path: $0, value: .text("")) }
  }
}
