import NeuralNets
import Testing

struct ScheduleTests {
  private func factors(_ schedule: Schedule, _ epochs: [Double]) -> [Double] {
    epochs.map { schedule.factor(epochs: $0, total: 10) }
  }

  private func agree(_ found: [Double], _ expected: [Double]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { ($0 - $1).magnitude < 1e-15 }
  }

  @Test func `every schedule has the values of its formula`() {
    #expect(factors(.constant, [0, 5.5, 10]) == [1, 1, 1])
    #expect(agree(factors(.step(every: 4, factor: 0.5), [0, 3.99, 4, 8, 9.5]), [1, 1, 0.5, 0.25, 0.25]))
    #expect(agree(factors(.exponential(factor: 0.5), [0, 0.9, 1, 3.2]), [1, 1, 0.5, 0.125]))
    #expect(agree(factors(.inverseTime(halfLife: 4), [0, 4, 8]), [1, 0.5, 1.0 / 3]))
    #expect(agree(factors(.linear(to: 0), [0, 2.5, 10]), [1, 0.75, 0]))
    #expect(agree(factors(.linear(to: 0.2), [0, 5, 10, 20]), [1, 0.6, 0.2, 0.2]))
    #expect(agree(factors(.cosine(to: 0), [0, 5, 10]), [1, 0.5, 0]))
    #expect(agree(factors(.cosine(to: 0.5), [0, 10.0 / 3, 10]), [1, 0.875, 0.5]))
    #expect(agree(factors(.warmUp(epochs: 2, then: .linear(to: 0)), [0, 1, 2, 5]), [0, 0.45, 0.8, 0.5]))
  }

  @Test func `momentum ramps in a straight line and then stays`() {
    let ramp = Momentum.ramp(from: 0.5, to: 0.99, epochs: 20)
    #expect(ramp.value(epochs: 0) == 0.5)
    #expect((ramp.value(epochs: 10) - 0.745).magnitude < 1e-15)
    #expect((ramp.value(epochs: 20) - 0.99).magnitude < 1e-15)
    #expect(ramp.value(epochs: 500) == ramp.value(epochs: 20))
    #expect(Momentum.constant(0.9).value(epochs: 3) == 0.9)
    #expect(Optimizer.adam(learningRate: 1, beta1: 0.9, beta2: 0.9, epsilon: 1).momentum(epochs: 2) == 0)
  }
}
