import Randomness
import Specifications
import Tensors

/// The gate of a residual branch: y = x + b f(x), b ~ Bernoulli(p_l) in training (stochastic depth, Huang et al. 2016).
///
/// A class because it owns the gates of the last pass and counts.
package final class ResidualGate: NoiseAuditing {
  /// The path name: `<block>.gate`.
  package let name: String
  package var auditName: String { name }
  /// The name that addresses its chance, shared by gates that open together.
  package let address: String
  package let survival: BranchSurvival
  /// One factor per example in the last pass.
  let factors: FloatBuffer
  /// Of the factors of the branch, one per example and step; nothing is counted where none can be dropped.
  package var audit = NoiseAudit()

  package init(name: String, address: String? = nil, survival: BranchSurvival, capacity: Int) {
    self.name = name
    self.address = address ?? name
    self.survival = survival
    factors = FloatBuffer(capacity)
  }

  /// What evaluation multiplies the branch by.
  package var evaluationFactor: Double { survival.scaling == .classic ? survival.probability : 1 }

  /// What happens to the branch in one pass.
  enum Decision: Hashable {
    /// It is not computed at all.
    case skip
    /// It is multiplied by `factors`, one per example.
    case scale
  }

  /// Draws the gates of a pass.
  func decide(_ batch: LayerBatch) -> Decision {
    let probability = survival.probability(at: batch.pass.progress)
    let kept: Float = survival.scaling == .inverted ? Float(1 / probability) : 1
    guard probability < 1, let source = batch.pass.noise(of: address) else {
      let factor = Float(factor(of: batch.pass))
      if survival.probability < 1 { count(dropped: 0, scale: factor, of: batch) }
      fill(batch.count) { _ in factor }
      return .scale
    }
    switch survival.gate {
    case .batch:
      let survives = isKept(0, source, probability)
      count(dropped: survives ? 0 : batch.count, scale: kept, of: batch)
      fill(batch.count) { _ in kept }
      return survives ? .scale : .skip
    case .example:
      var dropped = 0
      fill(batch.count) { row in
        let survives = isKept(batch.examples[row], source, probability)
        dropped += survives ? 0 : 1
        return survives ? kept : 0
      }
      count(dropped: dropped, scale: kept, of: batch)
      return .scale
    }
  }

  /// What a pass that draws nothing multiplies the branch by: the factor of evaluation, or one that is composed.
  private func factor(of pass: ForwardPass) -> Double {
    guard case .composed(let composition) = pass, case .factor(let other)? = composition.acts[name] else {
      return evaluationFactor
    }
    return other
  }

  private func fill(_ rows: Int, _ factor: (Int) -> Float) {
    for row in 0..<rows { factors.base[row] = factor(row) }
  }

  private func isKept(_ example: UInt32, _ source: NoiseSource, _ probability: Double) -> Bool {
    source.stream.uniform(unit: 0, example: Int(example), step: source.step) < probability
  }

  private func count(dropped: Int, scale: Float, of batch: LayerBatch) {
    guard case .training = batch.pass else { return }
    audit.addMask(batch.count, kept: batch.count - dropped, scale: Double(scale))
  }

  package var curve: RateCurve? { survival.curve }

  package func expectation(at progress: Double) -> NoiseExpectation? { survival.expectation(at: progress) }
}

/// How often a residual branch survives, and for whom it is decided at once.
package struct BranchSurvival: Hashable, Sendable {
  /// p_l, the probability that the branch is kept; under a curve, where that is 1.
  package let probability: Double
  package let gate: GateSharing
  /// Where what survives is scaled; nil for nowhere.
  package let scaling: Convention?
  /// How the rate of dropping changes over training; nil where it does not.
  package let curve: RateCurve?

  package init(
    probability: Double = 1, gate: GateSharing = .batch, scaling: Convention? = .classic, curve: RateCurve? = nil
  ) {
    self.probability = probability
    self.gate = gate
    self.scaling = scaling
    self.curve = curve
  }

  /// p_l at a share of training: 1 − curve(t) (1 − p_l).
  package func probability(at progress: Double) -> Double {
    guard let factor = curve?.factor(progress), factor != 1 else { return probability }
    return 1 - factor * (1 - probability)
  }

  /// The mean of p_l over shares of training; at least one.
  package func probability(over steps: [Double]) -> Double {
    guard curve != nil else { return probability }
    return steps.reduce(0) { $0 + probability(at: $1) } / Double(steps.count)
  }

  /// Whether branches can be dropped and a factor p_l makes up for it, in training or at evaluation, the same at any time.
  package var isScaled: Bool { probability < 1 && scaling != nil && curve == nil }

  /// The same with a curve.
  func following(_ curve: RateCurve) -> BranchSurvival {
    BranchSurvival(probability: probability, gate: gate, scaling: scaling, curve: curve)
  }
}

/// Who shares one draw of a gate.
package enum GateSharing: Hashable, Sendable {
  /// All examples of a batch (Huang et al. 2016): a dropped branch is not computed.
  case batch
  /// Each example has its own.
  case example
}
