import NeuralNets
import Specifications

/// What DropConnect takes beside the products of its layers, in multiply-adds of one example: for plans only.
///
/// Every mask is drawn plane by plane of its bits and laid over a copy of the weights, whatever number of examples share
/// it; training lays it over the turned weights and over a gradient of its own, too, which is added to those of the others.
struct WeightMaskCost: Hashable, Sendable {
  /// Of a pass that only asks the network.
  let asking: Double
  /// Of a step of training.
  let training: Double

  /// Laying a mask over a weight for a product.
  private static let laying = 8.0
  /// The turned weight, the gradient under the mask, and its sum.
  private static let learning = 30.0
  /// A plane of bits.
  private static let plane = 1.0

  init(of spec: TrialSpec, input: Int, evaluationBatch: Int) {
    let kind = spec.network.kind
    let widths = [input] + kind.hiddenWidths
    var (asking, training) = (0.0, 0.0)
    for index in kind.hiddenWidths.indices where kind.places.contains(.weights) {
      let dropout = spec.dropout.weights.dropout(at: index)
      guard case .dropConnect(let connect) = dropout.variant, connect.rate.dropping > 0 else { continue }
      let weights = Double(widths[index] * widths[index + 1])
      let planes = dropout.curve == nil ? Self.planes(of: connect.rate) : Self.mostPlanes
      let drawing = Self.laying + Self.plane * Double(planes)
      asking += weights * drawing / Double(min(connect.group, evaluationBatch))
      training += weights * (drawing + Self.learning) / Double(min(connect.group, spec.training.batchSize))
    }
    (self.asking, self.training) = (asking, training)
  }

  /// After so many planes hardly any place of a group is undecided, though a number has 24 bits.
  private static let mostPlanes = 13

  /// Planes until all bits of a mask are told: one for a half, two for a quarter.
  private static func planes(of rate: Rate) -> Int {
    let threshold = Int((rate.retention * 16_777_216).rounded(.up))
    return min(mostPlanes, 24 - threshold.trailingZeroBitCount)
  }
}
