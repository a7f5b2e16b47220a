import CKernels
import Datasets
import Experiments
import NeuralNets
import Tensors
import Testing

@testable import Training

struct SharpnessTests {
  /// The loss of a fixture on its training examples, with dropout that evaluation does not show.
  private static func surface(_ fixture: TrialFixture, examples: Int = 100) throws -> LossSurface {
    let trained = try ProbeFixture(fixture, []).untrained()
    return LossSurface(trained, trained.data.training.prefix(examples))
  }

  private static func record(_ trained: TrainedNetwork, iterations: Int = 30, examples: Int = 100) throws -> ProbeRecord
  {
    let request = ProbeRequest(
      .sharpness(radius: 0.01, directions: 3, iterations: iterations),
      sample: ProbeSample(split: .training, examples: examples))
    return try ProbeRunner(trained).record(of: request) { false }
  }

  /// A linear network of 35 inputs and four outputs under the mean square.
  private static var linear: TrialFixture {
    var linear = TrialFixture()
    linear.spec.network = .linear(LinearSpec(.logistic, initialization: .he))
    linear.spec.loss = .meanSquaredError
    return linear
  }

  @Test(arguments: [ProbeFixture.dropping, ProbeFixture.convolving, linear])
  func `the gradient is the slope of the loss`(_ fixture: TrialFixture) throws {
    let surface = try Self.surface(fixture)
    let loss = try surface.meanLoss { false }
    let gradient = try surface.gradient { false }
    let square = dl_dot_f64(gradient.base, gradient.base, gradient.count)
    let slopes = try [1e-2, 2e-3].map { distance in
      let step = distance / square.squareRoot()
      surface.move(along: gradient, by: step)
      let above = try surface.meanLoss { false }
      surface.move(along: gradient, by: -step)
      return (above - (try surface.meanLoss { false })) / (2 * step) / square
    }
    // Kinks of ReLU and of maxima that change places lie within the longer step.
    #expect(abs(slopes[0] - 1) < 0.05 && abs(slopes[1] - 1) < 0.01, "\(slopes)")
    surface.reset()
    #expect(try surface.meanLoss { false } == loss)
  }

  @Test
  func `the loss is that of the evaluation that every trial has`() throws {
    var fixture = ProbeFixture(
      ProbeFixture.dropping,
      [
        ProbeRequest(
          .sharpness(radius: 0.01, directions: 1, iterations: 1), sample: ProbeSample(split: .test, examples: 61))
      ])
    fixture.fixture.spec.training.epochs = 3
    let finished = try fixture.finished()
    let own = try #require(finished.outcome.value(.loss, .test, epoch: 3))
    #expect(abs(try finished.value(.surroundedLoss, of: fixture.requests[0].probe) - own) < 1e-9)
  }

  @Test
  func `the curvature of a linear network under the mean square is that of its inputs`() throws {
    let trained = try ProbeFixture(Self.linear, []).untrained()
    let found = try #require(try Self.record(trained).value(.hessianTop))
    // The loss is Σ (Wx + b − t)² / 4 per example, so the Hessian of each output is 2 / 4 E (x, 1)(x, 1)ᵀ.
    let rows = trained.data.training.prefix(100).features.map { Double($0) }
    let inputs = (0..<100).map { row in Array(rows[row * 35..<row * 35 + 35]) + [1] }
    var vector = [Double](repeating: 1, count: 36)
    var eigenvalue = 0.0
    for _ in 0..<200 {
      var product = [Double](repeating: 0, count: 36)
      for input in inputs {
        let dot = zip(input, vector).reduce(0) { $0 + $1.0 * $1.1 }
        for index in 0..<36 { product[index] += dot * input[index] / 200 }
      }
      eigenvalue = product.reduce(0) { $0 + $1 * $1 }.squareRoot()
      vector = product.map { $0 / eigenvalue }
    }
    #expect(abs(found / eigenvalue - 1) < 2e-3, "\(found), not \(eigenvalue)")
  }

  @Test
  func `moving scale from one ReLU layer to the next leaves adaptive sharpness and random directions, not curvature`()
    throws
  {
    let fixture = ProbeFixture(TrialFixture(), [])
    let plain = try Self.record(try fixture.untrained())
    let moved = try fixture.untrained()
    for (name, factor) in [("hidden1.weight", Float(8)), ("hidden1.bias", 8), ("hidden2.weight", 0.125)] {
      try moved.network.change(name) { $0 = $0.map { $0 * factor } }
    }
    let other = try Self.record(moved)
    for address in [
      ProbeAddress(statistic: .adaptiveSharpness), ProbeAddress(statistic: .directionRise, at: 0.2),
    ] {
      let values = try [plain, other].map { record in
        try #require(record.value(address.statistic, at: address.at))
      }
      #expect(values[0] > 0 && abs(values[1] / values[0] - 1) < 1e-3, "\(address): \(values)")
    }
    let curvatures = try [plain, other].map { try #require($0.value(.hessianTop)) }
    #expect(curvatures[1] > 4 * curvatures[0])
  }

  @Test(arguments: [-1.0, 1])
  func `steps follow the sign of the gradient, and the radius bounds every weight`(_ sign: Double) throws {
    let surface = try Self.surface(TrialFixture())
    let gradient = DoubleBuffer(surface.origin.count, value: sign)
    for _ in 0..<9 { surface.ascend(gradient, step: 0.004, radius: 0.01) }
    for (offset, parameter) in surface.parameters {
      for index in 0..<parameter.values.buffer.count {
        let (was, now) = (surface.origin.base[offset + index], parameter.values.base[index])
        let size = Double(abs(was))
        #expect(abs(Double(now) - Double(was) - sign * 0.01 * size) <= 1e-7 * size)
      }
    }
  }

  @Test
  func `random directions rise with the square of the distance near a minimum`() throws {
    var fixture = TrialFixture(epochs: 60)
    fixture.spec.network = .linear(LinearSpec(.logistic, initialization: .he))
    fixture.spec.loss = .meanSquaredError
    fixture.spec.optimizer = .sgd(learningRate: 0.02, momentum: .constant(0.9), nesterov: false)
    let probe = Probe.sharpness(radius: 0.01, directions: 3, iterations: 1)
    let finished = try ProbeFixture(fixture, [ProbeRequest(probe)]).finished()
    let rises = try Sharpness.distances.map { try finished.value(.directionRise, at: $0, of: probe) }
    // A quadratic loss has no odd part left after ± d, wherever it is.
    for (rise, distance) in zip(rises, Sharpness.distances) {
      #expect(abs(rise / rises[3] / (distance * distance / 0.16) - 1) < 2e-3)
    }
  }
}
