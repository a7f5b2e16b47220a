import Analysis
import Experiments

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
    /// Claim and verdict, such as `C69 reproduced`, with the tone of the verdict.
    package let verdicts: [DataTable.Tag]

    package init(of report: ExperimentReport) {
      name = report.summary.name
      question = report.summary.question
      // The verdicts stand beside it one by one.
      answer = Array(Answer(to: report.summary).sentences.dropFirst(report.summary.claims.isEmpty ? 0 : 1).prefix(1))
      state = report.state
      verdicts = report.summary.claims.map { finding in
        DataTable.Tag("\(finding.claim.id) \(finding.verdict.word)", ClaimTables.tone(finding.verdict))
      }
    }
  }

  /// Lists reports in ascending order of their names.
  package init(_ reports: [Entry], version: String) {
    self.reports = reports.sorted { $0.name < $1.name }
    self.version = version
  }

  /// Makes `index.html`.
  package func file(_ templates: TemplateLibrary) -> ReportFile {
    ReportFile(
      path: "index.html",
      text: templates.page(model, template: "index", record: PageRecord(kind: "index", program: version)))
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
          verdicts: entry.verdicts.map { TagModel(text: $0.text, tone: $0.tone == .plain ? nil : $0.tone.rawValue) },
          state: entry.state)
      })
  }
}
