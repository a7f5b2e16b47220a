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
}
