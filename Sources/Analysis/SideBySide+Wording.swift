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
    let means = "Differences are to \(first), shaded, at equal replicates, with 95 % Student t intervals"
    return switch sides {
    case .configurations: "\(means)."
    case .trials: "Differences are to the trial \(first), shaded."
    case .both: "\(means); that of a single trial is to the number of \(first), without."
    }
  }
}
