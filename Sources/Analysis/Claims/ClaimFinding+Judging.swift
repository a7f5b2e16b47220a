import Experiments

extension ClaimFinding {
  /// What the trials of an experiment say of each of its claims, in their order.
  static func all(
    of design: ExperimentDesign, configurations: [ConfigurationSummary], evidence: Evidence
  ) -> [ClaimFinding] {
    guard !design.claims.isEmpty else { return [] }
    let values = ClaimValues(design: design, configurations: configurations, evidence: evidence)
    let hasFailures = configurations.contains { $0.counts.diverged + $0.counts.failed > 0 }
    let guessed = hasFailures ? ClaimJudge(values: values.withFailuresAsChance).judgements : []
    let judged = ClaimJudge(values: values, guessed: guessed).judgements
    return design.claims.enumerated().map { index, claim in
      let counts = values.counts(of: claim)
      let isTouched = counts.diverged + counts.failed > 0
      return ClaimFinding(
        claim: claim, arms: claim.question.arms.map { values.name(of: $0) }, judgement: judged[index],
        sensitivity: isTouched && values.canGuess(claim) ? guessed[index] : nil,
        pairing: values.pairing(of: claim),
        budget: ClaimBudget(of: claim, from: values), configurations: values.configurations(of: claim),
        trials: values.trials(of: claim), counts: counts,
        alpha: design.alpha(of: claim))
    }
  }
}
