import Analysis
import Specifications

/// A claim with its verdict, as a cell shows it.
struct ClaimOutput: Hashable, Sendable {
  /// Unique within the page.
  let anchor: String
  let id: String
  let verdict: String
  let tone: DataTable.Tag.Tone
  let statement: String
  /// Paper and place; empty when nobody is named.
  let source: String
  let sentence: String
  let facts: [ReportFact]

  /// Takes the words of the experiment's own page.
  private init(_ model: ClaimModel, experiment: String) {
    anchor = "claim-\(experiment)-\(model.name)"
    id = model.name
    verdict = model.verdict
    tone = model.tone.flatMap(DataTable.Tag.Tone.init) ?? .plain
    statement = model.statement
    source = model.paper ?? ""
    sentence = model.sentence
    facts = model.facts.map { ReportFact($0.term, $0.text, isCode: $0.code) }
  }

  /// The claims of these ids, all when none is named; throws for an id that the experiment does not have.
  static func all(
    _ claims: [Named], of experiment: Named, in summary: ExperimentSummary
  ) throws(CellFailure) -> [ClaimOutput] {
    let entries = ClaimTables(findings: summary.claims).entries
    guard !entries.isEmpty else {
      throw CellFailure(experiment.place, "the experiment '\(experiment.name)' states no claims")
    }
    let chosen = claims.isEmpty ? entries.map { Named(name: $0.name, place: experiment.place) } : claims
    var outputs: [ClaimOutput] = []
    for claim in chosen {
      guard let entry = entries.first(where: { $0.name == claim.name }) else {
        throw CellFailure(
          claim.place,
          MapReader.unknown("claim", claim.name, of: "'\(experiment.name)'", allowed: entries.map(\.name)))
      }
      outputs.append(ClaimOutput(entry, experiment: experiment.name))
    }
    return outputs
  }
}
