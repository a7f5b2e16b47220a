/// Holm's step-down correction of a family of tests (Holm 1979).
package enum Holm {
  /// Returns the adjusted p values in the order given: max over smaller p of min(1, (m − k) p₍ₖ₎), k from 0.
  ///
  /// Rejecting where the adjusted value is at most α keeps the chance of any false rejection at α. Nothing in, nothing out.
  package static func adjusted(_ p: [Double]) -> [Double] {
    precondition(p.allSatisfy((0...1).contains), "p values lie in [0, 1]: \(p)")
    let order = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
    var result = p
    var largest = 0.0
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, Double(p.count - rank) * p[index]))
      result[index] = largest
    }
    return result
  }
}
