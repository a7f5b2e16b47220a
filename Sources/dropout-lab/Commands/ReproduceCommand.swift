import Archive
import ArgumentParser
import Browser
import Datasets
import Experiments
import Foundation
import Specifications

/// Trains archived trials again and compares them bit for bit.
struct ReproduceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce", abstract: "Train archived trials again and compare every number bit for bit.",
    discussion: """
      Trials are drawn by --seed: of all finished ones those whose SHA-256 of "SEED TRIAL" is least. The archive keeps \
      what came of it, and the next report shows it. Archived on another architecture or by another engine version, \
      numbers must agree within --tolerance, and the answer says so.

      EXAMPLES:
        dropout-lab reproduce rates
        dropout-lab reproduce rates --trials all --jobs 2
        dropout-lab reproduce rates --results results/published --no-record

      Exit codes: 0 all agree, 3 one does not, 65 other data, 66 nothing there, 130 and 143 interrupted (what was \
      compared by then is kept).
      """)

  @Argument(help: "An experiment's name or latest, with ~1 the version before.")
  var experiment: String

  @Option(parsing: .unconditional, help: "How many trials: a number or all.")
  var trials = "5"

  @Option(parsing: .unconditional, help: "What the trials are drawn by; the number of earlier checks unless given.")
  var seed: UInt64?

  @Option(parsing: .unconditional, help: "Largest relative difference of a number that agrees elsewhere.")
  var tolerance = 0.001

  @Option(name: .shortAndLong, parsing: .unconditional, help: "Trials that train at once; all cores unless given.")
  var jobs: Int?

  @Flag(help: "Keep nothing: the archive is only read.")
  var noRecord = false

  @OptionGroup var results: ResultsOptions
  @OptionGroup var data: DataOptions

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if trials != "all", Int(trials).map({ $0 < 1 }) ?? true {
      throw ValidationError("--trials is '\(trials)'; allowed is a number from 1, or all")
    }
    if trials == "all", seed != nil {
      throw ValidationError("--seed draws trials, of which --trials all leaves none out")
    }
    if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs is \(jobs); allowed is 1 to 1024") }
    if !(tolerance >= 0) { throw ValidationError("--tolerance is \(tolerance); allowed is a number from 0") }
  }

  func run() async throws {
    try await Failure.reported {
      let archive = try results.openArchive()
      let archived = try archive.chosenExperiment(experiment)
      let (reproduction, stopped) = try await reproducer(of: archived, in: archive).run()
      let shown = ShownReproduction(experiment: archived.name, reproduction: reproduction)
      Output.print(json ? shown.json.text : shown.text)
      // What was found is told also where the archive cannot take it.
      if !noRecord, !reproduction.trials.isEmpty {
        try record(reproduction, of: archived)
        let isNewest = try archive.isNewest(archived)
        Messages.note(
          "Its page says so once it is made again: dropout-lab report \(ShellWord.quoted(experiment))\(results.words)"
            + (isNewest ? "" : " --out FOLDER"))
      }
      if !reproduction.holds { throw Ending.checkFailed.code }
      if let stopped { throw Ending(stoppedBy: stopped).code }
    }
  }

  private func reproducer(of archived: ArchivedExperiment, in archive: Archive) throws -> Reproducer {
    let plan = try archive.plan(of: archived)
    let prepared = try PreparedRun(plan.experiment, store: DatasetStore(folders: data.folders))
    for (configuration, (known, digest)) in zip(plan.configurations, zip(plan.digests, prepared.digests))
    where known != digest {
      throw DatasetError(
        .unsuitable, configuration.spec.dataset.source.title,
        "it is not the data that was archived: its digest is \(digest.prefix(12))…, archived is \(known.prefix(12))…")
    }
    let seed = try self.seed ?? UInt64(archive.reproductions(of: archived.key).count)
    let draw = ReproductionDraw(
      try archive.identities(of: archived.key, finished: true), plan: prepared.plan,
      choices: try archive.choices(of: archived.key), seed: seed, count: Int(trials))
    guard !draw.drawn.isEmpty else {
      Messages.error("'\(archived.name)' has no finished trial in the archive; 'dropout-lab run' trains them")
      throw Ending.missingInput.code
    }
    return Reproducer(
      archive: archive, archived: archived, prepared: prepared, draw: draw,
      jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount, tolerance: tolerance,
      recorder: TextRecorder(terminal: Terminal.onStandardError(environment: ProcessInfo.processInfo.environment)))
  }

  private func record(_ reproduction: Reproduction, of archived: ArchivedExperiment) throws {
    try Archive.changing(results.archive) { try $0.record(reproduction, of: archived.key) }
  }
}
