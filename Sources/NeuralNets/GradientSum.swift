import CKernels
import Tensors

/// A weighted sum of the gradients of several passes over one batch, by which a network moves once.
///
/// A class because it owns the sums, laid out once; the network must keep its gradients.
package final class GradientSum {
  private let network: Network
  /// One per array, in the order of the network's parameters.
  private let sums: [FloatBuffer]
  private let places: [ObjectIdentifier: Int]
  /// The layers that some pass has met, from the output down.
  private var layers: [Layer] = []
  private var met: [Bool]

  package init(of network: Network) {
    self.network = network
    sums = network.parameters.map { FloatBuffer($0.values.buffer.count) }
    places = Dictionary(
      network.parameters.enumerated().map { (ObjectIdentifier($1), $0) }, uniquingKeysWith: { first, _ in first })
    met = [Bool](repeating: false, count: sums.count)
  }

  /// Adds the gradient of the last pass, of whose loss the gradient stands in the logits, with a weight.
  package func add(rows: Int, weight: Double) {
    network.pullBack(rows: rows) { pulled in
      pulled.storeGradients()
      var isNew = false
      for parameter in pulled.layer.parameters {
        guard let place = places[ObjectIdentifier(parameter)] else { continue }
        if !met[place] {
          (met[place], isNew) = (true, true)
          sums[place].clear()
        }
        dl_add_scaled(
          sums[place].base, parameter.gradient.base, sums[place].count, Float(weight), DL_PATH_FASTEST)
      }
      if isNew { layers.append(pulled.layer) }
    }
  }

  /// The norms of the sums over weights, by layer, from the input up.
  package var norms: [(layer: String, norm: Double)] {
    zip(network.parameters, sums).filter { $0.0.kind == .weight }.map { parameter, sum in
      (parameter.layer, dl_squared_norm_f32(sum.base, sum.count, DL_PATH_FASTEST).squareRoot())
    }
  }

  /// Moves every array that a pass has used by one step along the sum, and forgets it.
  package func move(by step: UpdateStep) {
    for (place, parameter) in network.parameters.enumerated() where met[place] {
      parameter.gradient.base.update(from: sums[place].base, count: sums[place].count)
      met[place] = false
    }
    network.move(layers, by: step)
    layers.removeAll(keepingCapacity: true)
  }
}
