import Archive
import Browser
import Datasets
import Experiments
import Files
import Specifications

/// An experiment whose trials are all in the archive, found without loading its data.
///
/// The content of a synthetic set follows from its seed and the engine version, so the digest that the archive holds
/// stands for it; a trial of another engine version has another id and is missing. Files are read and digested anew.
struct FinishedExperiment: Sendable {
  private let archived: ArchivedExperiment
  private let plan: Plan
  private let trials: Int

  /// Nil where something is left to be done, where the experiment is new, and where its data lies in files.
  init?(_ experiment: Experiment, in archive: Archive) throws {
    guard experiment.configurations.allSatisfy({ $0.spec.dataset.source.isSynthetic }) else { return nil }
    let digest = SHA256.digest(of: experiment.effective.yaml).hex
    guard
      let archived = try archive.experiments().first(where: { $0.name == experiment.name && $0.digest == digest })
    else { return nil }
    guard let plan = Plan(experiment, digests: try archive.dataDigests(of: archived.key)) else { return nil }
    let tuning = plan.tuning.map(\.trial)
    let tuned = try archive.outcomes(of: tuning.map(\.id))
    guard tuning.allSatisfy({ tuned[$0.id] != nil }) else { return nil }
    let measured = plan.measurement(choices: plan.choices { tuned[$0] }.map(\.chosen))
    let known = try archive.finished(among: tuning + measured)
    guard (tuning + measured).allSatisfy({ known.contains($0.id) }) else { return nil }
    // Whoever asks for the newest version gets the one that was run last.
    _ = try archive.record(plan, data: [])
    self.archived = archived
    self.plan = plan
    trials = known.count
  }

  /// The same words as for a run that finds nothing to do.
  var text: String { "0 trials to train, \(trials) in the archive already" }

  func loaded(from archive: Archive, withFilters: Bool) throws -> LoadedExperiment {
    try LoadedExperiment(archived, plan: plan, from: archive, withFilters: withFilters)
  }
}
