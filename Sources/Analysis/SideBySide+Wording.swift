extension SideBySide {
  /// What the sides are.
  private enum Sides { case configurations, trials, both }

  private var sides: Sides {
    let trials = arms.count { $0.experiment == nil }
    return trials == 0 ? .configurations : trials == arms.count ? .trials : .both
  }

  /// The word for one side: "configuration", "trial", or "side" where there are both.
  package var sideTitle: String {
    switch sides {
    case .configurations: "configuration"
    case .trials: "trial"
    case .both: "side"
    }
  }

  /// What a side's number is, behind a comma or a semicolon.
  package var valuesTitle: String {
    switch sides {
    case .configurations: "means over replicates"
    case .trials: "each side is one trial"
    case .both: "means over replicates, or of one trial where a side is one"
    }
  }

  /// The epoch whose numbers are shown, as a sentence.
  package var epochNote: String {
    let means = "Means over replicates at the epoch that represents a trial"
    return switch sides {
    case .configurations: "\(means)."
    case .trials: "Each side is one trial, at the last epoch at which it was measured."
    case .both: "\(means); single trials at the last epoch at which they were measured."
    }
  }

  /// The heading above the differences: only replicates of one experiment make pairs, which share seeds.
  package var differencesTitle: String {
    switch sides {
    case .configurations: Set(arms.map(\.experiment)).count == 1 ? "Paired differences" : "Differences"
    case .trials, .both: "Differences"
    }
  }

  /// How the differences were taken, as a sentence; rows can be sorted, so that the first one is told by its name.
  package var differencesNote: String {
    let first = arms.first?.name ?? ""
    return switch sides {
    case .configurations: "Differences are to \(first), shaded, \(pairing)."
    case .trials: "Differences are to the trial \(first), shaded."
    case .both:
      "Differences are to \(first), shaded, \(pairing); a single trial is compared with its own replicate where the other "
        + "side has it, else with the mean, without an interval."
    }
  }

  private var pairing: String {
    let others = arms.dropFirst().filter { $0.experiment != nil }
    let strangers = others.count { $0.isStranger(to: arms[0]) }
    if strangers == 0 { return "at equal replicates, with 95 % Student t intervals" }
    if strangers == others.count { return "of the means with 95 % Welch t intervals, since other seeds make no pairs" }
    return
      "at equal replicates with 95 % Student t intervals; those to other seeds, which make no pairs, are of the means "
      + "with Welch t intervals"
  }

  /// What is said where sides have other seeds.
  package static let unpairedNote =
    "replicates of different seeds are no pairs: their differences are of the means, with Welch intervals"

  /// What a reader of one metric has to know of its differences beside means, in clauses; empty where nothing is special.
  package func warnings(of metric: AlignedMetric) -> [String] {
    var clauses: [String] = []
    if arms.dropFirst().contains(where: { $0.experiment != nil && $0.isStranger(to: arms[0]) }),
      arms[0].experiment != nil
    {
      clauses.append(Self.unpairedNote)
    }
    if metric.cells.contains(where: { $0?.leavesOut ?? false }) {
      clauses.append("where sides have different replicates, their difference is over those that both have")
    }
    return clauses
  }
}

extension ComparedArm {
  /// Whether its replicates make no pairs with those of another: they have other seeds.
  fileprivate func isStranger(to other: ComparedArm) -> Bool {
    guard seed == other.seed else { return true }
    let own = Set(finals.flatMap { $0.values.map(\.replicate) })
    return !own.isEmpty && !other.finals.isEmpty
      && !other.finals.contains { $0.values.contains { own.contains($0.replicate) } }
  }
}
