import CKernels
import Datasets
import Experiments
import NeuralNets
import Tensors

/// A trained network with units of its hidden layers at zero: how it then answers fixed examples.
///
/// A class because it owns the memory of its passes; what it sums never depends on the size of a batch.
final class AblatedNetwork {
  let layers: [HiddenLayer]
  let examples: Examples
  private let trained: TrainedNetwork
  private var network: Network { trained.network }
  private let sums: [PanelMatrix?]
  private let intact: FloatBuffer
  private let factors: FloatBuffer
  private let scratch: DoubleBuffer

  init(_ trained: TrainedNetwork, _ examples: Examples) {
    self.trained = trained
    self.examples = examples
    layers = trained.network.hiddenLayers
    sums = layers.map { layer in
      trained.network.reader(of: layer).map { PanelMatrix(rows: trained.capacity, columns: $0.outputs) }
    }
    intact = FloatBuffer(layers.map { $0.values.count(rows: trained.capacity * $0.shape.positions) }.max() ?? 0)
    factors = FloatBuffer(layers.map { $0.values.panels * 16 }.max() ?? 0)
    scratch = DoubleBuffer(trained.network.outputs)
  }

  /// Visits the batches with the whole network having answered each; `labels` are those of the batch.
  func visit(
    _ isCancelled: () -> Bool, _ body: (_ labels: [UInt32]) throws(TrainingCancelled) -> Void
  ) throws(TrainingCancelled) {
    for batch in examples.batches(of: trained.evaluationBatch) {
      if isCancelled() { throw TrainingCancelled() }
      trained.take(batch, of: examples)
      trained.forward(.evaluation, rows: batch.count)
      try body(batch.map { examples.labels[Int($0)] })
    }
  }

  /// Adds the answers that stand in the logits, at inverse temperature β.
  func add(_ labels: [UInt32], beta: Double, to answers: inout dl_answers) {
    dl_add_answers(network.logits.base, labels, labels.count, network.outputs, beta, scratch.base, &answers)
  }
}

// MARK: - Sets of units

extension AblatedNetwork {
  /// The answers of the whole network, and with each set of units of each layer at zero, over all examples.
  func answers(
    without sets: [[[Int]]], beta: Double, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> (whole: dl_answers, without: [[dl_answers]]) {
    var whole = dl_answers()
    var found = sets.map { [dl_answers](repeating: dl_answers(), count: $0.count) }
    try visit(isCancelled) { labels throws(TrainingCancelled) in
      add(labels, beta: beta, to: &whole)
      // Running on from a layer overwrites those behind it, so the last one comes first.
      for place in layers.indices.reversed() {
        prepare(place, rows: labels.count)
        for index in sets[place].indices {
          if isCancelled() { throw TrainingCancelled() }
          resume(place, without: sets[place][index], rows: labels.count)
          add(labels, beta: beta, to: &found[place][index])
        }
      }
    }
    return (whole, found)
  }

  /// Keeps what sets of units are taken from: the sums behind the layer, or its values.
  private func prepare(_ place: Int, rows: Int) {
    if let sums = sums[place] {
      network.sums(behind: layers[place], rows: rows, into: sums)
    } else {
      keep(place, rows: rows)
    }
  }

  private func resume(_ place: Int, without units: [Int], rows: Int) {
    let layer = layers[place]
    if let sums = sums[place] {
      network.resume(behind: layer, sums: sums, without: units, examples: trained.places(rows))
      return
    }
    scale(place, rows: rows) { units.contains($0) ? 0 : 1 }
    network.resume(behind: layer, examples: trained.places(rows))
  }

  /// Remembers the values of a layer.
  func keep(_ place: Int, rows: Int) {
    let values = layers[place].values
    intact.base.update(from: values.base, count: values.count(rows: rows * layers[place].shape.positions))
  }

  /// Multiplies the values of a layer unit by unit, the kept ones or those that stand there.
  func scale(_ place: Int, rows: Int, fromKept: Bool = true, by factor: (Int) -> Float) {
    let layer = layers[place]
    for unit in 0..<layer.units { factors.base[unit] = factor(unit) }
    dl_scale_columns(
      fromKept ? intact.base : layer.values.base, rows * layer.shape.positions, factors.base, 0, layer.values.panels,
      layer.values.base,
      DL_PATH_FASTEST)
  }

  /// Runs on behind a layer.
  func resume(_ place: Int, rows: Int) {
    let next = layers.indices.contains(place + 1) ? layers[place + 1] : nil
    network.resume(behind: layers[place], upTo: next, examples: trained.places(rows))
  }
}

// MARK: - Temperature

extension AblatedNetwork {
  /// Where the inverse of a temperature is looked for.
  static let betas = (least: 0.015625, most: 64.0)

  /// The inverse temperature β at which softmax(β z) of the whole network has its lowest mean negative log-likelihood.
  ///
  /// That mean is convex in β, so its slope is bisected, 48 times in the logarithm; a network that is right everywhere
  /// has the largest β allowed. Temperature scaling of Guo et al. 2017, section 4.2, on the very examples probed.
  func inverseTemperature(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> Double {
    let classes = network.outputs
    let logits = FloatBuffer(examples.count * classes)
    var first = 0
    try visit(isCancelled) { labels throws(TrainingCancelled) in
      logits.base.advanced(by: first * classes).update(from: network.logits.base, count: labels.count * classes)
      first += labels.count
    }
    func slope(_ beta: Double) -> Double {
      var sum = 0.0
      dl_add_temperature_slope(
        logits.base, examples.labels, examples.count, classes, beta, scratch.base, &sum)
      return sum
    }
    var (low, high) = Self.betas
    if slope(low) >= 0 { return low }
    if slope(high) <= 0 { return high }
    for _ in 0..<48 {
      let middle = (low * high).squareRoot()
      if slope(middle) < 0 { low = middle } else { high = middle }
    }
    return (low * high).squareRoot()
  }
}
