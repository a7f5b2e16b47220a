import CKernels
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing

struct StandoutNoiseTests {
  private let plan = RandomPlan(seed: 9).replicate(0)
  private let examples: [UInt32] = [3, 5, 8]
  private let units = 21

  private var sums: [Float] { (0..<3 * units).map { Float($0 * 53 % 41) / 10 - 2 } }

  private func run(_ dropout: Dropout, _ pass: ForwardPass) -> (values: PanelMatrix, site: ActivationSite) {
    let noise = NoiseSite(name: "hidden1", dropout: dropout, units: units, capacity: 3)
    let site = ActivationSite(activation: .tanh, noise: noise, sparsity: nil, capacity: 3)
    let values = PanelMatrix(rows: 3, columns: units)
    values.fill(from: sums, rows: 3)
    examples.withUnsafeBufferPointer { site.forward(values, pass: pass, examples: $0) }
    return (values, site)
  }

  private var uniforms: [Float] {
    var drawn = [Float](repeating: 0, count: 3 * units)
    examples.withUnsafeBufferPointer { examples in
      drawn.withUnsafeMutableBufferPointer {
        plan.noise(layer: "hidden1").fillUniforms(
          RandomRegion(step: 2, examples: examples, units: 0..<units), into: $0)
      }
    }
    return drawn
  }

  @Test func `units are kept where their uniform lies below the sigmoid of their sum, in training`() {
    let (values, site) = run(.standout(StandoutNoise(slope: 1.5, shift: 0.3)), .training(plan, step: 2))
    let kept = zip(uniforms, sums).map { Double($0) < dl_sigmoid(1.5 * Double($1) + 0.3) }
    let expected = zip(kept, sums).map { $0 ? dl_tanh(Double($1)) : 0 }
    #expect(relativeError(values.rowMajor(rows: 3), expected) < 1e-6)
    #expect(site.noise.dropFraction == Double(kept.count { !$0 }) / Double(3 * units))

    let gradient = PanelMatrix(rows: 3, columns: units)
    gradient.fill(from: [Float](repeating: 1, count: 3 * units), rows: 3)
    site.pullback(values, gradient, examples: 3)
    // Nothing goes through the probability of keeping.
    let slopes = zip(kept, sums).map { $0 ? 1 - dl_tanh(Double($1)) * dl_tanh(Double($1)) : 0 }
    #expect(relativeError(gradient.rowMajor(rows: 3), slopes) < 1e-6)
  }

  @Test func `evaluation multiplies by the probability of keeping`() {
    let values = run(.standout(StandoutNoise(slope: 1.5, shift: 0.3)), .evaluation).values
    let expected = sums.map { dl_sigmoid(1.5 * Double($0) + 0.3) * dl_tanh(Double($0)) }
    #expect(relativeError(values.rowMajor(rows: 3), expected) < 1e-6)
  }

  @Test func `a slope of zero is classic Bernoulli dropout with the same draws`() {
    let classic = Dropout.bernoulli(rate: Rate(0.5), convention: .classic)
    for pass in [ForwardPass.training(plan, step: 2), .evaluation] {
      let found = run(.standout(StandoutNoise(slope: 0, shift: 0)), pass).values.rowMajor(rows: 3)
      #expect(found == run(classic, pass).values.rowMajor(rows: 3))
    }
  }
}
