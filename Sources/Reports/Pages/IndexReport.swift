import Analysis

/// The page that lists all experiments of an archive.
package struct IndexReport: Sendable {
  package let reports: [Entry]
  package let version: String

  /// One experiment on the page.
  package struct Entry: Hashable, Sendable {
    package let name: String
    package let question: String
    package let answer: [String]
    package let state: String

    package init(of report: ExperimentReport) {
      name = report.summary.name
      question = report.summary.question
      answer = Array(Answer(to: report.summary).sentences.prefix(1))
      state = report.state
    }
  }

  /// Lists reports in ascending order of their names.
  package init(_ reports: [Entry], version: String) {
    self.reports = reports.sorted { $0.name < $1.name }
    self.version = version
  }

  /// Makes `index.html`.
  package func file(_ templates: TemplateLibrary) -> ReportFile {
    ReportFile(path: "index.html", text: templates.render(model, template: "index"))
  }

  var model: IndexModel {
    let count = reports.count
    let sentence = count == 1 ? "One experiment is archived." : "\(count) experiments are archived."
    return IndexModel(
      title: "Experiments", description: sentence, version: version, sentence: count == 0 ? "" : sentence,
      isEmpty: reports.isEmpty,
      experiments: reports.map { entry in
        EntryModel(
          name: entry.name, link: "\(entry.name)/index.html", question: entry.question, answer: entry.answer,
          state: entry.state)
      })
  }
}
