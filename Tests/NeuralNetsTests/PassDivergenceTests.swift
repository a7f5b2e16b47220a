import Foundation
import NeuralNets
import Tensors
import Testing

struct PassDivergenceTests {
  private let outputs = 5

  /// Logits of steps · 2 · pairs rows.
  private func logits(_ rows: Int) -> [Double] {
    (0..<rows * outputs).map { Double(Float(sin(Double($0 * $0) * 0.7) * 2)) }
  }

  private func softmax(_ row: ArraySlice<Double>) -> [Double] {
    let total = row.map { exp($0) }.reduce(0, +)
    return row.map { exp($0) / total }
  }

  /// α / 4 times the mean of both divergences.
  private func objective(_ logits: [Double], steps: Int, pairs: Int, weight: Double) -> Double {
    var sum = 0.0
    for step in 0..<steps {
      for pair in 0..<pairs {
        let first = (step * 2 * pairs + pair) * outputs, second = first + pairs * outputs
        let p = softmax(logits[first..<first + outputs]), q = softmax(logits[second..<second + outputs])
        sum += zip(p, q).map { ($0 - $1) * log($0 / $1) }.reduce(0, +)
      }
    }
    return weight / 4 * sum / Double(steps * pairs)
  }

  @Test(arguments: [(1, 3), (4, 2)])
  func `the divergence and its slope are those of the formula`(steps: Int, pairs: Int) {
    let rows = 2 * steps * pairs
    let values = logits(rows)
    let divergence = PassDivergence(weight: 0.7, outputs: outputs, capacity: rows)
    let buffer = FloatBuffer(rows * outputs)
    for (index, value) in values.enumerated() { buffer.base[index] = Float(value) }
    let found = divergence.measure(buffer, steps: steps, pairs: pairs)
    #expect((found - objective(values, steps: steps, pairs: pairs, weight: 0.7)).magnitude < 1e-13)
    buffer.clear()
    divergence.addSlope(to: buffer, rows: rows)
    for index in values.indices {
      func moved(_ by: Double) -> Double {
        var other = values
        other[index] += by
        return objective(other, steps: steps, pairs: pairs, weight: 0.7)
      }
      let slope = (moved(1e-5) - moved(-1e-5)) / 2e-5
      #expect((Double(buffer.base[index]) - slope).magnitude < 1e-8)
    }
  }

  @Test func `equal passes do not diverge, and without weight nothing is added`() {
    let buffer = FloatBuffer(4 * outputs)
    for index in 0..<4 * outputs { buffer.base[index] = Float(index % (2 * outputs)) }
    let divergence = PassDivergence(weight: 1, outputs: outputs, capacity: 4)
    #expect(divergence.measure(buffer, steps: 1, pairs: 2) == 0)
    let before = buffer.values
    divergence.addSlope(to: buffer, rows: 4)
    #expect(buffer.values == before)
    let none = PassDivergence(weight: 0, outputs: outputs, capacity: 4)
    #expect(none.measure(buffer, steps: 1, pairs: 2) == 0)
    none.addSlope(to: buffer, rows: 4)
    #expect(buffer.values == before)
  }
}
