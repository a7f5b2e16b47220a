import CKernels

/// Nodes and weights for expectations over a standard normal Z by the trapezoidal rule on −9 … 9.
struct NormalQuadrature: Sendable {
  let nodes: [Double]
  let weights: [Double]

  /// Makes the rule with at most the given distance between nodes; functions of width w need about w / 2.
  init(step: Double) {
    let half = Int(9 / step) + 1
    nodes = (-half...half).map { 9 * Double($0) / Double(half) }
    let densities = nodes.map { dl_exp(-0.5 * $0 * $0) }
    let total = densities.reduce(0, +)
    weights = densities.map { $0 / total }
  }
}
