import Datasets
import Experiments
import Foundation
import Specifications
import Training

/// What noise adds to a training step: CPU seconds of the thread with each variant and without, in turns of a few steps.
struct NoiseTimes {
  let network: NoiseBenchmark
  /// Per variant, the pairs of all rounds.
  let variants: [(name: String, pairs: [Pair])]

  /// Seconds of a step without and with the noise in one round: medians over its turns.
  struct Pair {
    let plain: Double
    let noisy: Double
    /// The median of the ratios of turns that follow each other, not the ratio of the medians.
    let ratio: Double

    init(_ turns: StepTurns) {
      plain = median(turns.first)
      noisy = median(turns.second)
      ratio = median(zip(turns.first, turns.second).map { $1 / $0 })
    }
  }

  /// Measures every variant in every round, so that a drift of the machine meets all.
  static func measure(
    _ network: NoiseBenchmark, dataset: DatasetSpec, data: DealtExamples, rounds: Int, seconds: Double
  ) throws(ThreadRefusal) -> NoiseTimes {
    let arms = network.arms
    var pairs = [[Pair]](repeating: [], count: arms.count)
    for _ in 0..<rounds {
      for (index, arm) in arms.enumerated() {
        func trial(_ withNoise: Bool) -> PlannedTrial { .measured(arm.trial(withNoise: withNoise, dataset: dataset)) }
        pairs[index].append(Pair(try .measure((trial(false), trial(true)), on: data, seconds: seconds)))
      }
    }
    return NoiseTimes(network: network, variants: zip(arms.map(\.name), pairs).map { ($0, $1) })
  }
}

/// The middle of a few numbers; not a number without any, where a training ended at once.
private func median(_ values: [Double]) -> Double {
  if values.isEmpty { return .nan }
  let sorted = values.sorted()
  return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

// MARK: - Printing

extension NoiseTimes {
  private func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

  var text: String {
    var table = TextTable(["variant", "without, ms", "with, ms", "ratio", "least", "most"])
    for (name, pairs) in variants {
      let ratios = pairs.map(\.ratio).sorted()
      table.rows.append([
        name, decimal(1000 * median(pairs.map(\.plain)), 3), decimal(1000 * median(pairs.map(\.noisy)), 3),
        decimal(median(ratios), 3), decimal(ratios[0], 3), decimal(ratios[ratios.count - 1], 3),
      ])
    }
    return "CPU time of a training step of \(network.rawValue), medians of \(variants[0].pairs.count) rounds\n"
      + table.text
  }

  var json: String {
    JSONValue.object([
      ("schema", .number(1)), ("network", .text(network.rawValue)),
      (
        "variants",
        .list(
          variants.map { name, pairs in
            .object([
              ("variant", .text(name)), ("ratio", .real(median(pairs.map(\.ratio)))),
              ("plain_seconds", .list(pairs.map { .real($0.plain) })),
              ("noisy_seconds", .list(pairs.map { .real($0.noisy) })),
            ])
          })
      ),
    ]).text
  }
}

extension PlannedTrial {
  /// A trial that is trained for its time only.
  static func measured(_ spec: TrialSpec) -> PlannedTrial {
    PlannedTrial(
      id: TrialID(hex: ""), spec: spec, seed: 1, replicate: 0, configuration: 0, position: 0, purpose: .measurement,
      keepsWeights: false)
  }
}
