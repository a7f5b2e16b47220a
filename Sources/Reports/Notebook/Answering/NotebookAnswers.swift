import Analysis
import Experiments
import Plotting
import Specifications

/// What the command found out for a notebook: one answer for everything that it asks.
package struct NotebookAnswers: Sendable {
  /// By the name of the experiment.
  package var experiments: [String: NotebookAnswer<ExperimentAnswer>] = [:]
  /// By id.
  package var identities: [String: NotebookAnswer<IdentityAnswer>] = [:]
  /// What SQL found, by the index of the cell.
  package var queries: [Int: NotebookAnswer<QueryAnswer>] = [:]
  /// Walks through a network, by the index of the cell.
  package var steps: [Int: NotebookAnswer<StepsAnswer>] = [:]
  /// The version of the program.
  package let version: String

  package init(version: String) { self.version = version }
}

/// An answer, or why there is none.
package enum NotebookAnswer<Value: Sendable>: Sendable {
  case given(Value)
  case failed(CellFailure)
}

/// Why a cell shows no result: every problem with its place.
package struct CellFailure: Error, Hashable, Sendable {
  package let problems: [Problem]
  /// Whether it only follows from a failure that is shown elsewhere.
  let isConsequence: Bool

  package init(_ problems: [Problem]) {
    self.problems = problems
    isConsequence = false
  }

  package init(_ place: Place, _ message: String) { self.init([Problem(place: place, message: message)]) }

  /// What cannot be shown because an experiment failed, whose own cell says why.
  init(_ place: Place, because experiment: String) {
    problems = [Problem(place: place, message: "the experiment '\(experiment)' failed; its own cell says why")]
    isConsequence = true
  }
}

/// Everything a notebook shows of an experiment.
package struct ExperimentAnswer: Sendable {
  package let design: ExperimentDesign
  package let evidence: Evidence
  package let provenance: ReportProvenance
  package let sheet: DataSheet?
  package let filters: [FilterRow]
  /// Title and digest of each data set.
  package let data: [ReportFact]
  /// The commits of the program that trained the trials.
  package let commits: [String]
  /// Whether claims and plan stood before the trials could be read; nil where nothing is claimed.
  let protocolFinding: ProtocolFinding?
  let summary: ExperimentSummary

  /// The summary is that of the design and the evidence.
  package init(
    design: ExperimentDesign, evidence: Evidence, summary: ExperimentSummary, provenance: ReportProvenance,
    sheet: DataSheet?, filters: [FilterRow], data: [ReportFact], commits: [String],
    protocolFinding: ProtocolFinding? = nil
  ) {
    self.design = design
    self.evidence = evidence
    self.provenance = provenance
    self.sheet = sheet
    self.filters = filters
    self.data = data
    self.commits = commits
    self.protocolFinding = protocolFinding
    self.summary = summary
  }

  /// What plots are drawn from, with another metric or measure in the place of the experiment's own where given.
  func plotSource(
    metric: MetricChoice? = nil, measure: Measure? = nil, shelf: PictureShelf?
  ) -> PlotSource {
    let judged = metric.map { ExperimentSummary(of: design.judged(by: $0), evidence: evidence) } ?? summary
    return PlotSource(
      summary: measure.map { judged.measured(by: $0, of: design, evidence: evidence) } ?? judged,
      measure: measure.map { MeasureText($0) }, sheet: sheet, filters: filters,
      specificationDigest: provenance.specificationDigest, version: provenance.version, shelf: shelf)
  }
}

extension ExperimentDesign {
  /// The same design with another metric that represents a trial.
  fileprivate func judged(by metric: MetricChoice) -> ExperimentDesign {
    ExperimentDesign(
      name: name, question: question, seed: seed, replicates: replicates, metric: metric, level: level, tier: tier,
      scale: scale, notes: notes, configurations: configurations, trials: trials, tuning: tuning, gate: gate,
      claims: claims, extensionTo: extensionTo)
  }
}

/// What the check of an identity gave.
package struct IdentityAnswer: Hashable, Sendable {
  package let id: String
  package let statement: String
  package let source: String
  package let findings: [IdentityFinding]

  package init(id: String, statement: String, source: String, findings: [IdentityFinding]) {
    self.id = id
    self.statement = statement
    self.source = source
    self.findings = findings
  }

  var holds: Bool { !findings.isEmpty && findings.allSatisfy(\.holds) }
  /// The largest distance of a number from the one it must equal; standard scores are no distances.
  var maxError: Double? { findings.compactMap(\.distance).max() }
}

/// One number that was found, and the one it must stand to.
package struct IdentityFinding: Hashable, Sendable {
  package let what: String
  package let found: Double
  /// `=`, `≥` or `≤`.
  package let relation: String
  package let expected: Double
  package let tolerance: Double
  package let holds: Bool

  package init(
    what: String, found: Double, relation: String, expected: Double, tolerance: Double, holds: Bool
  ) {
    self.what = what
    self.found = found
    self.relation = relation
    self.expected = expected
    self.tolerance = tolerance
    self.holds = holds
  }

  /// How far the number lies from the one it must equal; nil for bounds and for standard scores (`z: …`).
  var distance: Double? {
    switch relation {
    case "=": what.hasPrefix("z: ") ? nil : (found - expected).magnitude
    case "≤": expected == 0 ? found : nil
    default: nil
    }
  }
}

/// The rows that a query found.
package struct QueryAnswer: Hashable, Sendable {
  package let columns: [String]
  package let rows: [[QueryValue]]

  package init(columns: [String], rows: [[QueryValue]]) {
    self.columns = columns
    self.rows = rows
  }
}

/// A value of a query.
package enum QueryValue: Hashable, Sendable {
  case nothing
  case integer(Int)
  case real(Double)
  case text(String)
}

/// A walk through a network: sentences with the numbers they speak of.
package struct StepsAnswer: Hashable, Sendable {
  package let steps: [Step]

  package init(steps: [Step]) { self.steps = steps }

  /// One step: what is computed, how, and the numbers.
  package struct Step: Hashable, Sendable {
    package let title: String
    package let text: String
    /// Names of the rows with their numbers; the heads name the columns.
    package let heads: [String]
    package let rows: [Row]

    package init(title: String, text: String, heads: [String], rows: [Row]) {
      self.title = title
      self.text = text
      self.heads = heads
      self.rows = rows
    }
  }

  package struct Row: Hashable, Sendable {
    package let name: String
    package let values: [Double]

    package init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }
}
