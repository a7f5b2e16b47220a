import Datasets
import Experiments
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing
import Training

/// Steps along other gradients than that of one draw.
struct GradientRuleTests {
  private func outcome(
    _ rule: GradientRule, dropout: DropoutPlacement = TrialFixture.dropping.spec.dropout, epochs: Int = 2,
    change: (inout TrialSpec) -> Void = { _ in }
  ) throws -> TrialOutcome {
    var fixture = TrialFixture(training: 103, epochs: epochs, dropout: dropout)
    fixture.spec.training.gradient = rule
    fixture.keepsWeights = true
    change(&fixture.spec)
    return try fixture.finished().outcome
  }

  private func distance(_ left: TrialOutcome, _ right: TrialOutcome) -> Double {
    let (a, b) = ((left.weights ?? []).flatMap(\.values), (right.weights ?? []).flatMap(\.values))
    #expect(a.count == b.count && !a.isEmpty)
    return zip(a, b).map { Double(($0 - $1).magnitude) }.max() ?? 0
  }

  private static let rules: [GradientRule] = [.averaged(draws: 3), .noiseOnly(draws: 3), .boosting]

  @Test(arguments: rules)
  func `without noise every rule follows the plain gradient`(rule: GradientRule) throws {
    let plain = try outcome(.drawn, dropout: DropoutPlacement())
    #expect(distance(try outcome(rule, dropout: DropoutPlacement()), plain) < 1e-5)
    let boosted = try outcome(.boosting, dropout: DropoutPlacement())
    #expect(boosted.digests.finalWeights == plain.digests.finalWeights)
  }

  @Test(arguments: rules)
  func `with noise every rule is another`(rule: GradientRule) throws {
    let found = Set(try ([.drawn] + Self.rules).map { try outcome($0).digests.finalWeights })
    #expect(found.count == 4)
    #expect(try outcome(rule) == outcome(rule))
  }

  @Test func `the weights of the draws are those of the formulas`() {
    #expect(GradientRule.averaged(draws: 4).terms.map(\.weight) == [0.25, 0.25, 0.25, 0.25])
    let noise = GradientRule.noiseOnly(draws: 4).terms
    #expect(noise.map(\.draw) == [nil, 0, 1, 2, 3])
    #expect(noise.map(\.weight) == [1, 0.75, -0.25, -0.25, -0.25])
    #expect(GradientRule.boosting.terms.map(\.draw) == [0] && !GradientRule.boosting.sums)
  }

  @Test func `one step is the weighted sum of the gradients of its draws`() throws {
    let fixture = TrialFixture(training: 20, epochs: 1, dropout: TrialFixture.dropping.spec.dropout)
    for rule in [GradientRule.averaged(draws: 4), .noiseOnly(draws: 4)] {
      var stepping = fixture
      stepping.keepsWeights = true
      stepping.spec.training.gradient = rule
      stepping.spec.training.schedule = .constant
      let moved = try #require(try stepping.finished().outcome.weights)
      let expected = try expectation(rule, of: fixture)
      #expect(moved.count == expected.count)
      for (tensor, array) in zip(moved, expected) {
        #expect(array.sum.contains { $0.magnitude > 1e-3 })
        for (index, value) in tensor.values.enumerated() {
          let step = Double(array.start[index]) - 0.1 * array.sum[index]
          #expect((Double(value) - step).magnitude < 2e-6)
        }
      }
    }
  }

  /// Every array before and the sum of its gradients in the only step of a trial, each taken by a pass of its own.
  private func expectation(
    _ rule: GradientRule, of fixture: TrialFixture
  ) throws -> [(start: [Float], sum: [Double])] {
    let step = try FirstStep(fixture)
    var sums = step.network.parameters.map { [Double](repeating: 0, count: $0.rowMajor.count) }
    for term in rule.terms {
      step.forward(term.draw.map { ForwardPass.training(step.plan, step: $0 << 40) } ?? .evaluation)
      step.pullLoss()
      for (place, found) in step.network.gradients(rows: 20).enumerated() {
        for index in found.values.indices { sums[place][index] += term.weight * Double(found.values[index]) }
      }
    }
    return zip(step.network.parameters, sums).map { (start: $0.rowMajor, sum: $1) }
  }

  @Test func `boosting pulls the mean network's loss back through a masked network`() throws {
    var fixture = TrialFixture(training: 20, epochs: 1, dropout: TrialFixture.dropping.spec.dropout)
    fixture.keepsWeights = true
    fixture.spec.training.gradient = .boosting
    fixture.spec.training.schedule = .constant
    let moved = try #require(try fixture.finished().outcome.weights)
    let step = try FirstStep(fixture)
    step.forward(.evaluation)
    step.pullLoss()
    let slopes = step.network.logits.values
    step.forward(.training(step.plan, step: 0))
    for (index, slope) in slopes.enumerated() { step.network.logits.base[index] = slope }
    for (tensor, array) in zip(moved, zip(step.network.parameters, step.network.gradients(rows: 20))) {
      for (index, value) in array.0.rowMajor.enumerated() {
        #expect((tensor.values[index] - (value - 0.1 * array.1.values[index])).magnitude < 2e-6)
      }
    }
  }

  @Test func `the outcome is the same beside other trials`() throws {
    let expected = try Self.rules.map { try outcome($0) }
    let found = ParallelThreads.map(2) { _ in Result { try Self.rules.map { try outcome($0) } } }
    for outcomes in found { #expect(try outcomes.get() == expected) }
  }

  @Test func `weights are averaged over the steps of the end`() throws {
    let last = try outcome(.drawn)
    let average = try outcome(.drawn) { $0.training.averageFrom = 0.5 }
    #expect(last.digests.finalWeights != average.digests.finalWeights)
    // 5 steps of each of 2 epochs of batches of 20, 20, 20, 20, 20 and 3: from .99 only the last one.
    let only = try outcome(.drawn) { $0.training.averageFrom = 0.99 }
    #expect(only.digests.finalWeights == last.digests.finalWeights || distance(only, last) == 0)
  }
}

/// The network and the batch of the only step of a trial of 20 examples.
private final class FirstStep {
  let network: Network
  let plan: ReplicatePlan
  private let loss: LossFunction
  private let features: [Float]
  private let positions: [UInt32]
  private let labels: [UInt32]

  init(_ fixture: TrialFixture) throws {
    let data = try fixture.dealt().training
    plan = RandomPlan(seed: fixture.seed).replicate(fixture.replicate)
    network = Network(
      fixture.spec.network, dropout: fixture.spec.dropout, regularization: Regularization(),
      optimizer: fixture.spec.optimizer, input: MapShape(channels: 35), outputs: 4, capacity: 20, plan: plan)
    loss = LossFunction(fixture.spec.loss, outputs: 4, capacity: 20)
    let order = Array(data.batches(of: 20, shuffledBy: plan.shuffling(epoch: 0))[0])
    var features = [Float](repeating: 0, count: 20 * 35)
    features.withUnsafeMutableBufferPointer { data.gather(order[...], into: $0) }
    self.features = features
    positions = order.map { data.positions[Int($0)] }
    labels = order.map { data.labels[Int($0)] }
  }

  func forward(_ pass: ForwardPass) {
    positions.withUnsafeBufferPointer { network.forward(features, examples: $0, pass: pass) }
  }

  /// Turns the logits into the gradient of the loss.
  func pullLoss() { _ = loss.meanAndGradient(network.logits, labels: labels, rows: 20) }
}
