import Analysis
import Archive
import ArgumentParser
import Browser
import Experiments
import Foundation
import Specifications

/// Lists claims with their verdicts, what they cost, and what one more replicate would.
struct ClaimsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims", abstract: "List claims with verdict, cost, and what one more replicate would cost and gain.",
    discussion: """
      With --require reproduced it exits 3 when a listed claim has another verdict; qualified counts as one. \
      --claims FILE --keep records the claims with the trials they judge, as a new version of the experiment that says \
      that they came after.
      """
  )

  @Argument(help: "Names of experiments; all of the archive unless given.")
  var experiments: [String] = []

  @OptionGroup var results: ResultsOptions
  @OptionGroup var claims: ClaimsOptions

  @Flag(help: "Keep the claims of --claims in the archive, so that every list and page shows them.")
  var keep = false

  @Option(help: "The verdict that every listed claim must have, or exit 3: reproduced.")
  var require: RequiredVerdict?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if keep, claims.file == nil { throw ValidationError("--keep keeps the claims of --claims FILE") }
  }

  func run() async throws {
    try await Failure.reported {
      if keep { try keepClaims() }
      let loaded = try load(try results.openArchive(), claims.claims())
      let shown = loaded.flatMap { ShownClaim.all(of: $0) }
      Output.print(json ? ShownClaim.json(shown).text : ShownClaim.text(shown, within: Terminal.columnsOfOutput()))
      if require != nil, let failing = Self.failing(shown) {
        Messages.error(failing)
        throw Ending.checkFailed.code
      }
    }
  }

  private func load(_ archive: Archive, _ file: ClaimsFile?) throws -> [LoadedExperiment] {
    let names = experiments.isEmpty ? file?.name.map { [$0] } ?? [] : experiments
    guard !names.isEmpty else { return try LoadedExperiment.all(in: archive, claims: file) }
    return try names.map { try LoadedExperiment(try archive.chosenExperiment($0), from: archive, claims: file) }
  }

  /// Records every experiment that the file judges as a version that has its claims.
  private func keepClaims() throws {
    guard let file = try claims.claims() else { return }
    // Opening for writing would make an archive where there is none.
    _ = try results.openArchive()
    try Archive.changing(results.archive) { archive in
      let names =
        try experiments.isEmpty ? file.name.map { [$0] } ?? archive.newestExperiments().map(\.name) : experiments
      for name in names {
        let archived = try archive.experiment(named: name)
        let judged = try archive.plan(of: archived).judged(by: file)
        try archive.record(judged, trialsOf: archived.key)
      }
    }
  }

  private static func failing(_ shown: [ShownClaim]) -> String? {
    if shown.isEmpty { return "no claim is there to be reproduced" }
    let failing = shown.filter { $0.finding.verdict != .reproduced && $0.finding.verdict != .qualified }
    guard !failing.isEmpty else { return nil }
    let words = failing.map { "\($0.experiment) \($0.finding.claim.id) \($0.finding.verdict.predicate)" }
    return words.joined(separator: "; ")
  }
}

/// A verdict that can be asked for.
enum RequiredVerdict: String, CaseIterable, ExpressibleByArgument {
  case reproduced
}
