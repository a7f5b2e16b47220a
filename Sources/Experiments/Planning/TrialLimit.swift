import Specifications

/// How many trials one plan may have.
struct TrialLimit {
  private static let most = 1_000_000

  let replicates: Int
  let tuning: Tuning?
  /// The place of the experiment.
  let place: Place

  private var perConfiguration: Int { replicates + (tuning.map { $0.seeds.count * $0.values.count } ?? 0) }

  func allows(_ configurations: Int) -> Bool { configurations * perConfiguration <= Self.most }

  /// Reports that so many configurations have too many trials.
  func check(_ configurations: Int, _ problems: Problems) {
    if allows(configurations) { return }
    problems.report(
      place,
      "\(configurations) configurations with \(perConfiguration) trials each are more than \(Self.most) trials")
  }
}
