import CKernels

/// The range of k standard normal values over an independent S with ν degrees of freedom (Tukey's q); ν may be infinite.
package struct StudentizedRange: Hashable, Sendable {
  package let groups: Int
  package let degreesOfFreedom: Double

  package init(groups: Int, degreesOfFreedom: Double) {
    precondition(groups >= 2, "a range needs two values, not \(groups)")
    precondition(degreesOfFreedom >= 1, "q needs a degree of freedom, not \(degreesOfFreedom)")
    self.groups = groups
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// Returns P(Q ≥ q) = 1 − E R(q S), R(w) = k ∫ φ(z) (Φ(z) − Φ(z − w))ᵏ⁻¹ dz; absolute error below 1e-12.
  package func upper(_ q: Double) -> Double { RangeIntegral(self).upper(q) }

  /// Returns the q with P(Q ≤ q) = level.
  package func quantile(_ level: Double) -> Double {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    let integral = RangeIntegral(self)
    return MonotoneRoot.rising(from: 0, toAtLeast: 4) { (1 - level) - integral.upper($0) }
  }
}

/// The nodes of both integrals, made once for many q.
private struct RangeIntegral {
  private let groups: Int
  private let scale: ScaleQuadrature?
  private let normal = NormalQuadrature(step: 0.3)
  private let cumulative: [Double]

  init(_ range: StudentizedRange) {
    groups = range.groups
    scale = range.degreesOfFreedom.isFinite ? ScaleQuadrature(degreesOfFreedom: range.degreesOfFreedom) : nil
    cumulative = normal.nodes.map { dl_normal_cdf($0) }
  }

  func upper(_ q: Double) -> Double {
    guard q > 0 else { return 1 }
    let inside = scale.map { $0.mean { range(q * $0) } } ?? range(q)
    return max(0, min(1, 1 - inside))
  }

  private func range(_ width: Double) -> Double {
    var sum = 0.0
    for (index, node) in normal.nodes.enumerated() {
      let inside = cumulative[index] - dl_normal_cdf(node - width)
      sum += normal.weights[index] * power(inside, groups - 1)
    }
    return Double(groups) * sum
  }
}

/// Returns xⁿ by repeated squaring, n ≥ 0.
func power(_ x: Double, _ exponent: Int) -> Double {
  var (result, square, rest) = (1.0, x, exponent)
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
