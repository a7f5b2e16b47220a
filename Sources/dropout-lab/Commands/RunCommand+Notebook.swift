import Archive
import ArgumentParser
import Datasets
import Foundation
import Reports

/// The kinds of documents that a notebook becomes.
enum NotebookFormat: String, CaseIterable, ExpressibleByArgument {
  /// A folder with a page and its figures.
  case html
  /// One page with its figures within.
  case single
  case markdown, ipynb, pdf

  /// Whether it is made of the templates of pages.
  var isPage: Bool { [.html, .single, .pdf].contains(self) }
}

extension RunCommand {
  /// Runs the experiments of a notebook that are missing and writes its page.
  func runNotebook() async throws {
    let recorder = makeRecorder()
    // A template with a mistake is told before hours of training.
    let library = try pages.library()
    let session = try NotebookSession(
      file: spec.file, parameters: spec.notebookParameters, store: DatasetStore(folders: data.folders),
      settings: settings,
      recorder: recorder)
    if dryRun { return try explain(session) }
    try refuseToMix(session.bound.notebook.name)
    let archive = try Archive.open(at: results.archive)
    let answers = try await session.answers(in: archive)
    try archive.settle()
    guard let answers else {
      recorder.said("Resume with: \(settings.command)")
      throw Ending.interrupted.code
    }
    let evaluated = try EvaluatedNotebook(session.bound, answers: answers, keepingPicturesIn: results.pictures)
    recorder.wrote(try write(evaluated, with: library))
    for problem in evaluated.failures { Messages.error("\(problem)") }
    if !evaluated.failures.isEmpty { throw Ending.someTrialsFailed.code }
  }

  /// Refuses a folder that is a site, or unless it was named, one with an archive of its own.
  private func refuseToMix(_ name: String) throws {
    let path = out ?? "\(results.results)/\(name)"
    let folder = URL(filePath: path, directoryHint: .isDirectory)
    guard let what = PageOwner.wholeContent(of: folder), out == nil || PageOwner.isSite(folder) else { return }
    throw PageTaken(path: path, what: what, taker: .notebook(name))
  }

  /// Says what would be trained and why; nothing is written.
  private func explain(_ session: NotebookSession) throws {
    let known = try Archive.readIfThere(at: results.archive)
    try NotebookDryRun(session: session, archive: known).print(why: why, json: json)
  }

  /// Writes the document and returns its path.
  private func write(_ evaluated: EvaluatedNotebook, with library: TemplateLibrary) throws -> String {
    let path = out ?? "\(results.results)/\(evaluated.name)"
    let folder = URL(filePath: path, directoryHint: .isDirectory)
    if format == .html, out == nil, PageOwner.kind(of: evaluated.name, in: results.folder) == "experiment" {
      Messages.warning(
        "\(path)/index.html was the report of the experiment '\(evaluated.name)'; "
          + "'dropout-lab report \(evaluated.name) --out FOLDER' writes it elsewhere")
    }
    let files =
      switch format {
      case .html: NotebookHTML(evaluated, templates: library, isSingle: false).files
      case .single, .pdf: NotebookHTML(evaluated, templates: library, isSingle: true).files
      case .markdown: NotebookMarkdown(evaluated).files
      case .ipynb: NotebookJupyter(evaluated).files
      }
    for file in files { try file.write(below: folder) }
    guard format == .pdf else { return "\(path)/\(files[0].path)" }
    let printed = folder.appending(path: "\(evaluated.name).pdf")
    try PagePrinter.find().print(folder.appending(path: files[0].path), to: printed)
    return "\(path)/\(evaluated.name).pdf"
  }
}
