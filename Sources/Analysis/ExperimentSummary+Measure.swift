import Experiments
import Statistics

extension ExperimentSummary {
  /// The same experiment with another number in the place of each trial's metric; differences and claims are left out.
  ///
  /// What was chosen on validation stays what it was.
  package func measured(
    by measure: Measure, of design: ExperimentDesign, evidence: Evidence
  ) -> ExperimentSummary {
    let source = ClaimValues(design: design, configurations: configurations, evidence: evidence)
    return ExperimentSummary(
      name: name, question: question, metric: metric,
      configurations: configurations.map { configuration in
        let arm = ClaimArm([ArmTerm(configuration: configuration.index, measure: measure)])
        return configuration.showing(
          (0..<design.replicates).compactMap { replicate in
            guard let trial = source.trial(configuration.index, replicate),
              let value = source.value(of: arm, at: replicate)
            else { return nil }
            return ReplicateValue(replicate: replicate, trial: trial, value: value)
          }, level: level)
      }, differences: [], replicates: replicates, level: level, groups: groups, chosen: chosen, variation: variation,
      trials: trials, tuning: tuning, isLook: isLook)
  }
}

extension ConfigurationSummary {
  fileprivate func showing(_ values: [ReplicateValue], level: Double) -> ConfigurationSummary {
    let sample = Sample(values.map(\.value))
    return ConfigurationSummary(
      index: index, label: label, fields: fields, spec: spec, counts: counts, values: values,
      mean: sample.flatMap { Interval.studentT($0, level: level) }, standardDeviation: sample?.standardDeviation,
      optimiserFailed: optimiserFailed, finals: finals, curves: curves, tuned: tuned, validationScore: validationScore)
  }
}
