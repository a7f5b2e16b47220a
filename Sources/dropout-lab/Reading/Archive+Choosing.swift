import Archive
import ArgumentParser
import Experiments

extension Archive {
  /// The experiment that was named on the command line; a trial in its place is told to be one.
  func chosenExperiment(_ name: String) throws -> ArchivedExperiment {
    do {
      return try experiment(named: name)
    } catch ArchiveError.unknown(let unknown, let near) {
      guard let trial = trial(named: name) else { throw ArchiveError.unknown(name: unknown, near: near) }
      throw ValidationError(
        "'\(name)' is a trial, and this is about experiments; 'dropout-lab show \(trial.short)' shows it")
    }
  }

  /// The finished trial that a name stands for, if it is one.
  private func trial(named name: String) -> TrialID? {
    do {
      guard case .trial(let id) = try subject(named: name) else { return nil }
      return id
    } catch {
      return nil
    }
  }

  /// Whether it is the newest version of its name, which has the page in the results folder.
  func isNewest(_ archived: ArchivedExperiment) throws -> Bool {
    try versions(of: archived.name).first?.key == archived.key
  }
}
