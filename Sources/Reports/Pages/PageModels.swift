/// What the template `experiment` is filled with; the names of the properties are the keys.
struct ExperimentModel: Sendable {
  var title: String
  var description: String
  var version: String
  var name: String
  var tier: String?
  var state: String
  var question: String
  var answer: [String]
  var sections: [SectionModel]
  var claims: [ClaimsModel]
  var checks: [TagModel]
  var marks: [TagModel]
  var notes: [String]
  var warnings: [String]
  var leading: [FigureModel]
  var configurations: [TableModel]
  var readings: [String]
  var hasFigures: Bool
  var figures: [FigureModel]
  var inference: [TableGroupModel]
  var probes: [TableGroupModel]
  var tuning: [TuningModel]
  var methods: FactsModel
  var trials: TrialsModel
  var provenance: FactsModel
  var hasCommands: Bool
  var commands: [String]
  var commandsHTML: String
  var downloads: [DownloadModel]
  var specification: String
  var specificationHTML: String
  var home: String?
  var comparison: String?
  var trialList: String?
}

/// What the template `index` is filled with.
struct IndexModel: Sendable {
  var title: String
  var description: String
  var version: String
  var sentence: String
  var isEmpty: Bool
  var experiments: [EntryModel]
}

struct EntryModel: Sendable {
  var name: String
  var link: String
  var question: String
  var answer: [String]
  var verdicts: [TagModel]
  var state: String
}

// MARK: - Parts of pages

struct SectionModel: Sendable {
  var anchor: String
  var text: String
}

struct FactsModel: Sendable {
  var facts: [FactModel]
}

struct FactModel: Sendable {
  var term: String
  var text: String
  var code: Bool
}

/// A section of tables, absent where there are none.
struct TableGroupModel: Sendable {
  var tables: [TableModel]
}

/// Claims with their verdicts, absent where nothing is claimed.
struct ClaimsModel: Sendable {
  var protocols: [String]
  var forest: [FigureModel]
  var table: [TableModel]
  var entries: [ClaimModel]
}

struct ClaimModel: Sendable {
  var anchor: String
  var name: String
  var verdict: String
  var tone: String?
  var statement: String
  var paper: String?
  var sentence: String
  var facts: [FactModel]
}

struct TuningModel: Sendable {
  var rule: String
  var table: [TableModel]
}

struct TrialsModel: Sendable {
  var sentence: String
  var exceptions: [TableModel]
  var all: [TableModel]
  var audit: [TableModel]
}

struct DownloadModel: Sendable {
  var source: String
  var file: String
  var text: String
  var last: Bool
}

struct FigureModel: Sendable {
  var anchor: String
  var figureNumber: Int
  var source: String
  var download: String
  var file: String
  var alt: String
  var caption: String
  var width: Int
  var height: Int
  var data: [TableModel]
}

struct TableModel: Sendable {
  var name: String
  var tableNumber: Int?
  var caption: String
  var header: [CellModel]
  var rows: [RowModel]
}

extension TableModel {
  /// The same table under another name, by which a reader tells it from others.
  func named(_ name: String) -> TableModel {
    var table = self
    table.name = name
    return table
  }
}

struct RowModel: Sendable {
  var head: String
  var address: String?
  var style: String?
  var tags: [TagModel]
  var cells: [CellModel]
}

struct CellModel: Sendable {
  var text: String
  var words: Bool
}

struct TagModel: Sendable {
  var text: String
  var tone: String?
}

// MARK: - From tables

extension TableModel {
  init(_ table: DataTable, number: Int? = nil) {
    name = table.name
    tableNumber = number
    caption = table.caption
    header = table.columns.map { CellModel(text: $0.title, words: $0.holdsWords) }
    rows = table.rows.map { row in
      RowModel(
        head: row.head, address: row.address, style: Self.style(of: row),
        tags: row.tags.map { TagModel(text: $0.text, tone: $0.tone == .plain ? nil : $0.tone.rawValue) },
        cells: zip(row.cells, table.columns.dropFirst()).map { CellModel(text: $0, words: $1.holdsWords) })
    }
  }
}

extension TableModel {
  /// Longer heads are set in several lines, since what keeps its place at the left must leave room for the numbers.
  private static let longestHead = 64

  private static func style(of row: DataTable.Row) -> String? {
    let styles = [row.emphasis?.rawValue, row.head.count > longestHead ? "long" : nil].compactMap { $0 }
    return styles.isEmpty ? nil : styles.joined(separator: " ")
  }
}

extension FactsModel {
  init(_ facts: [ReportFact]) {
    self.init(facts: facts.map { FactModel(term: $0.term, text: $0.text, code: $0.isCode) })
  }
}
