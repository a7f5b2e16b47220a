import Analysis
import Archive
import Browser
import Experiments
import Specifications
import Statistics

/// One claim for the terminal and for machines.
struct ShownClaim {
  let experiment: String
  let finding: ClaimFinding
  /// CPU seconds of the trials that decide it, shared ones counted in full; nil where another program trained them.
  let cpuSeconds: Double?
  /// What was changed, or how the experiment grew, after looking; nothing where that need not be said.
  let flags: [String]

  static func all(of loaded: LoadedExperiment) -> [ShownClaim] {
    loaded.summary.claims.map { finding in
      let seconds = finding.trials.compactMap { loaded.measurements[$0]?.cpuSeconds }.reduce(0, +)
      return ShownClaim(
        experiment: loaded.archived.name, finding: finding, cpuSeconds: loaded.isImported ? nil : seconds,
        flags: loaded.protocolFinding?.warnings ?? [])
    }
  }

  /// CPU seconds of one more replicate of its configurations; nil before any has finished.
  private var nextSeconds: Double? {
    let counts = finding.counts
    let finished = counts.completed + counts.diverged
    guard let cpuSeconds, finished > 0, !finding.trials.isEmpty, replicates > 0 else { return nil }
    return cpuSeconds / Double(finished) * Double(finding.trials.count / replicates)
  }

  private var replicates: Int {
    let configurations = Set(finding.configurations).count
    return configurations > 0 ? finding.trials.count / configurations : 0
  }

  /// Half the width of the interval now, and with one more replicate at the same spread; nil without an interval.
  private var reach: (now: Double, next: Double)? {
    guard let effect = finding.effect, let interval = effect.interval, let spread = effect.spread else { return nil }
    let n = effect.values.count + 1
    let t = StudentT(degreesOfFreedom: Double(n - 1)).quantile(0.5 + interval.level / 2)
    return ((interval.high - interval.low) / 2, t * spread / Double(n).squareRoot())
  }

  // MARK: For the terminal

  /// Within so many columns of the terminal, if any.
  static func text(_ shown: [ShownClaim], within columns: Int?) -> String {
    if shown.isEmpty { return "No archived experiment has claims; --claims FILE judges one by those of a file." }
    var table = TextTable(
      ["experiment", "claim", "verdict", "effect", "interval", "n", "p (Holm)", "CPU", "one more", "gains"],
      words: [1])
    table.rows = shown.map(\.row)
    var notes = shown.flatMap { claim in
      let text = ClaimText(claim.finding)
      return [text.lack, text.sensitivity].compactMap { $0 }.map {
        "\(claim.experiment) \(claim.finding.claim.id): \($0)"
      }
    }
    for claim in shown where !claim.flags.isEmpty {
      let note = "\(claim.experiment): \(claim.flags.joined(separator: " "))"
      if !notes.contains(note) { notes.append(note) }
    }
    return ([table.text(within: columns)] + (notes.isEmpty ? [] : [""] + notes)).joined(separator: "\n")
  }

  private var row: [String] {
    let text = ClaimText(finding)
    return [
      experiment, finding.claim.id, finding.verdict.word, text.estimate, text.interval,
      finding.effect.map { "\($0.values.count)" } ?? "", text.p(finding.judgement.adjusted),
      cpuSeconds.map { "\(DurationText($0))" } ?? "", nextSeconds.map { "\(DurationText($0))" } ?? "",
      reach.map { "± \(text.half($0.now)) → \(text.half($0.next))" } ?? "",
    ]
  }

  // MARK: For machines

  static func json(_ shown: [ShownClaim]) -> JSONValue {
    .object([("schema", .number(1)), ("claims", .list(shown.map(\.json)))])
  }

  var json: JSONValue {
    let (claim, judgement, effect) = (finding.claim, finding.judgement, finding.effect)
    func real(_ value: Double?) -> JSONValue { value.map { .real($0) } ?? .null }
    return .object([
      ("experiment", .text(experiment)), ("id", .text(claim.id)), ("statement", .text(claim.statement)),
      ("source", .text(claim.source)), ("verdict", .text(finding.verdict.rawValue)),
      ("direction", .text(judgement.direction.rawValue)), ("magnitude", .text(judgement.magnitude.rawValue)),
      ("contrast", .text(ClaimText(finding).contrast)), ("scale", .text(claim.scale.rawValue)),
      ("n", .number(effect?.values.count ?? 0)), ("effect", real(effect?.estimate)),
      ("low", real(effect?.interval?.low)), ("high", real(effect?.interval?.high)), ("level", .real(1 - finding.alpha)),
      ("innerLow", real(effect?.inner?.low)), ("innerHigh", real(effect?.inner?.high)),
      ("delta", real(claim.question.delta)), ("margin", real(claim.question.margin)), ("p", real(judgement.p)),
      ("adjusted", real(judgement.adjusted)), ("signFlip", real(effect?.signFlip)),
      ("needed", judgement.needed.map { .number($0) } ?? .null),
      ("reasons", .list(judgement.reasons.map { .text($0) })),
      ("published", real(claim.published?.value)), ("mark", claim.published.map { .text($0.mark.rawValue) } ?? .null),
      ("pairing", finding.pairing.map { .text($0.text) } ?? .null),
      ("budget", finding.budget.map { .text($0.text) } ?? .null),
      ("diverged", .number(finding.counts.diverged)), ("failed", .number(finding.counts.failed)),
      ("protocol", .list(flags.map { .text($0) })), ("cpuSeconds", real(cpuSeconds)),
      ("nextReplicateCPUSeconds", real(nextSeconds)),
      ("halfWidth", real(reach?.now)), ("nextHalfWidth", real(reach?.next)),
      ("trials", .list(finding.trials.map { .text($0.hex) })),
    ])
  }
}
