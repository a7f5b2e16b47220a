import CKernels

/// The largest of several t statistics that share their control and their S: multivariate t with correlations λᵢ λⱼ.
///
/// Given Z of the control and S, the others are independent, so that two integrals suffice (Dunnett 1955).
struct ManyToOne: Sendable {
  private let loadings: [(value: Double, count: Int)]
  private let scale: ScaleQuadrature
  private let normal: NormalQuadrature

  /// λᵢ in [0, 1): √(nᵢ / (nᵢ + n₀)), √½ where all sizes are equal.
  init(loadings: [Double], degreesOfFreedom: Double) {
    precondition(!loadings.isEmpty && loadings.allSatisfy { $0 >= 0 && $0 < 1 }, "loadings lie in [0, 1): \(loadings)")
    var groups: [(value: Double, count: Int)] = []
    for loading in loadings.sorted() {
      if groups.last?.value == loading { groups[groups.count - 1].count += 1 } else { groups.append((loading, 1)) }
    }
    self.loadings = groups
    scale = ScaleQuadrature(degreesOfFreedom: degreesOfFreedom)
    let largest = groups[groups.count - 1].value
    normal = NormalQuadrature(step: 0.55 * (1 - largest * largest).squareRoot())
  }

  /// Returns P(max > c), of the sizes or of the values; absolute error below 1e-12.
  func upper(_ c: Double, twoSided: Bool) -> Double {
    let inside = scale.mean { s in
      var sum = 0.0
      for (node, weight) in zip(normal.nodes, normal.weights) {
        sum += weight * below(c * s, node: node, twoSided: twoSided)
      }
      return sum
    }
    return max(0, min(1, 1 - inside))
  }

  /// Returns the c with P(max ≤ c) = level.
  func critical(level: Double, twoSided: Bool) -> Double {
    MonotoneRoot.rising(from: twoSided ? 0 : -40, toAtLeast: 3) { (1 - level) - upper($0, twoSided: twoSided) }
  }

  private func below(_ bound: Double, node: Double, twoSided: Bool) -> Double {
    var product = 1.0
    for loading in loadings {
      let rest = (1 - loading.value * loading.value).squareRoot()
      var share = dl_normal_cdf((bound + loading.value * node) / rest)
      if twoSided { share -= dl_normal_cdf((loading.value * node - bound) / rest) }
      product *= power(share, loading.count)
    }
    return product
  }
}
