import Analysis
import Specifications

/// The last part of a notebook's page: every experiment with its trials and where they come from.
struct NotebookTrials {
  let evaluated: EvaluatedNotebook

  init(_ evaluated: EvaluatedNotebook) { self.evaluated = evaluated }

  /// The name that links to the trials of an experiment lead to.
  static func anchor(_ experiment: String) -> String { "trials-\(experiment.replacing(" ", with: "-"))" }

  /// In the order of the notebook; experiments that failed are left out.
  var models: [TrialsOfExperimentModel] {
    evaluated.bound.experiments.compactMap { experiment in
      guard case .given(let answer) = evaluated.answers.experiments[experiment.name] else { return nil }
      return model(experiment.name, answer)
    }
  }

  private func model(_ name: String, _ answer: ExperimentAnswer) -> TrialsOfExperimentModel {
    let provenance = answer.provenance
    let facts = [ReportFact("Specification digest", provenance.specificationDigest, isCode: true)] + provenance.facts
    return TrialsOfExperimentModel(
      anchor: Self.anchor(name), name: name, question: answer.summary.question,
      sentence: Self.sentence(answer.summary.counts), provenance: FactsModel(facts), commands: provenance.reproduction,
      specification: provenance.specification,
      all: [TableModel(SummaryTables(summary: answer.summary).trials).named("Every trial of \(name)")])
  }

  static func sentence(_ counts: TrialCounts) -> String {
    "\(counts.planned.counted("trial")) \(counts.planned == 1 ? "was" : "were") planned: \(counts.completed) completed, \(counts.diverged) diverged, "
      + "\(counts.failed) failed, \(counts.open) not run."
  }
}
