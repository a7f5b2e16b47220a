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

  @Argument(help: "An experiment's name, latest, latest~1, or the first digits of a trial's id.")
  var name: String

  @Option(help: "A tag to set: up to 64 characters without spaces and commas. Repeat for more.")
  var tag: [String] = []

  @Option(help: "A tag to take away.")
  var untag: [String] = []

  @Option(help: "A note to add.")
  var note: [String] = []

  @Option(help: "The number of a note to take away.")
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
  }

  func run() async throws {
    try await Failure.reported {
      let known = try results.openArchive()
      let subject = try Self.subject(name, in: known)
      let shown = ShownAnnotations(try written(about: subject, known))
      Output.print(
        json ? JSONValue.object([("schema", .number(1))] + shown.fields).text : shown.lines.joined(separator: "\n"))
    }
  }

  private func written(about subject: AnnotationSubject, _ known: Archive) throws -> Annotations {
    guard !changes.isEmpty else { return try known.annotations(of: subject) }
    let archive = try Archive.open(at: results.archive)
    let written = try archive.annotate(subject, changes)
    try archive.settle()
    return written
  }

  private var changes: [AnnotationChange] {
    untag.map { .untag($0) } + tag.map { .tag($0) } + (unnote.map { [.unnote($0)] } ?? []) + note.map { .note($0) }
      + (star ? [.star] : []) + (unstar ? [.unstar] : [])
  }

  /// Looks for an experiment first, then for a trial if the name could begin an id.
  static func subject(_ name: String, in archive: Archive) throws -> AnnotationSubject {
    let isKnown = try archive.experiments().contains { $0.name == name }
    if !isKnown, name.count >= 4, name.allSatisfy(\.isHexDigit) { return .trial(try archive.trial(prefix: name).id) }
    return .experiment(name: try archive.experiment(named: name).name)
  }
}
