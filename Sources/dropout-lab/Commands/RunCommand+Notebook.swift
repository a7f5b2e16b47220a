import Archive
import ArgumentParser
import Datasets
import Foundation
import Reports

/// The kinds of documents that a notebook becomes.
enum NotebookFormat: String, CaseIterable, ExpressibleByArgument {
  case html, single
}

extension RunCommand {
  /// Whether the file is a notebook and no experiment.
  var isNotebook: Bool { spec.file.hasSuffix(".md") }

  /// Runs the experiments of a notebook that are missing and writes its page.
  func runNotebook() async throws {
    let recorder = makeRecorder()
    let session = try NotebookSession(
      file: spec.file, parameters: notebookParameters, store: DatasetStore(folders: data.folders), settings: settings,
      recorder: recorder)
    let archive = try Archive.open(at: results.archive)
    let answers = try await session.answers(in: archive)
    try archive.settle()
    guard let answers else {
      recorder.said("Resume with: \(settings.command)")
      throw Ending.interrupted.code
    }
    let evaluated = try EvaluatedNotebook(session.bound, answers: answers)
    try write(evaluated)
    for problem in evaluated.failures { Messages.error("\(problem)") }
    if !evaluated.failures.isEmpty { throw Ending.someTrialsFailed.code }
  }

  /// `name=value` of the command line; `--tier` is the parameter of that name.
  var notebookParameters: [String] { spec.overrides + (spec.tier.map { ["tier=\($0)"] } ?? []) }

  private func write(_ evaluated: EvaluatedNotebook) throws {
    let folder = out ?? "\(results.results)/\(evaluated.name)"
    let files = NotebookHTML(evaluated, templates: try TemplateLibrary(), isSingle: format == .single).files
    for file in files { try file.write(below: URL(filePath: folder, directoryHint: .isDirectory)) }
    print("\(folder)/\(files[0].path)")
  }
}
