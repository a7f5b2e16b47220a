import Analysis
import Archive
import Browser
import Experiments
import Reports
import Specifications

/// What differs between two archived results of one experiment: its words, verdicts, figures and trials.
struct ExperimentDifference {
  /// One thing that both have and that differs, or that one has alone.
  struct Change: Hashable {
    enum Kind: String { case specification, answer, claim, figure, trial }

    let kind: Kind
    let what: String
    /// Nil where that side has it not.
    let left: String?
    let right: String?
  }

  let name: String
  private(set) var changes: [Change] = []
  /// Trials that are the same to the bit.
  private(set) var sameTrials = 0

  /// An experiment that one side has alone.
  init(only name: String, isLeft: Bool, trials: Int) {
    self.name = name
    let words = trials.counted("finished trial")
    changes = [
      Change(
        kind: .specification, what: "the experiment", left: isLeft ? words : nil, right: isLeft ? nil : words)
    ]
  }

  init(_ left: DifferingSide, _ right: DifferingSide) {
    name = left.loaded.archived.name
    if left.loaded.archived.digest != right.loaded.archived.digest {
      add(
        .specification, "the specification", left.loaded.archived.digest, right.loaded.archived.digest)
      let fields = SpecComparison(left.loaded.plan.experiment.effective, right.loaded.plan.experiment.effective)
      for field in fields.rows { add(.specification, field.path, field.left, field.right) }
    }
    compareAnswers(left.loaded.summary, right.loaded.summary)
    compareClaims(left.loaded.summary.claims, right.loaded.summary.claims)
    compareFigures(left.report.figures, right.report.figures)
    compareTrials(left, right)
  }

  private mutating func add(_ kind: Change.Kind, _ what: String, _ left: String?, _ right: String?) {
    guard left != right else { return }
    changes.append(Change(kind: kind, what: what, left: left, right: right))
  }

  private mutating func compareAnswers(_ left: ExperimentSummary, _ right: ExperimentSummary) {
    let (before, after) = (Answer(to: left).sentences, Answer(to: right).sentences)
    for index in 0..<max(before.count, after.count) {
      add(
        .answer, "sentence \(index + 1)", index < before.count ? before[index] : nil,
        index < after.count ? after[index] : nil)
    }
  }

  private mutating func compareClaims(_ left: [ClaimFinding], _ right: [ClaimFinding]) {
    let ids = left.map(\.claim.id) + right.map(\.claim.id).filter { id in !left.contains { $0.claim.id == id } }
    for id in ids {
      add(
        .claim, id, left.first { $0.claim.id == id }.map(Self.words), right.first { $0.claim.id == id }.map(Self.words))
    }
  }

  /// Verdict with the number behind it.
  private static func words(_ finding: ClaimFinding) -> String {
    let text = ClaimText(finding)
    let interval = text.interval.isEmpty ? "" : ", \(text.interval)"
    return "\(finding.verdict.word) (\(text.estimate)\(interval), n \(finding.effect?.values.count ?? 0))"
  }

  private mutating func compareFigures(_ left: [ReportFigure], _ right: [ReportFigure]) {
    let names = left.map(\.name) + right.map(\.name).filter { name in !left.contains { $0.name == name } }
    for name in names {
      let (before, after) = (left.first { $0.name == name }, right.first { $0.name == name })
      guard let before, let after else {
        add(.figure, name, before.map { "\($0.data.rows.count) rows" }, after.map { "\($0.data.rows.count) rows" })
        continue
      }
      if before.data != after.data {
        let (gone, new) = (Self.rows(before, missingIn: after), Self.rows(after, missingIn: before))
        add(.figure, name, gone, new == gone ? "\(new), elsewhere" : new)
      } else if before.png != after.png {
        add(.figure, name, "its picture, of the same numbers", "another picture")
      }
    }
  }

