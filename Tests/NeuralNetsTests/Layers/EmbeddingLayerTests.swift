import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

struct EmbeddingLayerTests {
  private let plan = RandomPlan(seed: 3).replicate(0)
  private let examples: [UInt32] = [2, 90, 11]
  /// Four steps of three sequences.
  private let symbols: [Float] = [0, 5, 8, 1, 5, 0, 0, 5, 8, 3, 1, 8]

  private func layer(rate: Double) -> EmbeddingLayer {
    EmbeddingLayer(
      name: "embedding", steps: 4, words: 9, width: 20, rate: Rate(rate), capacity: 3,
      learning: RecurrentFixture.learning, plan: plan)
  }

  private func run(_ layer: EmbeddingLayer, pass: ForwardPass) -> [Float] {
    let (input, output) = (PanelMatrix(rows: 12, columns: 1), PanelMatrix(rows: 12, columns: 20))
    input.fill(from: symbols, rows: 12)
    examples.withUnsafeBufferPointer {
      layer.forward(input, into: output, batch: LayerBatch(pass: pass, examples: $0))
    }
    return output.rowMajor(rows: 12)
  }

  /// 1 / p for words of a sequence that are kept, else 0.
  private func factor(_ example: UInt32, _ word: Int, retention: Double) -> Float {
    let stream = plan.noise(layer: "embedding.words")
    let drawn = stream.words(block: word / 4, example: Int(example), step: 6)[word % 4]
    return Double(drawn >> 8) < (retention * 0x1p24).rounded(.up) ? Float(1 / retention) : 0
  }

  @Test func `a dropped word is zero wherever it occurs in its sequence, and learns nothing`() {
    let layer = layer(rate: 0.4)
    let table = layer.weight.rowMajor
    let values = run(layer, pass: .training(plan, step: 6))
    let gradient = PanelMatrix(rows: 12, columns: 20)
    let slopes = RecurrentFixture().numbers(240, seed: 1)
    gradient.fill(from: slopes, rows: 12)
    layer.pullback(gradient, examples: 3)
    var expected = [Float](repeating: 0, count: 180)
    for (row, symbol) in symbols.enumerated() {
      let word = Int(symbol)
      let factor = factor(examples[row % 3], word, retention: 0.6)
      for c in 0..<20 {
        #expect(values[row * 20 + c] == table[word * 20 + c] * factor)
        expected[word * 20 + c].addProduct(slopes[row * 20 + c], factor)
      }
    }
    #expect(layer.weight.gradientRowMajor == expected)
    #expect(values.contains(0) && layer.wordNoise.dropFraction != nil)
  }

  @Test func `a rate of zero and evaluation look words up as they are`() {
    let plain = run(layer(rate: 0), pass: .training(plan, step: 6))
    #expect(run(layer(rate: 0.4), pass: .evaluation) == plain)
    let table = layer(rate: 0).weight.rowMajor
    #expect(plain == symbols.flatMap { table[Int($0) * 20..<Int($0 + 1) * 20] })
  }

  @Test func `positions add their vector and collect its gradient over the examples`() {
    let layer = PositionLayer(
      name: "position", shape: MapShape(height: 4, channels: 20), learning: RecurrentFixture.learning, plan: plan)
    let fixture = RecurrentFixture()
    let vectors = fixture.numbers(80, seed: 2)
    layer.weight.set(vectors)
    let values = fixture.numbers(240, seed: 3)
    let (input, output) = (PanelMatrix(rows: 12, columns: 20), PanelMatrix(rows: 12, columns: 20))
    input.fill(from: values, rows: 12)
    examples.withUnsafeBufferPointer {
      layer.forward(input, into: output, batch: LayerBatch(pass: .evaluation, examples: $0))
    }
    let expected = values.indices.map { values[$0] + vectors[$0 / 60 * 20 + $0 % 20] }
    #expect(output.rowMajor(rows: 12) == expected)
    layer.pullback(input, examples: 3, into: output)
    #expect(output.rowMajor(rows: 12) == values)
    let sums = (0..<80).map { place -> Float in
      let first = place / 20 * 60 + place % 20
      return values[first] + values[first + 20] + values[first + 40]
    }
    #expect(layer.weight.gradientRowMajor == sums)
  }
}
