import CKernels
import NeuralNets
import Tensors
import Testing

struct LayerNormLayerTests {
  private let shape = MapShape(height: 2, channels: 19)
  private let examples: [UInt32] = [4, 9, 2]
  private let fixture = RecurrentFixture()

  private func layer() -> LayerNormLayer {
    let layer = LayerNormLayer(name: "norm1", shape: shape, capacity: 5, learning: RecurrentFixture.learning)
    layer.gain.set(fixture.numbers(19, seed: 1))
    layer.offset.set(fixture.numbers(19, seed: 2))
    return layer
  }

  private func normalized(_ x: [Double], gain: [Double], offset: [Double]) -> [Double] {
    stride(from: 0, to: x.count, by: 19).flatMap { start in
      let row = x[start..<start + 19]
      let mean = row.reduce(0, +) / 19
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19
      return row.enumerated().map { gain[$0] * ($1 - mean) / (variance + 1e-5).squareRoot() + offset[$0] }
    }
  }

  @Test func `values and gradients are those of the formula in Double`() {
    let layer = layer()
    let features = fixture.numbers(6 * 19, seed: 3, scale: 3)
    let slopes = fixture.numbers(6 * 19, seed: 4)
    let (input, output) = (PanelMatrix(rows: 6, columns: 19), PanelMatrix(rows: 6, columns: 19))
    input.fill(from: features, rows: 6)
    examples.withUnsafeBufferPointer {
      layer.forward(input, into: output, batch: LayerBatch(pass: .evaluation, examples: $0))
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
