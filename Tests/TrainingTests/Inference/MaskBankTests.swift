import Experiments
import NeuralNets
import Specifications
import Testing
import Training

/// Answers that are held against the mean over a bank of masks.
struct MaskBankTests {
  private static let all = InferenceMode.exhaustive(mean: .arithmetic)
  private static let sampled = InferenceMode.monteCarlo(samples: 50, mean: .arithmetic)

  /// The mean of K masks is r + e, and its divergence from r about Σ_c Var(P_c) / (2 K r_c), at most (C − 1) / (2 K). Its
  /// divergence from m is that of r and that from r, and Σ_c e_c (r_c − m_c) / m_c, to the second order by Cauchy and Schwarz
  /// at most twice the root of their product.
  @Test func `every subnetwork is the limit of the bank, and weight scaling as far from one as from the other`() throws
  {
    let masks = 3000
    var fixture = TrialFixture(epochs: 40, dropout: DropoutPlacement(hidden: .same(TrialFixture.half)))
    fixture.spec.network = .mlp(MLPSpec(hidden: [8]))
    let finished = try InferenceFixture(fixture, [Self.all], bank: masks).finished()
    let rest = try finished.value(.divergenceFromMasks, Self.all)
    let plain = try finished.value(.divergenceFromMasks, .weightScaling)
    let exact = try finished.value(.divergence, Self.all)
    let classes = 4.0
    #expect(rest > 0 && rest < (classes - 1) / (2 * Double(masks)) && exact > 10 * rest, "\(rest) \(exact)")
    #expect((plain - exact - rest).magnitude < 2.2 * (exact * rest).squareRoot(), "\(plain) \(exact) \(rest)")
  }

  @Test func `a mode answers as it does without a bank, and one number more`() throws {
    let modes = [Self.sampled, .gaussianClosedForm]
    let plain = try InferenceFixture(InferenceFixture.dropConnect, modes).finished()
    let held = try InferenceFixture(InferenceFixture.dropConnect, modes, bank: 20).finished()
    for mode in [.weightScaling] + modes {
      let values = try held.record(mode).values
      #expect(values.filter { $0.metric != .divergenceFromMasks } == (try plain.record(mode).values))
      let marks = mode == Self.sampled ? InferenceMode.marks(upTo: 50) : [1]
      #expect(values.filter { $0.metric == .divergenceFromMasks }.map(\.samples) == marks)
    }
    let alone = try InferenceFixture(InferenceFixture.dropConnect, [.gaussianClosedForm], bank: 20).finished()
    #expect(try alone.record(.gaussianClosedForm) == held.record(.gaussianClosedForm))
  }

  /// Two means of as many masks are apart, which they would not be if the masks were the same.
  @Test func `the bank has masks of its own, and larger ones come nearer`() throws {
    let apart = try [50, 800].map { count in
      let mode = InferenceMode.monteCarlo(samples: count, mean: .arithmetic)
      return try InferenceFixture(InferenceFixture.dropConnect, [mode], bank: count).finished()
        .value(.divergenceFromMasks, mode)
    }
    #expect(apart[1] > 0 && apart[0] > 4 * apart[1], "\(apart)")
  }

  @Test func `without dropout the bank is weight scaling`() throws {
    let finished = try InferenceFixture(TrialFixture(), [], bank: 1000).finished()
    #expect(finished.inference.isEmpty)
    let asked = try InferenceFixture(TrialFixture(), [.weightScaling], bank: 1000).finished()
    #expect(try asked.value(.divergenceFromMasks, .weightScaling).magnitude < 1e-12)
  }
}
