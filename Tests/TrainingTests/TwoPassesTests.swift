import Experiments
import NeuralNets
import Specifications
import Testing
import Training

/// Training on two passes per example (R-Drop).
struct TwoPassesTests {
  private func outcome(_ weight: Double?, dropout: DropoutPlacement = TrialFixture.dropping.spec.dropout) throws
    -> TrialOutcome
  {
    var fixture = TrialFixture(training: 103, epochs: 2, dropout: dropout)
    fixture.spec.regularization.rDrop = weight
    return try fixture.finished().outcome
  }

  @Test func `without dropout two passes are one, and their divergence is nothing`() throws {
    let (one, two) = (try outcome(nil, dropout: DropoutPlacement()), try outcome(1, dropout: DropoutPlacement()))
    for epoch in 1...2 {
      let losses = [one, two].compactMap { $0.value(.loss, .training, epoch: epoch) }
      #expect((losses[0] - losses[1]).magnitude < 1e-6)
    }
    #expect(try outcome(0, dropout: DropoutPlacement()) == two)
  }

  @Test func `the passes have masks of their own, and the weight draws them together (T33)`() throws {
    let (one, mean, drawn) = (try outcome(nil), try outcome(0), try outcome(5))
    #expect(Set([one, mean, drawn].map(\.digests.finalWeights)).count == 3)
    #expect(one.digests.initialWeights == mean.digests.initialWeights)
    #expect(one.digests.batchOrder == mean.digests.batchOrder)
    let fraction = mean.value(.dropFraction, .training, epoch: 2, layer: "hidden1") ?? 0
    #expect((fraction - 0.5).magnitude < 0.03)
  }

  @Test func `the outcome is the same beside other trials`() throws {
    let expected = try outcome(1)
    let found = ParallelThreads.map(2) { _ in Result { try outcome(1) } }
    for outcome in found { #expect(try outcome.get() == expected) }
  }
}
