import CKernels

/// Almost stochastic order: how far the values of the first are from being larger at every quantile.
///
/// del Barrio, Cuesta-Albertos and Matrán 2018; Dror, Shlomov and Reichart 2019; threshold after Ulmer, Hardmeier and
/// Frellsen 2022.
package struct StochasticOrder: Hashable, Sendable {
  /// The ε_min below which the first is declared better; .5 would err too often.
  package static let threshold = 0.2

  /// The share of the squared Wasserstein distance at quantiles where the first is smaller: 0 larger everywhere, 1 nowhere.
  package let violation: Double
  /// The upper bound of the violation at 1 − α, in [0, 1].
  package let epsilonMin: Double
  package let alpha: Double
  package let resampling: Resampling

  /// Whether the first is almost stochastically larger.
  package var isDominant: Bool { epsilonMin < Self.threshold }

  /// Compares where larger is better; nil with fewer than two values on a side.
  ///
  /// ε_min = ε + z₍₁₋α₎ σ √((n + m) / (n m)), σ² the bootstrap variance of √(n m / (n + m)) ε. The quantile functions are
  /// integrated exactly as steps. Equal samples have violation ½. Of several comparisons each takes its share of α.
  package init?(_ first: Sample, over second: Sample, alpha: Double = 0.05, _ resampling: Resampling) {
    precondition(alpha > 0 && alpha < 1, "α lies between 0 and 1, not at \(alpha)")
    guard first.count >= 2, second.count >= 2 else { return nil }
    violation = Self.violation(first.values.sorted(), second.values.sorted())
    let draws = resampling.values(of: [first.values, second.values]) {
      Self.violation($0[0].sorted(), $0[1].sorted())
    }
    let spread = Sample(draws)?.standardDeviation ?? 0
    epsilonMin = min(1, max(0, violation + dl_normal_quantile(1 - alpha) * spread))
    self.alpha = alpha
    self.resampling = resampling
  }

  /// ∫ (G⁻¹ − F⁻¹)₊² / ∫ (G⁻¹ − F⁻¹)² of two sorted samples.
  static func violation(_ first: [Double], _ second: [Double]) -> Double {
    let (n, m) = (first.count, second.count)
    var (i, j, place) = (0, 0, 0)
    var (against, whole) = (0.0, 0.0)
    while i < n && j < m {
      // Places in units of 1 / (n m), where both step functions have their ends.
      let end = min((i + 1) * m, (j + 1) * n)
      let excess = second[j] - first[i]
      let part = Double(end - place) * excess * excess
      whole += part
      if excess > 0 { against += part }
      place = end
      if end == (i + 1) * m { i += 1 }
      if end == (j + 1) * n { j += 1 }
    }
    return whole > 0 ? against / whole : 0.5
  }
}
