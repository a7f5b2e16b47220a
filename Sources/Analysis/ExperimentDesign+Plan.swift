import Experiments
import Specifications

extension ExperimentDesign {
  /// Takes over an experiment with its plan; where tuning has finished, with the values it chose, and with those that were
  /// `frozen` where its trials are elsewhere.
  package init(_ plan: Plan, evidence: Evidence, frozen: [TuningChoice] = []) {
    let experiment = plan.experiment
    let choices = plan.choices(frozen: frozen) { evidence.outcomes[$0] }
    self.init(
      name: experiment.name, question: experiment.question, seed: experiment.seed, replicates: experiment.replicates,
      metric: experiment.metric, tier: experiment.tier, scale: experiment.scale, notes: experiment.notes,
      configurations: plan.configurations.map { configuration in
        let choice = choices.first { $0.configuration == configuration.index }
        let own = plan.tuning.filter { $0.trial.configuration == configuration.index }
        let isChosen = !frozen.isEmpty || own.allSatisfy { evidence.outcomes[$0.trial.id] != nil }
        return DesignedConfiguration(configuration, choice: choice, isChosen: isChosen, plan: plan)
      },
      trials: plan.tuning.map(\.trial) + plan.measurement(choices: choices.map(\.chosen)),
      tuning: experiment.tuning.map { TuningDesign(split: .validation, metric: $0.metric, seeds: $0.seeds) },
      gate: experiment.gate.highestTrainingError, claims: experiment.claims, extensionTo: experiment.extensionTo)
  }
}

extension DesignedConfiguration {
  /// Nothing counts as chosen before every tuning trial of the configuration has an outcome, unless it was frozen.
  init(_ configuration: Configuration, choice: TuningChoice?, isChosen: Bool, plan: Plan) {
    let tuning = plan.experiment.tuning.map {
      DesignedTuning($0, of: configuration.index, chosen: isChosen ? choice?.chosen : nil, trials: plan.tuning)
    }
    self.init(
      index: configuration.index, label: configuration.label,
      fields: configuration.fields.map { ConfigurationField(path: $0.path.description, value: $0.value.inline) },
      spec: plan.spec(of: configuration, candidate: choice?.chosen),
      baseline: configuration.baseline,
      isBaseline: plan.experiment.baseline != nil && configuration.baseline == nil, tuned: tuning.map { [$0] } ?? [])
  }
}

extension DesignedTuning {
  /// One configuration's tuning.
  init(_ tuning: Tuning, of configuration: Int, chosen: Int?, trials: [TuningTrial]) {
    let own = trials.filter { $0.trial.configuration == configuration }
    self.init(
      path: tuning.path.description, chosen: chosen.map { tuning.values[$0].inline },
      candidates: tuning.values.enumerated().map { index, value in
        DesignedCandidate(value: value.inline, trials: own.filter { $0.candidate == index }.map(\.trial.id))
      })
  }
}

extension ExperimentSummary {
  /// Sums up what the archive knows of a plan.
  package init(of plan: Plan, evidence: Evidence) {
    self.init(of: ExperimentDesign(plan, evidence: evidence), evidence: evidence)
  }
}
