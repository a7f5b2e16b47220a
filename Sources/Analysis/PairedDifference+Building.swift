import Experiments
import Statistics

extension PairedDifference {
  /// Makes the difference of every configuration to its baseline and corrects their p values as one family.
  static func all(
    of design: ExperimentDesign, configurations: [ConfigurationSummary], evidence: Evidence
  ) -> [PairedDifference] {
    let summaries = Dictionary(uniqueKeysWithValues: configurations.map { ($0.index, $0) })
    let raw: [PairedDifference] = design.configurations.compactMap { configuration in
      guard let baseline = configuration.baseline, let left = summaries[configuration.index],
        let right = summaries[baseline]
      else { return nil }
      return PairedDifference(
        of: left, minus: right, level: design.level, isCounted: design.metric.name.isCounted, evidence: evidence)
    }
    let family = raw.indices.filter { place in
      raw[place].tTest != nil && summaries[raw[place].configuration]?.optimiserFailed == nil
        && summaries[raw[place].baseline]?.optimiserFailed == nil
    }
    let adjusted = Dictionary(
      uniqueKeysWithValues: zip(family, Holm.adjusted(family.compactMap { raw[$0].tTest })))
    return raw.indices.map { raw[$0].adjusting(to: adjusted[$0]) }
  }

  /// Compares two configurations at the replicates that both have.
  package init(
    of left: ConfigurationSummary, minus right: ConfigurationSummary, level: Double, isCounted: Bool, evidence: Evidence
  ) {
    let pairs = left.values.compactMap { value in
      right.values.first { $0.replicate == value.replicate }.map { (value, $0) }
    }
    let sample = PairedSample(pairs.map(\.0.value), minus: pairs.map(\.1.value), isCounted: isCounted)
    let isKnown = left.spec.imported == nil && right.spec.imported == nil
    let digests = pairs.map { (evidence.outcomes[$0.0.trial]?.digests, evidence.outcomes[$0.1.trial]?.digests) }
    self.init(
      configuration: left.index, baseline: right.index,
      differences: zip(pairs, sample?.differences.values ?? []).map { pair, difference in
        ReplicateValue(replicate: pair.0.replicate, trial: pair.0.trial, value: difference)
      },
      interval: sample.flatMap { Interval.pairedStudentT($0, level: level) }, signFlip: sample?.signFlip,
      pairedInitialWeights: isKnown && !digests.isEmpty
        && digests.allSatisfy { $0 != nil && $0?.initialWeights == $1?.initialWeights },
      pairedBatchOrder: isKnown && !digests.isEmpty
        && digests.allSatisfy { $0 != nil && $0?.batchOrder == $1?.batchOrder },
      tTest: sample?.tTest, hedgesG: sample?.hedgesG)
  }

  private func adjusting(to p: Double?) -> PairedDifference {
    PairedDifference(
      configuration: configuration, baseline: baseline, differences: differences, interval: interval,
      signFlip: signFlip, pairedInitialWeights: pairedInitialWeights, pairedBatchOrder: pairedBatchOrder,
      tTest: tTest, adjusted: p, hedgesG: hedgesG)
  }
}
