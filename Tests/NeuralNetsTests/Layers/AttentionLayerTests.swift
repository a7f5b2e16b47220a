import CKernels
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

/// A small self-attention layer with a batch.
private struct AttentionFixture {
  var positions = 4
  var channels = 4
  var heads = 2
  var isCausal = false
  var dropout = AttentionDropout()
  var examples: [UInt32] = [7, 59_999]
  let plan = RandomPlan(seed: 5).replicate(1)
  private let source = RecurrentFixture()

  var training: ForwardPass { .training(plan, step: 4) }
  var rows: Int { positions * examples.count }
  var slopes: [Float] { source.numbers(rows * channels, seed: 9) }

  /// Rows of position · examples + example that depend on the example's position only.
  var features: [Float] {
    (0..<positions).flatMap { t in
      examples.flatMap { example in
        (0..<channels).map { channel -> Float in
          let place = Int(example) * 31 + t * 17 + channel * 5
          return Float(place % 97) / 48 - 1
        }
      }
    }
  }

  func layer(capacity: Int? = nil) -> AttentionLayer {
    let layer = AttentionLayer(
      name: "attention", shape: MapShape(height: positions, channels: channels), heads: heads, isCausal: isCausal,
      dropout: dropout, isFirst: false, capacity: capacity ?? examples.count, learning: RecurrentFixture.learning,
      plan: plan)
    for (index, parameter) in layer.parameters.enumerated() {
      parameter.set(source.numbers(parameter.rowMajor.count, seed: index + 1))
    }
    return layer
  }

  func run(_ layer: AttentionLayer, pass: ForwardPass) -> [Float] {
    let (input, output) = (PanelMatrix(rows: rows, columns: channels), PanelMatrix(rows: rows, columns: channels))
    input.fill(from: features, rows: rows)
    let lists = ScalarLists(layer.lists(capacity: examples.count))
    examples.withUnsafeBufferPointer {
      layer.forward(input, into: output, batch: LayerBatch(pass: pass, examples: $0), lists: lists)
    }
    return output.rowMajor(rows: rows)
  }

  func pullBack(_ layer: AttentionLayer, pass: ForwardPass) -> [Float] {
    _ = run(layer, pass: pass)
    let (input, gradient) = (PanelMatrix(rows: rows, columns: channels), PanelMatrix(rows: rows, columns: channels))
    input.fill(from: features, rows: rows)
    gradient.fill(from: slopes, rows: rows)
    let previous = PanelMatrix(rows: rows, columns: channels)
    let lists = ScalarLists(layer.lists(capacity: examples.count))
    layer.pullback(input, gradient, examples: examples.count, into: previous, lists: lists)
    return previous.rowMajor(rows: rows)
  }

  func reference(_ layer: AttentionLayer, pass: ForwardPass) -> DoubleAttention {
    DoubleAttention(
      positions: positions, channels: channels, heads: heads, isCausal: isCausal, dropout: dropout,
      arrays: layer.parameters.map { $0.rowMajor.map(Double.init) }, pass: pass, examples: examples)
  }
}

struct AttentionLayerTests {
  private static let dropouts = [
    AttentionDropout(), AttentionDropout(weights: Rate(0.3)), AttentionDropout(heads: Rate(0.4)),
    AttentionDropout(weights: Rate(0.2), heads: Rate(0.3)),
  ]

