import Datasets
import Experiments
import Specifications

/// A frozen plan with its trials: what a number of a task means.
package struct FrozenRun: Sendable {
  package let plan: RunPlan
  package let trials: Plan
  /// The compared trials where nothing is left to tune.
  private let compared: [PlannedTrial]?
  /// The trials of tasks that depend on nothing.
  private let planned: Set<TrialID>

  /// Rebuilds the trials without any data; throws where they are not those of the plan.
  package init(_ plan: RunPlan, path: String) throws(RunFolderError) {
    self.plan = plan
    planned = Set(plan.tasks.compactMap(\.trial))
    let experiment: Experiment
    do {
      experiment = try Experiment.read(yaml: plan.specification, file: path, source: plan.source)
      try experiment.checkTrainable(file: path)
    } catch {
      throw .plan(path: path, "\(error)")
    }
    trials = Plan(experiment) { source in plan.digest(of: source) ?? "" }
    let isTuned = plan.tuningCount == 0
    let hasChoices = plan.choices.count == experiment.configurations.count
    guard experiment.tuning == nil || !isTuned || hasChoices else {
      throw .plan(path: path, "it neither tunes nor says what was chosen")
    }
    guard plan.choices.isEmpty || Self.fit(plan.choices, experiment.configurations) else {
      throw .plan(path: path, "it chose values that were not tuned")
    }
    compared = isTuned ? trials.measurement(choices: plan.choices) : nil
    for task in plan.tasks {
      let found = known(task)
      guard (0..<count(of: task.stage)).contains(task.position), found?.id == task.trial else {
        throw .plan(
          path: path, "\(task.stage.rawValue) \(task.position) is trial \(found?.id.short ?? "none") for this program")
      }
    }
  }

  private static func fit(_ choices: [Int], _ configurations: [Configuration]) -> Bool {
    choices.count == configurations.count
      && zip(choices, configurations).allSatisfy { $1.candidates.isEmpty || $1.candidates.indices.contains($0) }
  }

  private func count(of stage: RunTask.Stage) -> Int {
    switch stage {
    case .tune: trials.tuning.count
    case .compare: trials.configurations.count * trials.experiment.replicates
    }
  }

  /// The trial of a task; nil while it depends on what this run tunes.
  private func known(_ task: RunTask) -> PlannedTrial? {
    guard (0..<count(of: task.stage)).contains(task.position) else { return nil }
    switch task.stage {
    case .tune: return trials.tuning[task.position].trial
    case .compare: return compared?[task.position]
    }
  }

  /// Whether a trial is one of the run's tasks; a run that tunes compares all trials, whatever is chosen.
  package func trains(_ trial: PlannedTrial) -> Bool {
    planned.contains(trial.id) || (trial.purpose == .measurement && compared == nil)
  }

  /// The trials of all tasks once the tuned values are chosen from outcomes; nil for those that still wait.
  ///
  /// A trial that several tasks share stands at each of them.
  package func trials(outcome: (TrialID) throws -> TrialOutcome?) rethrows -> [PlannedTrial?] {
    let chosen = try compared ?? measurement(outcome: outcome)
    return plan.tasks.map { task in
      switch task.stage {
      case .tune: trials.tuning[task.position].trial
      case .compare: chosen?[task.position]
      }
    }
  }

  /// The choices of this run: those that the outcomes of its tuning make, or where some are missing, those that were made
  /// before it, without scores; nil where this run tunes and has not yet.
  package func choices(outcome: (TrialID) throws -> TrialOutcome?) rethrows -> [TuningChoice]? {
    var outcomes: [TrialID: TrialOutcome] = [:]
    for tuning in trials.tuning {
      guard let found = try outcome(tuning.trial.id) else { return madeBefore }
      outcomes[tuning.trial.id] = found
    }
    return trials.choices { outcomes[$0] }
  }

  private var madeBefore: [TuningChoice]? {
    guard !plan.choices.isEmpty else { return nil }
    return plan.choices.enumerated().map { TuningChoice(configuration: $0, chosen: $1, scores: []) }
  }

  private func measurement(outcome: (TrialID) throws -> TrialOutcome?) rethrows -> [PlannedTrial]? {
    try choices(outcome: outcome).map { trials.measurement(choices: $0.map(\.chosen)) }
  }
}
