import Analysis
import Archive
import Experiments
import Reports
import Specifications
import Statistics

/// The ledger of all claims with their verdicts, over all experiments.
struct ClaimsPage {
  let claims: [LedgerClaim]

  var page: SitePage {
    SitePage(
      path: "claims.html", title: "Claims", description: sentence, place: .claims,
      body: """
        <header class="title">
        <p class="kind">dropout-lab</p>
        <h1>Claims</h1>
        <p class="question">\(sentence)</p>
        </header>
        <main id="main">
        \(claims.isEmpty ? HTML.nothing : table.html)</main>
        """)
  }

  private var sentence: String {
    if claims.isEmpty { return "No archived experiment claims anything." }
    var words: [String] = []
    for verdict in Verdict.allCases {
      let count = claims.count { $0.verdict == verdict.word }
      if count > 0 { words.append("\(count) \(verdict.word)") }
    }
    return "\(claims.count) \(claims.count == 1 ? "claim" : "claims"): \(words.joinedInWords())."
  }

  private var table: SiteTable {
    SiteTable(
      name: "All claims", caption: "Effects are positive in the claimed direction; the interval decides.",
      columns: [
        .init("Claim"), .init("Statement", words: true), .init("Experiment", words: true),
        .init("Verdict", words: true), .init("Effect"), .init("Interval"), .init("p, Holm"),
      ],
      rows: claims.map { claim in
        SiteTable.Row(
          cells: [
            SiteTable.Cell(
              "<a href=\"\(SiteAddress.experiment(claim.experiment))#claim-\(claim.id)\">\(claim.id)</a>",
              key: claim.number.map(Double.init)),
            SiteTable.Cell("\(claim.statement)<span class=\"under\">\(claim.source)</span>"),
            SiteTable.Cell("<a href=\"\(SiteAddress.experiment(claim.experiment))\">\(claim.experiment)</a>"),
            SiteTable.Cell(.tag(.init(claim.verdict, claim.tone))),
            SiteTable.Cell(text: claim.effect, key: claim.numbers.effect),
            SiteTable.Cell(text: claim.interval, key: claim.numbers.low),
            SiteTable.Cell(text: claim.p, key: claim.numbers.p),
          ], facets: ["verdict": claim.verdict])
      })
  }
}

/// One claim of the ledger, written for people.
package struct LedgerClaim: Hashable, Sendable {
  let id: String
  let experiment: String
  let statement: String
  let source: String
  let verdict: String
  let tone: DataTable.Tag.Tone
  let effect: String
  let interval: String
  let p: String
  /// By which effects, intervals and p are sorted, in their units; nil where there is none.
  let numbers: Numbers

  struct Numbers: Hashable, Sendable {
    let effect: Double?
    let low: Double?
    let p: Double?
  }

  package init(_ finding: ClaimFinding, of experiment: String) {
    let text = ClaimText(finding)
    id = finding.claim.id
    self.experiment = experiment
    statement = finding.claim.statement
    source = finding.claim.source
    verdict = finding.verdict.word
    tone = DataTable.Tag.Tone(finding.verdict)
    (effect, interval, p) = (text.estimate, text.interval, text.p(finding.judgement.adjusted))
    numbers = Numbers(
      effect: finding.effect.map { $0.estimate * text.factor },
      low: finding.effect?.shown.map { $0.low * text.factor }, p: finding.judgement.adjusted)
  }

  /// All claims of experiments, as they stand in these.
  package static func all(of experiments: [LoadedExperiment]) -> [LedgerClaim] {
    experiments.flatMap { loaded in loaded.summary.claims.map { LedgerClaim($0, of: loaded.archived.name) } }
  }

  /// In the order of their numbers.
  package static func sorted(_ claims: [LedgerClaim]) -> [LedgerClaim] {
    claims.sorted { ($0.number ?? .max, $0.id, $0.experiment) < ($1.number ?? .max, $1.id, $1.experiment) }
  }

  /// The same words as on the page of all claims.
  package var json: JSONValue {
    .object([
      ("claim", .text(id)), ("experiment", .text(experiment)), ("statement", .text(statement)),
      ("source", .text(source)), ("verdict", .text(verdict)), ("effect", .text(effect)),
      ("interval", .text(interval)), ("p", .text(p)),
    ])
  }

  /// The number in its name, by which claims are put in order.
  var number: Int? { Int(id.drop { !$0.isNumber }.prefix { $0.isNumber }) }
}
