import Specifications

/// Alpha dropout: y = a (r x + (1 − r) α′) + b, one r ~ Bernoulli(p) per example and unit; nothing at evaluation.
///
/// α′ = −λα is the lowest value of SELU; a = (p + α′² p q)^(−1/2) and b = −a q α′ restore mean 0 and variance 1, which
/// SELU networks keep. Source: Klambauer et al. 2017, section 3, "New dropout technique".
package struct AlphaNoise: Hashable, Sendable {
  package let rate: Rate

  package init(rate: Rate) { self.rate = rate }

  /// λ and α of SELU.
  package static let scale = 1.0507009873554804934193349852946
  package static let slope = 1.6732632423543772848170429916717
  /// α′.
  package static let lowest = -scale * slope

  /// a, which kept values are multiplied by.
  package var factor: Double {
    1 / (rate.retention * (1 + Self.lowest * Self.lowest * rate.dropping)).squareRoot()
  }

  /// What is added to kept values, b, and what takes the place of dropped ones, a α′ + b.
  package var shift: (kept: Double, dropped: Double) {
    let b = -factor * rate.dropping * Self.lowest
    return (b, factor * Self.lowest + b)
  }

  /// Of the factor a r alone, which acts on gradients.
  package var laws: NoiseLaws {
    NoiseLaws(
      mean: factor * rate.retention, variance: factor * factor * rate.retention * rate.dropping, evaluationFactor: 1,
      isMask: false, isShifted: true)
  }

  /// Mean and variance of what becomes of a 1: a p and a² p q (1 − α′)².
  package var lawsOfOnes: NoiseLaws {
    let jump = factor * (1 - Self.lowest)
    return NoiseLaws(
      mean: factor * rate.retention, variance: jump * jump * rate.retention * rate.dropping, evaluationFactor: 1,
      isMask: false, isShifted: true)
  }
}
