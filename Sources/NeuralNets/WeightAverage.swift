import CKernels
import Tensors

/// The mean of a network's arrays over the steps of the end of training (Polyak & Juditsky 1992).
///
/// A class because it owns the sums, in Double, laid out once.
package final class WeightAverage {
  private let network: Network
  private let sums: [DoubleBuffer]
  private var count = 0

  package init(of network: Network) {
    self.network = network
    sums = network.parameters.map { DoubleBuffer($0.values.buffer.count) }
  }

  /// Adds the arrays as they are after a step.
  package func add() {
    for (sum, parameter) in zip(sums, network.parameters) { dl_add_to_sums(sum.base, parameter.values.base, sum.count) }
    count += 1
  }

  /// The count of what was added and the sums of each array, for a checkpoint.
  package var memory: (count: Int, sums: [[Double]]) { (count, sums.map(\.values)) }

  /// Takes back what another average of an equal network had; false, with nothing changed, where it was of another.
  package func take(count: Int, sums memory: [[Double]]) -> Bool {
    guard count >= 0, memory.map(\.count) == sums.map(\.count) else { return false }
    self.count = count
    for (sum, values) in zip(sums, memory) { sum.base.update(from: values, count: values.count) }
    return true
  }

  /// Gives the network the means of what was added, if anything was.
  package func install() {
    guard count > 0 else { return }
    for (sum, parameter) in zip(sums, network.parameters) {
      dl_average_sums(sum.base, Double(count), parameter.values.base, sum.count)
    }
    for stage in network.chain.allStages { stage.refresh() }
  }
}
