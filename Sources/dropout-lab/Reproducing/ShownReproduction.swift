import Analysis
import Archive
import Browser
import Experiments
import Specifications

/// A check by training again, for the terminal and for machines.
struct ShownReproduction {
  let experiment: String
  let reproduction: Reproduction

  var text: String {
    var lines: [String] = []
    for trial in reproduction.trials where trial.agreement != .bits {
      lines += ["trial \(trial.trial.short) \(Self.words(trial))", "  \(trial.detail)"]
    }
    return (lines + ["\(experiment): \(reproduction.words)", "seed \(reproduction.seed)"]).joined(separator: "\n")
  }

  private static func words(_ trial: ReproducedTrial) -> String {
    switch trial.agreement {
    case .bits: "agrees to the bit"
    case .within: "agrees within \(trial.largest.map { NumberText.significant($0) } ?? "nothing")"
    case .differs: "came out differently; what differed first:"
    case .failed: "failed:"
    }
  }

  var json: JSONValue {
    .object([
      ("schema", .number(1)), ("experiment", .text(experiment)), ("holds", .bool(reproduction.holds)),
      ("words", .text(reproduction.words)), ("version", .text(reproduction.version)),
      ("engine", .number(reproduction.engine)), ("architecture", .text(reproduction.architecture)),
      ("seed", .text(String(reproduction.seed))), ("drawn", .number(reproduction.drawn)),
      ("population", .number(reproduction.population)),
      (
        "trials",
        .list(
          reproduction.trials.map { trial in
            .object([
              ("trial", .text(trial.trial.hex)), ("agreement", .text(trial.agreement.rawValue)),
              ("largest", trial.largest.map { .real($0) } ?? .null), ("detail", .text(trial.detail)),
            ])
          })
      ),
    ])
  }
}
