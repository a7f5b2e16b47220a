import Archive
import ArgumentParser
import Experiments
import Files
import Foundation
import Specifications

/// Keeps an experiment's claims and plan as they stand before the test split is read.
struct FreezeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "freeze", abstract: "Keep claims, δ, replicates and tuning as they stand before test is read.",
    discussion: """
      The archive keeps the effective specification with its digest, the commit of the source and the time. Reports then \
      say "frozen before", or what was changed after. Declare extension: 12 beside replicates: 6 to allow for a second \
      look: every level is then halved.
      """)

  @OptionGroup var spec: SpecOptions
  @OptionGroup var results: ResultsOptions

  func run() async throws {
    try await Failure.reported {
      guard !spec.isNotebook else {
        throw SpecError(.file(spec.file), "a notebook is not frozen; freeze an experiment's file, which it can run")
      }
      let experiment = try spec.experiment()
      guard !experiment.claims.isEmpty else {
        throw SpecError(.file(spec.file), "there is nothing to freeze: the experiment has no claims")
      }
      let freezing = try Archive.changing(results.archive) { archive in
        let freezing = try self.freezing(of: experiment, in: archive)
        try archive.record(freezing)
        return freezing
      }
      if freezing.trialsRead > 0 {
        Messages.warning(
          "\(freezing.trialsRead) trials of this experiment have been read already; the report will say so")
      }
      let count = experiment.claims.count
      Output.print(
        "\(experiment.name): froze \(count.counted("claim")) at \(experiment.replicates.counted("replicate")), "
          + "digest \(freezing.digest.prefix(12))")
    }
  }

  private func freezing(of experiment: Experiment, in archive: Archive) throws -> Freezing {
    let versions = try archive.experiments().filter { archived in
      try archived.name == experiment.name && archive.plan(of: archived).experiment.tier == experiment.tier
    }
    let effective = experiment.effective.yaml
    return Freezing(
      name: experiment.name, tier: experiment.tier, digest: SHA256.digest(of: effective).hex, effective: effective,
      commit: ProvenanceCollector.commit(near: spec.folder), frozenAt: Date().timeIntervalSince1970,
      trialsRead: try archive.trialsRead(of: versions))
  }
}
