import Datasets
import Experiments
import Statistics

/// What a configuration would score if each of its diverged trials scored what guessing scores.
package struct SensitivityLine: Hashable, Sendable {
  package let configuration: Int
  package let diverged: Int
  /// The value put in for a diverged trial.
  package let chance: Double
  /// The mean with the diverged trials put in.
  package let mean: Double
  /// The paired difference to the baseline with diverged trials of both put in; nil for a baseline or below two pairs.
  package let difference: Interval?

  package init(configuration: Int, diverged: Int, chance: Double, mean: Double, difference: Interval?) {
    self.configuration = configuration
    self.diverged = diverged
    self.chance = chance
    self.mean = mean
    self.difference = difference
  }
}

// MARK: - Making the lines

extension SensitivityLine {
  /// Makes a line for every configuration with diverged trials, or whose baseline has some, where chance has a level.
  static func all(
    of design: ExperimentDesign, configurations: [ConfigurationSummary], evidence: Evidence
  ) -> [SensitivityLine] {
    let summaries = Dictionary(uniqueKeysWithValues: configurations.map { ($0.index, $0) })
    let completed = CompletedValues(design: design, summaries: summaries, evidence: evidence)
    return design.configurations.compactMap { configuration in
      let baseline = configuration.baseline.flatMap { summaries[$0] }
      let diverged = summaries[configuration.index]?.counts.diverged ?? 0
      guard diverged + (baseline?.counts.diverged ?? 0) > 0,
        let classes = configuration.spec.dataset.classCount,
        let chance = design.metric.name.chanceLevel(classes: classes)
      else { return nil }
      let own = completed.values(of: configuration.index, chance: chance)
      let other = baseline.map { completed.values(of: $0.index, chance: chance) } ?? [:]
      let replicates = own.keys.sorted()
      let pairs = replicates.compactMap { replicate in
        own[replicate].flatMap { value in other[replicate].map { (value, $0) } }
      }
      guard let mean = Sample(replicates.compactMap { own[$0] })?.mean else { return nil }
      let sample = PairedSample(pairs.map(\.0), minus: pairs.map(\.1))
      return SensitivityLine(
        configuration: configuration.index, diverged: diverged, chance: chance, mean: mean,
        difference: sample.flatMap { Interval.pairedStudentT($0, level: design.level) })
    }
  }
}

/// The values of configurations by replicate, with chance in the place of what diverged.
private struct CompletedValues {
  let design: ExperimentDesign
  let summaries: [Int: ConfigurationSummary]
  let evidence: Evidence

  func values(of configuration: Int, chance: Double) -> [Int: Double] {
    var values: [Int: Double] = [:]
    for value in summaries[configuration]?.values ?? [] { values[value.replicate] = value.value }
    for trial in design.trials where trial.configuration == configuration && trial.purpose == .measurement {
      if case .diverged = evidence.state(of: trial.id) { values[trial.replicate] = chance }
    }
    return values
  }
}
