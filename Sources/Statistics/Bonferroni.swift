/// Bonferroni's correction of a family of tests; Holm's rejects whatever this rejects and is preferred.
package enum Bonferroni {
  /// Returns min(1, m p) for each of the m p values, in the order given (Dunn 1961).
  package static func adjusted(_ p: [Double]) -> [Double] {
    precondition(p.allSatisfy((0...1).contains), "p values lie in [0, 1]: \(p)")
    return p.map { min(1, Double(p.count) * $0) }
  }
}
