import Experiments
import Statistics

extension ExperimentSummary {
  /// Sums up what the archive knows of an experiment; nothing in it depends on the order of the evidence.
  package init(of design: ExperimentDesign, evidence: Evidence) {
    let trials = Dictionary(grouping: design.trials.filter { $0.purpose == .measurement }, by: \.configuration)
    let configurations = design.configurations.map { configuration in
      ConfigurationSummary(
        of: configuration,
        trials: (trials[configuration.index] ?? []).sorted { $0.replicate < $1.replicate },
        design: design, evidence: evidence)
    }
    let groups = ComparisonGroup.all(of: design, configurations: configurations)
    self.init(
      name: design.name, question: design.question, metric: design.metric, configurations: configurations,
      differences: PairedDifference.all(of: design, configurations: configurations, evidence: evidence),
      replicates: design.replicates, level: design.level, groups: groups,
      chosen: Selection(metric: design.metric.name, answers: design.answers).best(of: configurations),
      sensitivity: SensitivityLine.all(of: design, configurations: configurations, evidence: evidence),
      variation: Variation(of: design),
      trials: design.trials.filter { $0.purpose == .measurement }.map { trial in
        TrialRow(of: trial, metric: design.metric, evidence: evidence)
      },
      tuning: design.tuning, isLook: design.isLook, inference: ModeSummary.all(of: design, evidence: evidence),
      probes: ProbeSummary.all(of: design, evidence: evidence),
      biasVariance: BiasVariance.all(of: design, evidence: evidence),
      crossed: CrossedSummary.all(of: design, configurations: configurations, evidence: evidence),
      reach: ReachSummary.all(of: design, configurations: configurations, evidence: evidence),
      claims: ClaimFinding.all(of: design, configurations: configurations, evidence: evidence))
  }
}

extension TrialRow {
  init(of trial: PlannedTrial, metric: MetricChoice, evidence: Evidence) {
    let value = evidence.completed(trial.id).flatMap { metric.at.value(of: metric.name, on: metric.split, in: $0) }
    self.init(
      trial: trial.id, configuration: trial.configuration, replicate: trial.replicate,
      state: evidence.state(of: trial.id), value: value)
  }
}

// MARK: - One configuration

extension ConfigurationSummary {
  init(
    of configuration: DesignedConfiguration, trials: [PlannedTrial], design: ExperimentDesign,
    evidence: Evidence
  ) {
    let completed = trials.compactMap { trial in
      evidence.completed(trial.id).map { CompletedTrial(trial: trial, outcome: $0) }
    }
    let choice = design.metric
    let values = completed.compactMap { trial in
      choice.at.value(of: choice.name, on: choice.split, in: trial.outcome).map {
        ReplicateValue(replicate: trial.trial.replicate, trial: trial.trial.id, value: $0)
      }
    }
    let sample = Sample(values.map(\.value))
    let finals = FinalMetric.all(of: completed, at: choice.at)
    self.init(
      index: configuration.index, label: configuration.label, fields: configuration.fields, spec: configuration.spec,
      counts: TrialCounts(of: trials, evidence: evidence), values: values,
      mean: sample.flatMap { Interval.studentT($0, level: design.level) },
      standardDeviation: sample.flatMap(\.standardDeviation),
      optimiserFailed: OptimiserGate.verdict(
        outcomes: trials.compactMap { evidence.outcomes[$0.id] }, gate: design.gate),
      finals: finals, curves: Curve.all(of: completed, level: design.level),
      tuned: configuration.tuned.map { TunedValue(of: $0, tuning: design.tuning, evidence: evidence) },
      validationScore: Selection(metric: choice.name, answers: design.answers).score(finals))
  }
}

extension TrialCounts {
  init(of trials: [PlannedTrial], evidence: Evidence) {
    var (completed, diverged, failed) = (0, 0, 0)
    for trial in trials {
      switch evidence.state(of: trial.id) {
      case .completed: completed += 1
      case .diverged: diverged += 1
      case .failed: failed += 1
      case .open: break
      }
    }
    self.init(planned: trials.count, completed: completed, diverged: diverged, failed: failed)
  }
}

// MARK: - Tuned values

extension TunedValue {
  init(of tuned: DesignedTuning, tuning: TuningDesign?, evidence: Evidence) {
    let candidates = tuned.candidates.map { candidate in
      TuningCandidate(
        value: candidate.value, score: tuning.flatMap { $0.score(of: candidate.trials, evidence: evidence) },
        trials: candidate.trials)
    }
    self.init(
      path: tuned.path, chosen: tuned.chosen ?? "not chosen yet", candidates: candidates,
      atEdge: tuned.chosen.map { Self.isEdge($0, of: tuned.candidates.map(\.value)) } ?? false)
  }

  /// Whether a value is the smallest or the largest of numbers, else the first or the last of words.
  private static func isEdge(_ value: String, of candidates: [String]) -> Bool {
    guard candidates.count > 1 else { return false }
    let numbers = candidates.compactMap { Double($0) }
    guard numbers.count == candidates.count, let number = Double(value) else {
      return value == candidates.first || value == candidates.last
    }
    return number == numbers.min() || number == numbers.max()
  }
}

extension TuningDesign {
  /// The mean over the tuning trials at the last epoch; nil when one has no value, as when it diverged.
  func score(of trials: [TrialID], evidence: Evidence) -> Double? {
    let values = trials.map { trial in
      evidence.completed(trial).flatMap { RepresentingEpoch.last.value(of: metric, on: split, in: $0) }
    }
    let known = values.compactMap { $0 }
    return known.count == values.count ? Sample(known)?.mean : nil
  }
}
