import Specifications

/// What a cell shows, in a form that every kind of document can write.
struct CellOutput: Hashable, Sendable {
  var blocks: [OutputBlock]
  /// Where its numbers come from; nil where nothing was trained for it.
  var origin: OutputOrigin?
}

/// One part of what a cell shows.
indirect enum OutputBlock: Hashable, Sendable {
  /// A figure or table with a number.
  case exhibit(Exhibit)
  case table(DataTable)
  case paragraph(String, OutputTone)
  case markdown(MarkedText)
  case facts([ReportFact])
  /// Code with the word of its language.
  case code(String, String)
  case picture(CatalogPicture)
  /// Choices a, b, … of an exercise, in Markdown.
  case choices([MarkedText])
  case claim(ClaimOutput)
  case definitions([GlossaryCell.Entry])
  case folded(summary: String, [OutputBlock])
  case failure(CellFailure)
}

/// How a paragraph stands out.
enum OutputTone: String, Hashable, Sendable {
  case plain, answer, note, good, bad, step, warning
}

/// A numbered figure or table.
enum Exhibit: Hashable, Sendable {
  case figure(ReportFigure)
  case table(DataTable)

  var kind: NotebookLabel.Kind {
    switch self {
    case .figure: .figure
    case .table: .table
    }
  }
}

/// Where the numbers of a cell come from, for the margin.
struct OutputOrigin: Hashable, Sendable {
  let experiment: String
  let trials: Int
  /// The finished archive that has the trials; nil where the notebook ran them.
  let archive: String?
  let specification: String
  let data: [ReportFact]
  let commits: [String]
  let command: String
}
