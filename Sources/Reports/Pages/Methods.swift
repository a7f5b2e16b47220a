import Analysis
import Experiments
import Specifications

/// The facts on how the trials of an experiment were made, from its specs.
struct Methods {
  let summary: ExperimentSummary
  let design: ExperimentDesign
  let compute: String?

  var facts: [ReportFact] {
    var facts = trial + experiment
    if let compute { facts.append(ReportFact("Compute", compute)) }
    if !design.notes.isEmpty { facts.append(ReportFact("Notes", design.notes)) }
    return facts
  }

  private var trial: [ReportFact] {
    if summary.isImported {
      return [ReportFact("Trials", "imported, not trained here; not reproducible from here")]
    }
    return [
      fact("Network", \.network), fact("Dropout", \.dropout), fact("Data", \.data), fact("Examples", \.sizes),
      fact("Inputs", \.preparation), fact("Loss", \.loss), fact("Regularisation", \.regularization),
      fact("Optimiser", \.optimizer), learningRate, fact("Schedule", \.schedule), fact("Training", \.length),
      fact("Evaluation", \.evaluation),
    ]
  }

  /// What all configurations have in common, or each variety once.
  private func fact(_ term: String, _ words: (SpecWording) -> String) -> ReportFact {
    var varieties: [String] = []
    for configuration in summary.configurations {
      let text = words(SpecWording(spec: configuration.spec))
      if !varieties.contains(text) { varieties.append(text) }
    }
    guard varieties.count > 1 else { return ReportFact(term, varieties.first ?? "") }
    return ReportFact(term, "varied: " + varieties.joined(separator: "; "))
  }

  private var learningRate: ReportFact {
    let isTuned = summary.configurations.contains { $0.tuned.contains { $0.path.hasSuffix(".learningRate") } }
    return isTuned
      ? ReportFact("Learning rate", "tuned for each configuration, see Tuning")
      : fact("Learning rate", \.learningRate)
  }

  private var experiment: [ReportFact] {
    var facts = [
      ReportFact("Replicates", replicates),
      ReportFact("Value of a trial", "\(summary.metric.title) \(summary.metric.moment)"),
      ReportFact("Choice of a configuration", selection),
      ReportFact("Tuning budget", budget),
      ReportFact("Gate", gate),
      ReportFact("Intervals", intervals),
      ReportFact("Sources of variation", summary.variation.sentence),
    ]
    if let tier = design.tier { facts.append(ReportFact("Tier", tier.rawValue)) }
    if design.scale != 1 {
      facts.append(ReportFact("Scale", "training examples and epochs × \(design.scale.shortestDecimal)"))
    }
    return facts
  }

  private var replicates: String {
    guard summary.isImported else {
      return
        "\(summary.replicates) per configuration, seed \(design.seed); all configurations of a replicate share subset, "
        + "batch order and, where shapes agree, initial weights"
    }
    var seeds: [String] = []
    for trial in design.trials where !seeds.contains("\(trial.seed)") { seeds.append("\(trial.seed)") }
    return
      "\(summary.replicates) per configuration, the seeds \(seeds.joinedInWords()) of the imported file as replicates 0, "
      + "1, … in this order"
  }

  private var selection: String {
    guard summary.configurations.contains(where: { $0.validationScore != nil }) else {
      return "none: nothing was scored on validation, and the test split is never used for a choice"
    }
    let scored = Selection(metric: summary.metric.name, answers: summary.answers).metric.title
    return "the best mean validation \(scored) of those that trained; the test split "
      + "is never used for a choice"
  }

  private var budget: String {
    guard let tuning = summary.tuning, let tuned = summary.configurations.first?.tuned.first else {
      return "nothing was tuned"
    }
    let trials = tuned.candidates.count * tuning.seeds.count
    let seeds = tuning.seeds.map(String.init).joinedInWords()
    return "\(trials) trials for every configuration: \(tuned.candidates.count) values of the \(tuned.title) with "
      + "\(tuning.seeds.count == 1 ? "replicate" : "replicates") \(seeds), which no comparison uses"
  }

  private var gate: String {
    guard let gate = design.gate else {
      return
        "a configuration whose trials all diverged counts as \u{201C}optimiser failed\u{201D}: it is listed, but not "
        + "compared"
    }
    let share = NumberText.fixed(gate * 100, places: 0)
    return
      "a configuration whose training error at the end is \(share)\u{A0}% or more, or whose trials all diverged, counts "
      + "as \u{201C}optimiser failed\u{201D}: it is listed, but not compared"
  }

  private var intervals: String {
    let level = NumberText.significant(summary.level * 100, digits: 2)
    return
      "\(level)\u{A0}%, Student t over replicates; differences paired by replicate; not adjusted for the number of "
      + "comparisons, p values by Holm's method where they say so"
  }
}
