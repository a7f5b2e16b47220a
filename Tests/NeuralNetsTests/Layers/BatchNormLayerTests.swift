import CKernels
import NeuralNets
import Tensors
import Testing

struct BatchNormLayerTests {
  private let shape = MapShape(height: 2, channels: 19)
  private let examples: [UInt32] = [4, 9, 2]
  private let fixture = RecurrentFixture()

  private func layer() -> BatchNormLayer {
    let layer = BatchNormLayer(name: "norm1", shape: shape, learning: RecurrentFixture.learning)
    layer.gain.set(fixture.numbers(19, seed: 1))
    layer.offset.set(fixture.numbers(19, seed: 2))
    return layer
  }

  /// γ (x − μ) / √(σ² + ε) + β with the moments of each column.
  private func normalized(_ x: [Double], gain: [Double], offset: [Double]) -> [Double] {
    var y = x
    let rows = x.count / 19
    for channel in 0..<19 {
      let column = (0..<rows).map { x[$0 * 19 + channel] }
      let mean = column.reduce(0, +) / Double(rows)
      let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows)
      for row in 0..<rows {
        y[row * 19 + channel] = gain[channel] * (column[row] - mean) / (variance + 1e-5).squareRoot() + offset[channel]
      }
    }
    return y
  }

  @Test func `values and gradients of training are those of the formula in Double`() {
    let layer = layer()
    let features = fixture.numbers(6 * 19, seed: 3, scale: 3)
    let slopes = fixture.numbers(6 * 19, seed: 4)
    let (input, output) = (PanelMatrix(rows: 6, columns: 19), PanelMatrix(rows: 6, columns: 19))
    input.fill(from: features, rows: 6)
    examples.withUnsafeBufferPointer {
      let pass = ForwardPass.training(fixture.plan, step: 0)
      layer.forward(input, into: output, batch: LayerBatch(pass: pass, examples: $0))
    }
    let point = [features, layer.gain.rowMajor, layer.offset.rowMajor].map { $0.map(Double.init) }
    #expect(relativeError(output.rowMajor(rows: 6), normalized(point[0], gain: point[1], offset: point[2])) < 1e-6)
    output.fill(from: slopes, rows: 6)
    layer.pullback(input, output, examples: 3, into: output)
    let found = [output.rowMajor(rows: 6), layer.gain.gradientRowMajor, layer.offset.gradientRowMajor]
    for index in point.indices {
      let expected = centralDifferences(point[index]) { values in
        var changed = point
        changed[index] = values
        let y = normalized(changed[0], gain: changed[1], offset: changed[2])
        return zip(y, slopes).reduce(0) { $0 + $1.0 * Double($1.1) }
      }
      #expect(relativeError(found[index], expected) < 1e-5, "\(index)")
    }
  }

  /// Runs batches of so many examples, of two rows each, in evaluation mode while statistics are taken anew.
  private func estimated(_ counts: [Int]) -> (layer: BatchNormLayer, rows: [[Double]]) {
    let layer = layer()
    layer.beginEstimating()
    var rows: [[Double]] = []
    for (batch, count) in counts.enumerated() {
      let features = fixture.numbers(2 * count * 19, seed: 10 + batch, scale: 3)
      let (input, output) = (PanelMatrix(rows: 2 * count, columns: 19), PanelMatrix(rows: 2 * count, columns: 19))
      input.fill(from: features, rows: 2 * count)
      [UInt32](0..<UInt32(count)).withUnsafeBufferPointer {
        layer.forward(input, into: output, batch: LayerBatch(pass: .evaluation, examples: $0))
      }
      rows.append(features.map(Double.init))
    }
    layer.endEstimating()
    return (layer, rows)
  }

  /// Mean and unbiased variance of the first channel of a batch.
  private func moments(_ batch: [Double]) -> (mean: Double, variance: Double, rows: Double) {
    let column = stride(from: 0, to: batch.count, by: 19).map { batch[$0] }
    let rows = Double(column.count)
    let mean = column.reduce(0, +) / rows
    return (mean, column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (rows - 1), rows)
  }

  @Test(arguments: [[3, 3, 3], [4, 1], [3, 3, 1], [1, 5, 2]])
  func `statistics taken anew weight batches by their rows, variances by their rows but one`(_ counts: [Int]) {
    let (layer, batches) = estimated(counts)
    let found = batches.map(moments)
    let rows = found.reduce(0) { $0 + $1.rows }
    let mean = found.reduce(0) { $0 + $1.rows * $1.mean } / rows
    let freedom = found.reduce(0) { $0 + $1.rows - 1 }
    let variance = found.reduce(0) { $0 + ($1.rows - 1) * $1.variance } / freedom
    #expect((layer.running.means.base[0] - mean).magnitude < 1e-9)
    #expect((layer.running.variances.base[0] - variance).magnitude < 1e-9)
  }

  @Test func `batches of one size have the bits of equal shares, and a single row says nothing of the variance`() {
    let shape = MapShape(channels: 1)
    func statistics(_ batches: [[Float]]) -> (mean: Double, variance: Double) {
      let layer = BatchNormLayer(name: "norm1", shape: shape, learning: RecurrentFixture.learning)
      layer.beginEstimating()
      for batch in batches {
        let (input, output) = (PanelMatrix(rows: batch.count, columns: 1), PanelMatrix(rows: batch.count, columns: 1))
        input.fill(from: batch, rows: batch.count)
        [UInt32](0..<UInt32(batch.count)).withUnsafeBufferPointer {
          layer.forward(input, into: output, batch: LayerBatch(pass: .evaluation, examples: $0))
        }
      }
      layer.endEstimating()
      return (layer.running.means.base[0], layer.running.variances.base[0])
    }
    let equal: [[Float]] = [[1, 7], [3, 19], [-4, 2], [51, 6], [9, 3], [22, 7], [13, 81]]
    // Moments of such pairs are exact.
    var (mean, variance) = (0.0, 1.0)
    for (index, batch) in equal.enumerated() {
      let own = statistics([batch])
      mean += 1 / Double(index + 1) * (own.mean - mean)
      variance += 1 / Double(index + 1) * (own.variance - variance)
    }
    let all = statistics(equal)
    #expect(all.mean == mean && all.variance == variance)
    let (few, more) = (statistics([[1, 3]]), statistics([[1, 3], [5]]))
    #expect(more.variance == few.variance && (more.mean - 3).magnitude < 1e-15)
    #expect(statistics([[5], [1, 3]]).variance == few.variance)
  }
}