  /// The first row that the other has not, and how many there are.
  private static func rows(_ figure: ReportFigure, missingIn other: ReportFigure) -> String {
    let alone = figure.data.rows.filter { !other.data.rows.contains($0) }
    let first = alone.first.map { ": " + ([$0.head] + $0.cells).joined(separator: " | ") } ?? ""
    return "\(alone.count) of \(figure.data.rows.count) rows of its own\(first)"
  }

  // MARK: Trials

  private mutating func compareTrials(_ left: DifferingSide, _ right: DifferingSide) {
    let places = left.places + right.places.filter { left.trials[$0] == nil }
    for place in places {
      let (before, after) = (left.trials[place], right.trials[place])
      switch (before, after) {
      case (nil, nil): continue
      case (let before?, let after?):
        let found = Self.first(before, after)
        if let found { add(.trial, "\(place), \(found.what)", found.left, found.right) } else { sameTrials += 1 }
      case (_?, nil): add(.trial, place, "finished", nil)
      case (nil, _?): add(.trial, place, nil, "finished")
      }
    }
  }

  /// What differs first between two outcomes: where two other trials were trained, the field that makes them others.
  private static func first(
    _ before: FinishedTrial, _ after: FinishedTrial
  ) -> (what: String, left: String, right: String)? {
    let gone = lost(before.shared(with: after.trial), after).map { ($0.what, $0.recorded, $0.now) }
    // What one side lacks is a difference whichever it is.
    let new = lost(after.shared(with: before.trial), before).map { ($0.what, $0.now, $0.recorded) }
    guard let outcome = gone ?? new else { return nil }
    let fields = SpecComparison(before.trial.spec.node, after.trial.spec.node).rows
    guard let field = fields.first else { return outcome }
    return (field.path, field.words[0], field.words[1])
  }

  /// The first thing of a trial that another outcome has not, or otherwise.
  private static func lost(_ trial: FinishedTrial, _ other: FinishedTrial) -> TrialReplay.Difference? {
    TrialReplay(recorded: trial.outcome, inference: trial.inference, probes: trial.probes, now: other).first
  }
}

extension FinishedTrial {
  /// Without the records that not both experiments ask for: a third one may have added them on one side alone.
  fileprivate func shared(with other: PlannedTrial) -> FinishedTrial {
    FinishedTrial(
      trial: trial, outcome: outcome, measurements: measurements,
      inference: inference.filter { trial.inference.contains($0.request) && other.inference.contains($0.request) },
      probes: probes.filter { trial.probes.contains($0.request) && other.probes.contains($0.request) })
  }
}

/// One side of the comparison of an experiment.
struct DifferingSide {
  let loaded: LoadedExperiment
  let report: ExperimentReport
  /// Configuration, candidate where it tunes, and replicate of each trial, in the order of the plan.
  let places: [String]
  /// The finished ones.
  let trials: [String: FinishedTrial]

  init(_ loaded: LoadedExperiment, builder: ReportBuilder) throws {
    self.loaded = loaded
    report = try builder.report(loaded)
    let nothing = TrialMeasurements(
      startedAt: 0, trainingSeconds: 0, evaluationSeconds: 0, cpuSeconds: 0, peakMemory: 0, host: "")
    var places: [String] = []
    var trials: [String: FinishedTrial] = [:]
    let tuning = loaded.plan.tuning.map { ($0.trial, ", candidate \($0.candidate)") }
    let measured = loaded.design.trials.filter { $0.purpose == .measurement }.map { ($0, "") }
    for (trial, candidate) in tuning + measured {
      let label = loaded.plan.configurations[trial.configuration].label
      let place = "\(label)\(candidate), replicate \(trial.replicate)"
      places.append(place)
      guard let outcome = loaded.evidence.outcomes[trial.id] else { continue }
      trials[place] = FinishedTrial(
        trial: trial, outcome: outcome, measurements: nothing, inference: loaded.evidence.inference[trial.id] ?? [],
        probes: loaded.evidence.probes[trial.id] ?? [])
    }
    self.places = places
    self.trials = trials
  }
}
