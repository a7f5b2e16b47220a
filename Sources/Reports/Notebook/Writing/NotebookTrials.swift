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
      return model(experiment, answer)
    }
  }

  private func model(_ experiment: BoundExperiment, _ answer: ExperimentAnswer) -> TrialsOfExperimentModel {
    let name = experiment.name
    let provenance = answer.provenance
    let facts = [ReportFact("Specification digest", provenance.specificationDigest, isCode: true)] + provenance.facts
    return TrialsOfExperimentModel(
      anchor: Self.anchor(name), name: name, question: answer.summary.question,
      sentence: Self.sentence(answer.summary.counts), provenance: FactsModel(facts),
      commands: commands(of: experiment, archived: answer.design.name),
      specification: provenance.specification,
      all: [TableModel(SummaryTables(summary: answer.summary).trials).named("Every trial of \(name)")])
  }

  /// The commands that make the same numbers again and check them: the notebook's own, since only it knows the parameters,
  /// and those by the name in the archive, where that means this experiment alone.
  private func commands(of experiment: BoundExperiment, archived name: String) -> [String] {
    let again = evaluated.bound.command
    if let source = experiment.archive {
      return [again] + Self.commands(of: source, at: evaluated.notebook.path(beside: source.archive.path))
    }
    let sharing = evaluated.bound.experiments.filter { $0.archive == nil && $0.archivedName == name }
    guard sharing.count == 1 else { return [again, "dropout-lab verify"] }
    // The page of the notebook stands where the report of an experiment of its name would.
    let elsewhere = name == evaluated.name ? " --out report" : ""
    return [
      again, "dropout-lab report \(name)\(elsewhere)", "dropout-lab verify", "dropout-lab reproduce \(name) --trials 5",
    ]
  }

  /// An export is imported into a folder of its own; a folder is read where it is.
  private static func commands(of source: ArchivedSource, at path: String) -> [String] {
    let (name, path) = (source.experiment.name, ShellWord.quoted(path))
    let results = "--results \(source.isExport ? "imported" : path)"
    return (source.isExport ? ["dropout-lab archive import \(path) \(results)"] : []) + [
      "dropout-lab report \(name) \(results) --out report", "dropout-lab verify \(results)",
      "dropout-lab reproduce \(name) \(results) --trials 5 --no-record",
    ]
  }

  static func sentence(_ counts: TrialCounts) -> String {
    "\(counts.planned.counted("trial")) \(counts.planned == 1 ? "was" : "were") planned: \(counts.completed) completed, \(counts.diverged) diverged, "
      + "\(counts.failed) failed, \(counts.open) not run."
  }
}
