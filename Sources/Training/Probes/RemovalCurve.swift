import CKernels
import Datasets
import Experiments
import NeuralNets
import Randomness

/// Accuracy against the share of hidden units at zero, the same share of every hidden layer at once.
///
/// Over random orders of the units; the units that are left stay as they are, or are multiplied by units / units left. A
/// network trained with dropout has met such removals, so the curve says how alike training and removal are rather than
/// what the network learned. After Morcos et al. 2018, section 3.1.
struct RemovalCurve {
  private let network: AblatedNetwork
  /// Order by order, layer by layer: the place of each unit in the order of removal.
  private let ranks: [[[Int]]]

  /// The shares removed: 0, .05, …, .9.
  static let shares = ProbeStatistic.removedAccuracy.places

  init(_ trained: TrainedNetwork, _ examples: Examples, _ orders: Int) {
    let network = AblatedNetwork(trained, examples)
    self.network = network
    ranks = (0..<orders).map { order in
      network.layers.map { layer in
        let stream = trained.plan.probe("removalCurve.\(layer.name)")
        var ranks = [Int](repeating: 0, count: layer.units)
        for (rank, unit) in stream.permutation(of: layer.units, step: order).enumerated() { ranks[Int(unit)] = rank }
        return ranks
      }
    }
  }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    let plain = try accuracies(rescaled: false, isCancelled)
    let rescaled = try accuracies(rescaled: true, isCancelled)
    func curve(_ statistic: ProbeStatistic, _ values: [Double]) -> [ProbeValue] {
      zip(Self.shares, values).map { ProbeValue(statistic, at: $0, $1) }
    }
    return [ProbeValue(.removedArea, Self.area(plain)), ProbeValue(.rescaledArea, Self.area(rescaled))]
      + curve(.removedAccuracy, plain) + curve(.rescaledAccuracy, rescaled)
  }

  /// The mean of a curve over its range by the trapezoid rule.
  static func area(_ values: [Double]) -> Double {
    let inner = values.dropFirst().dropLast().reduce(0, +)
    return (inner + (values[0] + values[values.count - 1]) / 2) / Double(values.count - 1)
  }

  private func accuracies(
    rescaled: Bool, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> [Double] {
    var answers = [dl_answers](repeating: dl_answers(), count: Self.shares.count)
    try network.visit(isCancelled) { labels throws(TrainingCancelled) in
      // The first layer is kept as the whole network left it; the others follow from it.
      network.keep(0, rows: labels.count)
      for (place, share) in Self.shares.enumerated() {
        for ranks in ranks {
          if isCancelled() { throw TrainingCancelled() }
          run(share, ranks, rescaled: rescaled, rows: labels.count)
          network.add(labels, beta: 1, to: &answers[place])
        }
      }
    }
    let count = Double(network.examples.count * ranks.count)
    return answers.map { Double($0.hits) / count }
  }

  private func run(_ share: Double, _ ranks: [[Int]], rescaled: Bool, rows: Int) {
    for place in network.layers.indices {
      let units = network.layers[place].units
      let removed = Int((share * Double(units)).rounded())
      let scale = rescaled && removed < units ? Float(Double(units) / Double(units - removed)) : 1
      network.scale(place, rows: rows, fromKept: place == 0) { ranks[place][$0] < removed ? 0 : scale }
      network.resume(place, rows: rows)
    }
  }
}
