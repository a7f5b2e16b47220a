import Datasets
import Experiments
import Statistics

/// The numbers that claims are decided by, one per configuration, measure and replicate.
struct ClaimValues {
  let design: ExperimentDesign
  let configurations: [ConfigurationSummary]
  let evidence: Evidence
  /// Whether diverged and failed trials count as guessing instead of being left out.
  let countsFailuresAsChance: Bool
  /// The replicates whose predictions make one number of all training sets; all where nil.
  private let replicates: Set<Int>?
  private let trials: [Int: [Int: TrialID]]
  private let predictions = KnownPredictions()

  init(
    design: ExperimentDesign, configurations: [ConfigurationSummary], evidence: Evidence,
    countsFailuresAsChance: Bool = false, replicates: Set<Int>? = nil
  ) {
    self.design = design
    self.configurations = configurations
    self.evidence = evidence
    self.countsFailuresAsChance = countsFailuresAsChance
    self.replicates = replicates
    let measured = design.trials.filter { $0.purpose == .measurement }
    trials = Dictionary(grouping: measured, by: \.configuration).mapValues { trials in
      Dictionary(trials.map { ($0.replicate, $0.id) }) { first, _ in first }
    }
  }

  /// The same with failures as chance.
  var withFailuresAsChance: ClaimValues {
    ClaimValues(
      design: design, configurations: configurations, evidence: evidence, countsFailuresAsChance: true)
  }

  /// The same with numbers of all training sets made of these replicates alone, as those of arms that are compared must be.
  func restricted(to replicates: [Int]) -> ClaimValues {
    ClaimValues(
      design: design, configurations: configurations, evidence: evidence,
      countsFailuresAsChance: countsFailuresAsChance, replicates: Set(replicates))
  }

  func summary(_ configuration: Int) -> ConfigurationSummary? { configurations.first { $0.index == configuration } }
  func label(_ configuration: Int) -> String { summary(configuration)?.mention ?? "\(configuration)" }

  /// An arm in words, before and after a choice on validation.
  func name(of arm: ClaimArm) -> String {
    let labels = arm.configurations.map(label)
    switch arm.rule {
    case .mean where labels.count > 1: return "the mean of \(labels.joinedInWords())"
    case .mean: return labels[0]
    case .bag: return "the bag of \(labels.joinedInWords())"
    case .vertex(let path, let levels):
      return "the best \(SpecPath(path).last) of \(levels.count) from \(labels[0]) to \(labels[labels.count - 1])"
    case .bestOnValidation:
      let chosen = resolved(arm).map { label($0.configurations[0]) }
      return "the best of \(labels.joinedInWords()) on validation" + (chosen.map { " (\($0))" } ?? "")
    case .bestBy(let measure):
      return "the best by \(MeasureText(measure).title) of \(counted(labels, of: arm, by: measure))"
    }
  }

  /// The same in few words, once validation has chosen.
  func title(of arm: ClaimArm) -> String {
    let labels = arm.configurations.map(label).joinedInWords()
    if case .bestBy = arm.rule { return "the best of \(labels)" }
    return labels
  }

  func trial(_ configuration: Int, _ replicate: Int) -> TrialID? { trials[configuration]?[replicate] }

  // MARK: Values

  /// The value of an arm at a replicate; nil when one of its trials has none. A choice must be resolved before.
  func value(of arm: ClaimArm, at replicate: Int) -> Double? {
    if arm.rule == .bag, case .predictions(let request, let statistic) = arm.terms[0].measure {
      return value(statistic, of: arm.configurations, request, at: replicate)
    }
    if case .bestBy(let measure) = arm.rule {
      return choice(by: measure, of: arm, at: replicate).flatMap { value(of: $0, at: replicate) }
    }
    if case .vertex(_, let levels) = arm.rule { return vertex(levels, of: arm, at: replicate) }
    let values = arm.terms.compactMap { value(of: $0, at: replicate) }
    return values.count == arm.terms.count ? Sample(values)?.mean : nil
  }

