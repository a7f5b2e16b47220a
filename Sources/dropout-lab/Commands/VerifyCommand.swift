import Archive
import ArgumentParser
import Foundation
import Specifications

/// Holds everything that was archived and reported against its digests.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that nothing archived or reported was changed; writes nothing.",
    discussion: """
      Reads an archive, an export (.sqlar), a page (.html), exported weights (.safetensors) or a whole folder: the \
      structure of the database, the digest of every row, the digest of every page, figure and file, and every number \
      of a report against the archive.

      EXAMPLES:
        dropout-lab verify
        dropout-lab verify results/rates/index.html
        dropout-lab verify elsewhere/archive.sqlite --json

      Exit codes: 0 nothing differs, 3 something differs, 65 a newer archive, 66 nothing there.
      """)

  @Argument(
    help: "An archive, an export, a page, weights or a folder; the results folder unless given.", completion: .file())
  var path: String?

  @OptionGroup var results: ResultsOptions
  @OptionGroup var claims: ClaimsOptions

  @Option(help: "The templates with which pages were made.", completion: .directory)
  var templates: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await Failure.reported {
      let verifier = FolderVerifier(
        claims: try claims.claims(), templates: templates.map { URL(filePath: $0, directoryHint: .isDirectory) },
        results: results.folder)
      let verification = try verifier.verify(path ?? results.results)
      Output.print(json ? verification.json.text : verification.text)
      if !verification.findings.isEmpty { throw Ending.checkFailed.code }
    }
  }
}
