import Datasets
import Experiments
import Foundation
import Specifications
import Training

/// What noise adds to a training step: CPU seconds of the thread with each variant and without, side by side.
struct NoiseTimes {
  let network: NoiseBenchmark
  /// Per variant, the pairs of all rounds.
  let variants: [(name: String, pairs: [Pair])]

  /// Seconds of a step without and with the noise, measured one right after the other.
  struct Pair {
    let plain: Double
    let noisy: Double
    var ratio: Double { noisy / plain }
  }

  /// Measures every variant in every round, so that a drift of the machine meets all; the two sides take turns to begin.
  static func measure(
    _ network: NoiseBenchmark, dataset: DatasetSpec, data: DealtExamples, rounds: Int, seconds: Double
  ) -> NoiseTimes {
    let arms = network.arms
    var pairs = [[Pair]](repeating: [], count: arms.count)
    for round in 0..<rounds {
      for (index, arm) in arms.enumerated() {
        func time(_ withNoise: Bool) -> Double {
          let trial = PlannedTrial.measured(arm.trial(withNoise: withNoise, dataset: dataset))
          return SpeedMeasurement.measure(trial, on: data, seconds: seconds).stepSeconds
        }
        let first = time(round % 2 == 1)
        let second = time(round % 2 == 0)
        pairs[index].append(
          round % 2 == 0 ? Pair(plain: first, noisy: second) : Pair(plain: second, noisy: first))
      }
    }
    return NoiseTimes(network: network, variants: zip(arms.map(\.name), pairs).map { ($0, $1) })
  }
}

// MARK: - Printing

extension NoiseTimes {
  /// The middle of a few numbers.
  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  private func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

  var text: String {
    var table = TextTable(["variant", "without, ms", "with, ms", "ratio", "least", "most"])
    for (name, pairs) in variants {
      let ratios = pairs.map(\.ratio).sorted()
      table.rows.append([
        name, decimal(1000 * Self.median(pairs.map(\.plain)), 3), decimal(1000 * Self.median(pairs.map(\.noisy)), 3),
        decimal(Self.median(ratios), 3), decimal(ratios[0], 3), decimal(ratios[ratios.count - 1], 3),
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
              ("variant", .text(name)), ("ratio", .real(Self.median(pairs.map(\.ratio)))),
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
