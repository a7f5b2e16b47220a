import Analysis
import Archive
import Experiments
import Specifications

/// Of which trials an experiment consists, and what makes its configurations differ, for the terminal and for machines.
struct ExplainedExperiment {
  private let archived: ArchivedExperiment
  private let replicates: Int
  private let trials: [TrialRecord]
  private let configurations: [Explained]

  private struct Explained {
    let configuration: Experiments.Configuration
    /// What it is held against; nil for a baseline.
    let other: Experiments.Configuration?
    let differences: [SpecDifference]
    /// Its trials that are compared, by replicate; none before tuning has chosen.
    let trials: [TrialRecord]
  }

  init(_ archived: ArchivedExperiment, in archive: Archive) throws {
    let plan = try archive.plan(of: archived)
    let choices = try archive.choices(of: archived.key)
    let chosen = Dictionary(uniqueKeysWithValues: choices.map { ($0.configuration, $0.chosen) })
    let trials = try archive.trialRecords(of: archived.key)
    let compared = Dictionary(grouping: trials.filter { !$0.isTuning }, by: \.configuration)
    let trees = plan.configurations.map { plan.spec(of: $0, candidate: chosen[$0.index]).node }
    configurations = plan.configurations.map { configuration in
      // Without a baseline the first one stands for it.
      let hasBaseline = plan.configurations.contains { $0.baseline != nil }
      let place = hasBaseline ? configuration.baseline : configuration.index == 0 ? nil : 0
      return Explained(
        configuration: configuration, other: place.map { plan.configurations[$0] },
        differences: place.map { SpecDifference.all(trees[configuration.index], from: trees[$0]) } ?? [],
        trials: (compared[configuration.index] ?? []).sorted { $0.replicate < $1.replicate })
    }
    (self.archived, self.trials, replicates) = (archived, trials, plan.experiment.replicates)
  }

  // MARK: For people

  func text(within columns: Int?) -> String {
    let paths = configurations.flatMap { $0.differences.map { "\($0.path)" } }
    var table = TextTable(["configuration", "trial", "from", "differs in"], words: [3])
    table.rows = configurations.map { explained in
      [
        "\(explained.configuration.index): \(explained.configuration.label)",
        explained.trials.first?.trial.short ?? "–",
        explained.other.map { "\($0.index)" } ?? "",
        explained.differences.map {
          "\(AlignedField.shortened("\($0.path)", among: paths)) \($0.own ?? "default")"
        }.joined(separator: ", "),
      ]
    }
    let name = ShellWord.quoted(archived.name)
    return [
      archived.question, counts, "", table.text(within: columns), "",
      "The trials are those of replicate 0; 'dropout-lab list \(name)' names all,",
      "and 'dropout-lab explain TRIAL' says what makes one differ from the nearest in the archive.",
    ].joined(separator: "\n")
  }

  private var counts: String {
    let (tuning, compared) = (trials.filter(\.isTuning), trials.filter { !$0.isTuning })
    func finished(_ trials: [TrialRecord]) -> String {
      "\(trials.count { $0.status != "open" }) of \(trials.count)"
    }
    let planned = "\(configurations.count.counted("configuration")) × \(replicates.counted("replicate"))"
    let measured =
      compared.isEmpty ? "trials are named when tuning has chosen" : "\(finished(compared)) trials have an outcome"
    return "\(planned): \(measured)" + (tuning.isEmpty ? "" : ", \(finished(tuning)) to tune")
  }

  // MARK: For machines

  var json: JSONValue {
    .object([
      ("schema", .number(1)), ("experiment", .text(archived.name)), ("question", .text(archived.question)),
      ("replicates", .number(replicates)), ("tuning", .list(trials.filter(\.isTuning).map(Self.json))),
      ("configurations", .list(configurations.map(Self.json))),
    ])
  }

  private static func json(_ explained: Explained) -> JSONValue {
    .object([
      ("configuration", .number(explained.configuration.index)), ("label", .text(explained.configuration.label)),
      ("comparedWith", explained.other.map { .number($0.index) } ?? .null),
      (
        "fields",
        .list(
          explained.differences.map {
            .object([
              ("path", .text("\($0.path)")), ("value", $0.own.map { .text($0) } ?? .null),
              ("other", $0.other.map { .text($0) } ?? .null),
            ])
          })
      ),
      ("trials", .list(explained.trials.map(json))),
    ])
  }

  private static func json(_ record: TrialRecord) -> JSONValue {
    .object([
      ("trial", .text(record.trial.hex)), ("replicate", .number(record.replicate)), ("status", .text(record.status)),
    ])
  }
}
