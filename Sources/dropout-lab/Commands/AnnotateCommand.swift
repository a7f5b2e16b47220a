import Archive
import ArgumentParser
import Experiments
import Foundation
import Specifications

/// Writes tags, notes and stars on experiments and trials, apart from what was measured.
struct AnnotateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate", abstract: "Write tags, notes and a star on an experiment or a trial.",
    discussion: """
      Without options it shows what is written. Annotations of an experiment are for all its versions; no number and no \
      report depends on them, and 'archive export' takes them along.

      EXAMPLES:
        dropout-lab annotate rates --tag mnist --star
        dropout-lab annotate 2ca39d47 --note "diverged on the second machine too"
        dropout-lab annotate rates --untag mnist --unnote 1
      """)

  @Argument(help: "An experiment's name or latest, with ~1 the version before, or the first digits of a trial's id.")
  var name: String

  @Option(help: "A tag to set: up to 64 characters without spaces and commas. Repeat for more.")
  var tag: [String] = []

  @Option(help: "A tag to take away.")
  var untag: [String] = []

  @Option(help: "A note to add.")
  var note: [String] = []

  @Option(parsing: .unconditional, help: "The number of a note to take away.")
  var unnote: Int?

  @Flag(help: "Set the star.")
  var star = false

  @Flag(help: "Take the star away.")
  var unstar = false

  @OptionGroup var results: ResultsOptions

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if star && unstar { throw ValidationError("--star and --unstar exclude each other") }
    if let both = tag.first(where: untag.contains) {
      throw ValidationError("--tag and --untag both name '\(both)'")
    }
  }

  func run() async throws {
    try await Failure.reported {
      let known = try results.openArchive()
      let subject = try known.subject(named: name)
      let shown = ShownAnnotations(try written(about: subject, known))
      let lines = shown.lines.isEmpty ? ["nothing is written about '\(name)'"] : shown.lines
      Output.print(
        json ? JSONValue.object([("schema", .number(1))] + shown.fields).text : lines.joined(separator: "\n"))
    }
  }

  private func written(about subject: AnnotationSubject, _ known: Archive) throws -> Annotations {
    guard !changes.isEmpty else { return try known.annotations(of: subject) }
    return try Archive.changing(results.archive) { try $0.annotate(subject, changes) }
  }

  private var changes: [AnnotationChange] {
    untag.map { .untag($0) } + tag.map { .tag($0) } + (unnote.map { [.unnote($0)] } ?? [])
      + note.map { .note($0.replacing("\r\n", with: "\n")) }
      + (star ? [.star] : []) + (unstar ? [.unstar] : [])
  }
}
