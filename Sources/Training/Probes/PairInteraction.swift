import CKernels
import Datasets
import Experiments
import NeuralNets
import Randomness

/// Whether the losses of two removed units add up: Iᵢⱼ = Δ(i, j) − Δᵢ − Δⱼ over random pairs of one layer.
///
/// Normalised as Σ I / Σ (|Δᵢ| + |Δⱼ|). Above 0 the units stand in for each other (the second one lost hurts more), below 0
/// they work as partners (the second one lost costs little, since without the first it was of little use).
struct PairInteraction {
  private let network: AblatedNetwork
  private let plan: ReplicatePlan
  private let count: Int

  init(_ trained: TrainedNetwork, _ examples: Examples, _ count: Int) {
    network = AblatedNetwork(trained, examples)
    plan = trained.plan
    self.count = count
  }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    let beta = try network.inverseTemperature(isCancelled)
    let pairs = network.layers.map(pairs)
    let sets = zip(network.layers, pairs).map { layer, pairs in
      (0..<layer.units).map { [$0] } + pairs.map { [$0.0, $0.1] }
    }
    let answers = try network.answers(without: sets, beta: beta, isCancelled)
    let whole = AnswerMeans(answers.whole, count: network.examples.count)
    return network.layers.indices.flatMap { place -> [ProbeValue] in
      guard !pairs[place].isEmpty else { return [] }
      let losses = answers.without[place].map { AnswerMeans($0, count: network.examples.count).loss(from: whole) }
      let units = network.layers[place].units
      let triples = pairs[place].enumerated().map { index, pair in
        (losses[pair.0], losses[pair.1], losses[units + index])
      }
      let layer = network.layers[place].name
      let byNLL = triples.map { ($0.nll, $1.nll, $2.nll) }
      let more = byNLL.count { $2 > $0 + $1 }
      return [
        ProbeValue(.nllInteraction, layer: layer, Self.ratio(byNLL)),
        ProbeValue(.marginInteraction, layer: layer, Self.ratio(triples.map { ($0.margin, $1.margin, $2.margin) })),
        ProbeValue(.superadditiveShare, layer: layer, Double(more) / Double(triples.count)),
      ]
    }
  }

  /// Σ I / Σ (|Δᵢ| + |Δⱼ|); 0 where no unit matters.
  static func ratio(_ losses: [(first: Double, second: Double, both: Double)]) -> Double {
    var (interaction, size) = (0.0, 0.0)
    for loss in losses {
      interaction += loss.both - loss.first - loss.second
      size += loss.first.magnitude + loss.second.magnitude
    }
    return size == 0 ? 0 : interaction / size
  }

  /// Random pairs of different units, with repetition; all pairs of a layer that has no more.
  private func pairs(of layer: HiddenLayer) -> [(Int, Int)] {
    let units = layer.units
    if units * (units - 1) / 2 <= count {
      return (0..<units).flatMap { first in (first + 1..<max(units, first + 1)).map { (first, $0) } }
    }
    var generator = plan.probe("pairInteraction.\(layer.name)").generator()
    return (0..<count).map { _ in
      let first = generator.integer(below: units)
      let other = generator.integer(below: units - 1)
      return (first, other < first ? other : other + 1)
    }
  }
}
