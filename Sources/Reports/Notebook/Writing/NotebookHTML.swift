import Analysis
import Foundation
import Specifications

/// Writes an evaluated notebook as one HTML page with its figures beside it or within.
package struct NotebookHTML: Sendable {
  let evaluated: EvaluatedNotebook
  let templates: TemplateLibrary
  /// Whether figures are within the page.
  let isSingle: Bool

  package init(_ evaluated: EvaluatedNotebook, templates: TemplateLibrary, isSingle: Bool) {
    self.evaluated = evaluated
    self.templates = templates
    self.isSingle = isSingle
  }

  var notebook: Notebook { evaluated.notebook }
  var numbering: NotebookNumbering { evaluated.numbering }

  /// Makes the page `name.html`, or `index.html` with the files that it shows.
  package var files: [ReportFile] {
    let pictures = isSingle ? [] : evaluated.pictureFiles(in: .html)
    var record = PageRecord(kind: "notebook", program: evaluated.answers.version)
    record.name = notebook.name
    record.files = pictures.map(\.recorded)
    let page = ReportFile(
      path: isSingle ? "\(notebook.name).html" : "index.html",
      text: templates.page(model, template: "notebook", record: record))
    return [page] + pictures
  }

  var model: NotebookModel {
    let front = notebook.frontMatter
    let trials = NotebookTrials(evaluated)
    return NotebookModel(
      title: front.title, description: front.subtitle.isEmpty ? front.title : "\(front.title): \(front.subtitle)",
      version: evaluated.answers.version, subtitle: front.subtitle.isEmpty ? nil : front.subtitle,
      authors: front.authors.isEmpty ? nil : front.authors.joinedInWords(),
      failures: evaluated.failures.isEmpty
        ? [] : [FailuresModel(sentence: evaluated.failureSentence, problems: evaluated.failures.indices.map(failure))],
      sections: contents, body: body, references: bibliography, hasTrials: !trials.models.isEmpty,
      trials: trials.models,
      parameters: FactsModel(notebook.names.parameters.map { ReportFact($0.name, $0.value, isCode: true) }),
      hasParameters: !notebook.names.parameters.isEmpty, commands: [evaluated.bound.command])
  }

  /// At most one list; none where nothing is cited.
  private var bibliography: [String] {
    guard let references = evaluated.bound.references, !references.all.isEmpty else { return [] }
    return [references.html]
  }

  private func failure(_ index: Int) -> ProblemModel {
    ProblemModel(anchor: "failure-\(index + 1)", text: evaluated.failures[index].description)
  }

  // MARK: Contents

  /// Sections of the first two levels, then what stands after the text.
  private var contents: [ContentsModel] {
    var entries = notebook.marks.indices.compactMap { index -> ContentsModel? in
      guard case .heading(let heading) = notebook.marks[index].mark, heading.level <= 3 else { return nil }
      return ContentsModel(
        anchor: anchor(heading, number: numbering.headings[index] ?? ""), number: numbering.headings[index] ?? "",
        html: plainInline(heading.title), inner: heading.level == 3)
    }
    if !bibliography.isEmpty {
      entries.append(ContentsModel(anchor: "references", number: "", html: "References", inner: false))
    }
    if !evaluated.answers.experiments.isEmpty {
      entries.append(ContentsModel(anchor: "trials", number: "", html: "Trials behind this page", inner: false))
    }
    return entries
  }

  func anchor(_ heading: NotebookHeading, number: String) -> String {
    heading.label?.description ?? "section-" + number.replacing(".", with: "-")
  }
}
