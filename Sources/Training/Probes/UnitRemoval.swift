import CKernels
import Datasets
import Experiments
import NeuralNets

/// What is lost with each hidden unit: Δᵢ of accuracy, tempered negative log-likelihood and tempered margin.
///
/// Δᵢ = ℓ(hᵢ ← 0) − ℓ for every neuron, or channel of maps, of every hidden layer, in evaluation. Logits are divided by the
/// temperature that is best for the whole network, so that networks of different confidence can be compared. Where the
/// next layer is dense, one removal changes its sums by rank one. After Morcos et al. 2018, section 3.
struct UnitRemoval {
  private let network: AblatedNetwork

  init(_ trained: TrainedNetwork, _ examples: Examples) { network = AblatedNetwork(trained, examples) }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    let beta = try network.inverseTemperature(isCancelled)
    let sets = network.layers.map { layer in (0..<layer.units).map { [$0] } }
    let answers = try network.answers(without: sets, beta: beta, isCancelled)
    let whole = AnswerMeans(answers.whole, count: network.examples.count)
    return [ProbeValue(.temperature, 1 / beta)]
      + zip(network.layers, answers.without).flatMap { layer, removed in
        let losses = removed.map { AnswerMeans($0, count: network.examples.count).loss(from: whole) }
        return Self.values(losses, layer: layer.name)
      }
  }

  private static func values(_ losses: [AnswerMeans], layer: String) -> [ProbeValue] {
    let accuracy = SortedSample(losses.map(\.accuracy))
    let summaries: [(SortedSample, [ProbeStatistic])] = [
      (accuracy, [.accuracyDropMean, .accuracyDropHigh, .accuracyDropMost, .accuracyDropGini]),
      (SortedSample(losses.map(\.nll)), [.nllRiseMean, .nllRiseHigh, .nllRiseMost, .nllRiseGini]),
      (SortedSample(losses.map(\.margin)), [.marginDropMean, .marginDropHigh, .marginDropMost, .marginDropGini]),
    ]
    let numbers = summaries.flatMap { sample, statistics in
      zip(statistics, [sample.mean, sample.quantile(0.95), sample.quantile(1), sample.gini]).map {
        ProbeValue($0, layer: layer, $1)
      }
    }
    let quantiles = ProbeStatistic.accuracyDrop.places.map { level in
      ProbeValue(.accuracyDrop, layer: layer, at: level, accuracy.quantile(level))
    }
    return numbers + quantiles
  }
}

/// Means over examples, or what they lost.
struct AnswerMeans {
  let accuracy: Double
  let nll: Double
  let margin: Double

  init(_ answers: dl_answers, count: Int) {
    let count = Double(count)
    self.init(accuracy: Double(answers.hits) / count, nll: answers.nll / count, margin: answers.margin / count)
  }

  private init(accuracy: Double, nll: Double, margin: Double) {
    (self.accuracy, self.nll, self.margin) = (accuracy, nll, margin)
  }

  /// Loss of accuracy, rise of the negative log-likelihood and loss of margin.
  func loss(from whole: AnswerMeans) -> AnswerMeans {
    AnswerMeans(accuracy: whole.accuracy - accuracy, nll: nll - whole.nll, margin: whole.margin - margin)
  }
}
