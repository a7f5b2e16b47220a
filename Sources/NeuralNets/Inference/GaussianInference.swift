import CKernels
import Randomness
import Specifications
import Tensors

/// DropConnect's inference by moments: each dropped layer's sums are taken as normal, and their mean activation goes on.
///
/// ```
/// u ~ N(W v + b, (1 − p) / p (W ⊙ W)(v ⊙ v)) for masks M / p, and (1 − p) / p (b ⊙ b) more where biases are masked, too
/// ```
///
/// Source: Wan et al. 2013, section 3.2 and algorithm 2. For multilayer perceptrons whose normal sums meet an activation
/// at once. A class because it owns the memory of a pass.
package final class GaussianInference {
  private let network: Network
  private let stages: [Layer]
  private let lists: ScalarLists
  private let input: PanelMatrix
  /// What each stage that is not in place writes.
  private let values: [PanelMatrix]
  private let squaredWeights: [PanelMatrix]
  /// b² of each dropped layer whose biases are masked.
  private let squaredBiases: [PanelMatrix?]
  /// Σ W² v² of the last dropped layer, and b² where biases are masked.
  private let squares: PanelMatrix
  private let rows: FloatBuffer
  private let sums: DoubleBuffer
  /// Row-major logits of the last pass.
  package let logits: FloatBuffer

  /// Takes over the weights of a network as they are now.
  package init(_ network: Network) {
    self.network = network
    stages = network.chain.stages
    let capacity = network.capacity
    let widths = stages.filter { !$0.isInPlace }.compactMap { $0.output?.channels }
    let widest = max(network.input.units, widths.max() ?? 0)
    lists = ScalarLists(count: capacity, depth: widest)
    input = PanelMatrix(rows: capacity, columns: network.input.units)
    values = widths.map { PanelMatrix(rows: capacity, columns: $0) }
    squares = PanelMatrix(rows: capacity, columns: widest)
    rows = FloatBuffer(capacity * widest)
    sums = DoubleBuffer(squares.buffer.count)
    logits = FloatBuffer(capacity * network.outputs)
    let dropped = stages.compactMap { stage in
      if case .dropConnect(let layer) = stage { layer } else { nil }
    }
    squaredWeights = dropped.map { Self.squared($0.weight.values) }
    squaredBiases = dropped.map { $0.biasMasks == nil ? nil : Self.squared($0.offset.values) }
  }

  private static func squared(_ values: PanelMatrix) -> PanelMatrix {
    let squared = PanelMatrix(rows: values.capacity, columns: values.columns)
    dl_square_f32(values.base, squared.base, values.buffer.count)
    return squared
  }

  /// Leaves the logits of a batch; `samples` normal numbers per sum, or ReLU's exact mean without.
  package func forward(
    _ features: UnsafePointer<Float>, examples: UnsafeBufferPointer<UInt32>, plan: ReplicatePlan, samples: Int?
  ) {
    let count = examples.count
    network.inputNoise.prepare(.evaluation, examples: examples)
    input.fill(from: features, rows: count, noise: network.inputNoise.noise)
    var (place, dropped) = (-1, 0)
    var normal: DropConnectLayer?
    for stage in stages {
      let read = place < 0 ? input : values[place]
      if !stage.isInPlace { place += 1 }
      if case .dropConnect(let layer) = stage {
        measure(layer, read, dropped, into: values[place], rows: count)
        (normal, dropped) = (layer, dropped + 1)
      } else if case .activation(let site) = stage {
        if let layer = normal {
          average(site, of: layer, values[place], examples: examples, plan: plan, samples: samples)
        } else {
          site.forward(values[place], pass: .evaluation, examples: examples)
        }
        normal = nil
      } else if case .dense(let layer) = stage {
        layer.forward(read, rows: count, into: values[place], lists: lists)
      } else {
        preconditionFailure("\(stage) has no Gaussian moments")
      }
    }
    dl_scatter_rows(values[place].base, count, network.outputs, logits.base)
  }

  /// Leaves the means of a dropped layer's sums in `means` and their variances without the ratio in `squares`.
  private func measure(
    _ layer: DropConnectLayer, _ read: PanelMatrix, _ index: Int, into means: PanelMatrix, rows: Int
  ) {
    Product.multiply(
      read, rows: rows, vectors: layer.weight.values.base, initial: layer.offset.values.base, into: means, lists: lists)
    let squared = PanelMatrix(rows: rows, columns: read.columns)
    dl_square_f32(read.base, squared.base, read.count(rows: rows))
    let variances = PanelMatrix(rows: rows, columns: means.columns)
    Product.multiply(
      squared, rows: rows, vectors: squaredWeights[index].base,
      initial: squaredBiases[index].map { UnsafePointer($0.base) }, into: variances, lists: lists)
    squares.base.update(from: variances.base, count: means.count(rows: rows))
  }

  /// Replaces the means of a layer's sums by the mean of their activations.
  private func average(
    _ site: ActivationSite, of layer: DropConnectLayer, _ means: PanelMatrix, examples: UnsafeBufferPointer<UInt32>,
    plan: ReplicatePlan, samples: Int?
  ) {
    let rate = layer.rate
    let ratio = rate.dropping / rate.retention
    let count = means.count(rows: examples.count)
    guard let samples else {
      dl_gaussian_relu_mean(means.base, squares.base, ratio, means.base, count)
      site.noise.prepare(.evaluation, examples: examples)
      site.noise.apply(to: means, examples: examples.count)
      return
    }
    let drawn = PanelMatrix(rows: examples.count, columns: means.columns)
    let standard = PanelMatrix(rows: examples.count, columns: means.columns)
    sums.base.update(repeating: 0, count: count)
    for sample in 0..<samples {
      let dense = UnsafeMutableBufferPointer(start: rows.base, count: examples.count * means.columns)
      let region = RandomRegion(step: 0, examples: examples, units: 0..<means.columns)
      plan.sampling(layer: "\(layer.name).sums", sample: sample).fillNormals(region, into: dense)
      standard.fill(from: rows.base, rows: examples.count)
      dl_gaussian_sample(means.base, squares.base, ratio, standard.base, drawn.base, count)
      site.forward(drawn, pass: .evaluation, examples: examples)
      dl_add_to_means(drawn.base, sums.base, count)
    }
    dl_take_means(sums.base, Double(samples), means.base, count)
  }
}
