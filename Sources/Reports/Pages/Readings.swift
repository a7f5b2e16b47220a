import Analysis
import Datasets
import Experiments
import Specifications
import Statistics

/// What a reader must know to read the tables right: warnings before the results, notes after them.
struct Readings {
  let summary: ExperimentSummary

  var warnings: [String] { [imported, unfinished, fewReplicates, edges].compactMap { $0 } }

  private var imported: String? {
    guard summary.isImported else { return nil }
    return
      "Imported, not trained here: another program made these runs, and nothing here can reproduce them. Provenance names "
      + "the file with its SHA-256 and the day."
  }

  private var unfinished: String? {
    let counts = summary.counts
    if summary.isImported, counts.failed > 0 {
      return
        "\(counts.failed) of \(counts.planned) runs failed or are missing in the imported file; their pairs are left out."
    }
    let missing = counts.open + counts.failed
    guard missing > 0 else { return nil }
    return "\(missing) of \(counts.planned) trials have no outcome yet; the numbers will change when they finish."
  }

  private var fewReplicates: String? {
    let pairs = summary.differences.map(\.differences.count).max() ?? 0
    guard (1..<6).contains(pairs) else { return nil }
    let smallest = NumberText.significant(2 / Double(1 << pairs), digits: 2)
    return
      "With \(pairs) \(pairs == 1 ? "pair" : "pairs") the exact sign-flip test cannot give a p below \(smallest): it can "
      + "never speak for a difference at the level of .05. Six replicates are the least that can."
  }

  private var edges: String? {
    let atEdge = summary.configurations.filter { $0.tuned.contains(where: \.atEdge) && $0.optimiserFailed == nil }
    guard let title = atEdge.first?.tuned.first?.title else { return nil }
    return
      "The chosen \(title) of \(atEdge.mentions) lies at the edge of what was tried: a better one "
      + "may lie beyond."
  }
}

// MARK: - Notes after the tables

extension Readings {
  var notes: [String] {
    ([summary.variation.sentence, testSet, pairing, failures].compactMap { $0 } + sensitivity).filter { !$0.isEmpty }
  }

  /// The chance of the test examples, which replicates do not show.
  private var testSet: String? {
    let metric = summary.metric
    guard metric.name == .error || metric.name == .accuracy, metric.split == .test,
      let index = summary.chosen, let configuration = summary.configuration(index),
      let mean = Sample(configuration.values.map(\.value))?.mean, configuration.spec.dataset.test > 0
    else { return nil }
    let count = configuration.spec.dataset.test
    let error = (mean * (1 - mean) / Double(count)).squareRoot()
    return
      "All trials are judged on the same \(NumberText.count(count)) test examples. At \(summary.numbers.value(mean)) "
      + "another sample of that size would move every value by a standard error of "
      + "\(NumberText.significant(error * 100, digits: 2)) points; paired differences move less."
  }

  private var pairing: String? {
    if summary.isImported {
      return "Pairs are runs of one seed; what such runs share was decided by the program that trained them."
    }
    let known = summary.differences.filter { !$0.differences.isEmpty }
    let looser = known.filter { !$0.pairedInitialWeights && $0.pairedBatchOrder }.compactMap(configuration)
    let unpaired = known.filter { !$0.pairedBatchOrder }.compactMap(configuration)
    var sentences: [String] = []
    if !looser.isEmpty {
      sentences.append("Paired in data and order only, since initial weights differ: \(looser.mentions).")
    }
    if !unpaired.isEmpty {
      sentences.append("Not even the batch order is shared with the baseline: \(unpaired.mentions).")
    }
    if sentences.isEmpty, !known.isEmpty {
      sentences.append("Initial weights and batch order are the same in each pair, checked by their digests.")
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  private func configuration(_ difference: PairedDifference) -> ConfigurationSummary? {
    summary.configuration(difference.configuration)
  }

  private var failures: String? {
    let failed = summary.configurations.compactMap { configuration in
      configuration.optimiserFailed.map { "\(configuration.mention) (\($0))" }
    }
    return failed.isEmpty ? nil : "Optimiser failed: \(failed.joinedInWords())."
  }

  private var sensitivity: [String] {
    summary.sensitivity.map { line in
      let numbers = summary.numbers
      let label = summary.configuration(line.configuration)?.mention ?? ""
      let start =
        "If diverged trials scored what guessing scores (\(numbers.value(line.chance))), \(label) would have a mean "
        + "of \(numbers.value(line.mean))"
      guard let interval = line.difference else { return start + "." }
      return start + " and a difference to its baseline of \(numbers.difference(interval)) "
        + "(\(numbers.differenceBounds(interval))\(numbers.differenceUnit))."
    }
  }
}