  func value(of term: ArmTerm, at replicate: Int) -> Double? {
    guard let trial = trial(term.configuration, replicate) else { return nil }
    if countsFailuresAsChance {
      switch evidence.state(of: trial) {
      case .diverged, .failed: return chance(of: term)
      case .completed, .open: break
      }
    }
    switch term.measure {
    case .epoch(let choice, let layer):
      return evidence.completed(trial).flatMap {
        choice.at.value(of: choice.name, on: choice.split, layer: layer, in: $0)
      }
    case .inference(let request, let metric, let samples):
      let record = evidence.inference[trial]?.first { $0.request == request }
      let measured = record?.values.last { value in
        value.metric == metric && (samples == nil || value.samples == samples)
      }
      return measured.flatMap { $0.value.isFinite ? $0.value : nil }
    case .probe(let request, let statistic, let layer, let place):
      let record = evidence.probes[trial]?.first { $0.request == request }
      return record?.value(statistic, layer: layer, at: place).flatMap { $0.isFinite ? $0 : nil }
    case .predictions(let request, let statistic):
      return value(statistic, of: [term.configuration], request, at: replicate)
    }
  }

  /// The level at which the measure is best; levels whose trial has no value are passed over.
  private func vertex(_ levels: [Double], of arm: ClaimArm, at replicate: Int) -> Double? {
    ParabolaVertex.level(
      levels,
      arm.terms.map { term in
        value(of: term, at: replicate).map { term.measure.betterEnd == .higher ? -$0 : $0 }
      })
  }

  /// What the mean prediction of some configurations comes to at a replicate.
  private func value(
    _ statistic: PredictionStatistic, of members: [Int], _ request: ProbeRequest, at replicate: Int
  ) -> Double? {
    let values = predictions.values(of: statistic, Set(members), request) {
      PredictionGroup(
        design.configurations.filter { members.contains($0.index) }, request, design, evidence, among: replicates)
    }
    return values[replicate]
  }

  /// Whether guessing has a score wherever a trial of a claim, or of its parts, diverged or failed.
  func canGuess(_ claim: Claim) -> Bool {
    let parts = claim.question.parts.compactMap { id in design.claims.first { $0.id == id } }
    let lost = claim.question.arms.flatMap(\.terms).filter { term in
      summary(term.configuration).map { $0.counts.diverged + $0.counts.failed > 0 } ?? false
    }
    return lost.allSatisfy { chance(of: $0) != nil } && parts.allSatisfy(canGuess)
  }

  /// What guessing scores; nil where chance has no level.
  private func chance(of term: ArmTerm) -> Double? {
    let metric: Metric? =
      switch term.measure {
      case .epoch(let choice, _): choice.name
      case .inference(_, let metric, _): metric.metric
      case .probe, .predictions: nil
      }
    guard let metric, let classes = summary(term.configuration)?.spec.dataset.classCount else { return nil }
    return metric.chanceLevel(classes: classes)
  }

  // MARK: Choices on validation

  /// The arm with its choice made; nil while validation has no score of every term.
  func resolved(_ arm: ClaimArm) -> ClaimArm? {
    switch arm.rule {
    case .mean, .bag, .vertex, .bestBy: return arm
    case .bestOnValidation:
      let scores = arm.terms.map { score(of: $0.configuration) }
      let known = scores.compactMap { $0 }
      guard known.count == scores.count, let best = known.min(),
        let index = scores.firstIndex(of: best)
      else { return nil }
      return ClaimArm([arm.terms[index]])
    }
  }

  /// The validation score, lower is better: on tuning replicates where values are tuned, else on those compared.
  private func score(of configuration: Int) -> Double? {
    guard let summary = summary(configuration) else { return nil }
    if let tuning = design.tuning, let tuned = summary.tuned.first {
      let score = tuned.candidates.first { $0.value == tuned.chosen }?.score
      return score.map { tuning.metric.direction == .higherIsBetter ? -$0 : $0 }
    }
    let metric = Selection(metric: design.metric.name, answers: design.answers).metric
    return summary.validationScore.map { metric.direction == .higherIsBetter ? -$0 : $0 }
  }
}
