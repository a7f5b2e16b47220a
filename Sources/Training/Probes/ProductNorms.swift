import Datasets
import Experiments
import NeuralNets
import Tensors

/// How equal the parts are that the hidden units have in the penalty of dropout.
///
/// Dropout of the hidden units of a network that is linear behind them adds (q / p) Σ ‖uᵢ‖² E[hᵢ²] to the squared error, with
/// uᵢ the weights that read unit i; among networks of one function it is least where all ‖uᵢ‖ √E[hᵢ²] are equal. Layers that
/// a dense layer reads are looked at. After Mianjy, Arora & Vidal 2018, section 3.
struct ProductNorms {
  private let trained: TrainedNetwork
  private let examples: Examples

  init(_ trained: TrainedNetwork, _ examples: Examples) {
    self.trained = trained
    self.examples = examples
  }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    let activations = try LayerActivations(of: trained, on: examples, isCancelled)
    return activations.layers.indices.flatMap { place -> [ProbeValue] in
      let layer = activations.layers[place]
      guard let reader = trained.network.reader(of: layer) else { return [] }
      let sizes = Self.sizes(activations, place)
      let norms = zip(ActivationStatistics.outgoingNorms(reader), sizes).map { $0 * $1 }
      return Self.values(norms, layer: layer.name)
    }
  }

  /// √(mean of h²) of every unit.
  private static func sizes(_ activations: LayerActivations, _ place: Int) -> [Double] {
    let (units, values) = (activations.layers[place].shape.units, activations.values[place])
    var squares = [Double](repeating: 0, count: units)
    for example in 0..<activations.count {
      for unit in 0..<units {
        let value = Double(values.base[example * units + unit])
        squares[unit] += value * value
      }
    }
    return squares.map { ($0 / Double(activations.count)).squareRoot() }
  }

  /// Mean, coefficient of variation (0 where all are 0) and quantiles.
  private static func values(_ norms: [Double], layer: String) -> [ProbeValue] {
    let sample = SortedSample(norms)
    let mean = sample.mean
    let variance = norms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(norms.count)
    let quantiles = ProbeStatistic.productNorm.places.map { level in
      ProbeValue(.productNorm, layer: layer, at: level, sample.quantile(level))
    }
    return [
      ProbeValue(.productNormMean, layer: layer, mean),
      ProbeValue(.productNormVariation, layer: layer, mean > 0 ? variance.squareRoot() / mean : 0),
    ] + quantiles
  }
}
