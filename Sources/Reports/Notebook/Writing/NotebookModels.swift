/// What the template `notebook` is filled with; the names of the properties are the keys.
struct NotebookModel: Sendable {
  var title: String
  var description: String
  var version: String
  var subtitle: String?
  var authors: String?
  var failures: [FailuresModel]
  var sections: [ContentsModel]
  var body: String
  var references: [String]
  var hasTrials: Bool
  var trials: [TrialsOfExperimentModel]
  var parameters: FactsModel
  var hasParameters: Bool
  var commands: [String]
}

/// The banner over a page on which something failed.
struct FailuresModel: Sendable {
  var sentence: String
  var problems: [ProblemModel]
}

struct ProblemModel: Sendable {
  var anchor: String
  var text: String
}

/// One line of the contents; `html` is the title with its formulas.
struct ContentsModel: Sendable {
  var anchor: String
  var number: String
  var html: String
  var inner: Bool
}

/// What the template `exhibit` is filled with: a numbered figure or table.
struct ExhibitModel: Sendable {
  var anchor: String
  var kind: String
  var name: String
  /// The author's caption.
  var html: String?
  /// What the program says of a figure.
  var caption: String?
  var pictures: [CatalogPictureModel]
  var tables: [TableModel]
  var mentions: String
  var origin: String
}

/// What the template `origin` is filled with.
struct OriginModel: Sendable {
  var name: String
  var link: String
  var text: String
  var facts: [FactModel]
  var command: String
}

/// The trials of one experiment at the end of the page.
struct TrialsOfExperimentModel: Sendable {
  var anchor: String
  var name: String
  var question: String
  var sentence: String
  var provenance: FactsModel
  var commands: [String]
  var specification: String
  var all: [TableModel]
}