  @Test(arguments: dropouts, [false, true])
  func `values and gradients are those of the formulas in Double`(dropout: AttentionDropout, isCausal: Bool) {
    let fixture = AttentionFixture(isCausal: isCausal, dropout: dropout)
    let layer = fixture.layer()
    let features = fixture.features.map(Double.init)
    for pass in [fixture.training, .evaluation, .sampling(fixture.plan, sample: 3)] {
      let expected = fixture.reference(layer, pass: pass).outputs(features)
      #expect(relativeError(fixture.run(layer, pass: pass), expected) < 1e-5)
    }
    let inputs = fixture.pullBack(layer, pass: fixture.training)
    let reference = fixture.reference(layer, pass: fixture.training)
    let slopes = fixture.slopes.map(Double.init)
    func loss(_ reference: DoubleAttention, _ features: [Double]) -> Double {
      zip(reference.outputs(features), slopes).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(relativeError(inputs, centralDifferences(features) { loss(reference, $0) }) < 1e-5, "inputs")
    for (index, parameter) in layer.parameters.enumerated() {
      let expected = centralDifferences(reference.arrays[index]) { values in
        var changed = reference
        changed.arrays[index] = values
        return loss(changed, features)
      }
      #expect(relativeError(parameter.gradientRowMajor, expected) < 1e-5, "\(parameter.name)")
    }
  }

  @Test func `an example's values do not depend on the batch it is in`() {
    var fixture = AttentionFixture(positions: 21, channels: 36, heads: 3)
    fixture.dropout = AttentionDropout(weights: Rate(0.3), heads: Rate(0.2))
    fixture.examples = [3, 17, 4]
    let together = fixture.run(fixture.layer(), pass: fixture.training)
    for (index, example) in fixture.examples.enumerated() {
      var alone = fixture
      alone.examples = [example]
      let values = alone.run(alone.layer(capacity: 4), pass: alone.training)
      for t in 0..<21 {
        let start = (t * 3 + index) * 36
        #expect(Array(values[t * 36..<(t + 1) * 36]) == Array(together[start..<start + 36]))
      }
    }
  }

  @Test func `rates of zero and evaluation leave the bits of no dropout`() {
    let plain = AttentionFixture()
    let expected = plain.run(plain.layer(), pass: plain.training)
    var noisy = plain
    noisy.dropout = AttentionDropout(weights: Rate(0.3), heads: Rate(0.4))
    #expect(noisy.run(noisy.layer(), pass: .evaluation) == expected)
    #expect(noisy.run(noisy.layer(), pass: noisy.training) != expected)
    noisy.dropout = AttentionDropout(weights: Rate(0), heads: Rate(0))
    #expect(noisy.run(noisy.layer(), pass: noisy.training) == expected)
    #expect(noisy.layer().sites.isEmpty)
  }

  @Test func `a causal position attends to itself and what came before`() {
    let fixture = AttentionFixture(isCausal: true)
    let layer = fixture.layer()
    _ = fixture.run(layer, pass: .evaluation)
    for head in 0..<2 {
      let weights = layer.attention(example: 1, head: head)
      for t in 0..<4 {
        let row = weights[t * 4..<(t + 1) * 4]
        #expect(row.dropFirst(t + 1).allSatisfy { $0 == 0 } && row.prefix(t + 1).allSatisfy { $0 > 0 })
        #expect((row.reduce(0, +) - 1).magnitude < 1e-6)
      }
    }
  }

  @Test func `masks differ between examples, heads and rows, and their share is counted`() throws {
    var fixture = AttentionFixture(positions: 16, channels: 4, heads: 2)
    fixture.dropout = AttentionDropout(weights: Rate(0.3))
    fixture.examples = (0..<40).map { UInt32($0) }
    let layer = fixture.layer()
    _ = fixture.run(layer, pass: fixture.training)
    let noise = layer.weightNoise.noise
    let bits = try #require(noise.bits)
    // Rows of 16 positions are a quarter of a word: 2 heads of 16 rows per example.
    let rows = (0..<40).flatMap { n in
      (0..<32).map { bits[n * noise.words + $0 / 4] >> ($0 % 4 * 16) & 0xffff }
    }
    #expect(Set(rows).count > 1100)
    // 20 480 draws: five standard deviations are .016.
    let fraction = try #require(layer.weightNoise.dropFraction)
    #expect((fraction - 0.3).magnitude < 0.016)
  }
}
