import Tensors

/// Everything a network has learned and counted so far: taken back by an equal network, it goes on to the same bits.
///
/// Noise is not in it: what is drawn is addressed by the step, not by what was drawn before.
package struct NetworkMemory: Hashable, Sendable {
  /// Of each array in network order its values and the two memories of its optimizer, in panels; the latter may be empty.
  package let arrays: [[Float]]
  /// Of each batch normalisation its running means and variances.
  package let statistics: [[Double]]
  /// Of everything that draws noise what it counted in this epoch.
  package let counts: [[Double]]

  package init(arrays: [[Float]], statistics: [[Double]], counts: [[Double]]) {
    self.arrays = arrays
    self.statistics = statistics
    self.counts = counts
  }
}

extension Network {
  package var memory: NetworkMemory {
    NetworkMemory(
      arrays: parameters.flatMap { [$0.values.buffer.values] + $0.state.memory.map(\.values) },
      statistics: norms.flatMap { [$0.running.means.values, $0.running.variances.values] },
      counts: auditing.map(\.drawCounts))
  }

  /// Takes back what an equal network knew; false, with nothing changed, where it was of another layout.
  package func take(_ memory: NetworkMemory) -> Bool {
    let arrays = parameters.flatMap { [$0.values.buffer] + $0.state.memory }
    let statistics = norms.flatMap { [$0.running.means, $0.running.variances] }
    let auditing = auditing
    guard arrays.map(\.count) == memory.arrays.map(\.count),
      statistics.map(\.count) == memory.statistics.map(\.count),
      auditing.map(\.drawCounts.count) == memory.counts.map(\.count),
      memory.counts.allSatisfy({ $0.allSatisfy { $0.magnitude < 0x1p53 } })
    else { return false }
    for (buffer, values) in zip(arrays, memory.arrays) { buffer.base.update(from: values, count: values.count) }
    for (buffer, values) in zip(statistics, memory.statistics) { buffer.base.update(from: values, count: values.count) }
    for (place, counts) in zip(auditing, memory.counts) { place.drawCounts = counts }
    refreshCopies()
    return true
  }
}
