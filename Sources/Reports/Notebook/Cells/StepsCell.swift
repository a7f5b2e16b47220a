import NeuralNets
import Specifications

/// A cell that walks through one forward and one backward pass of a tiny network under a mask.
package struct StepsCell: Hashable, Sendable {
  /// The noise of the hidden units.
  package let dropout: Dropout
  package let seed: Int

  static func read(_ cell: inout CellReader) -> StepsCell? {
    cell.refuseBody()
    let seed = cell.map.optional("seed", default: 1, in: .atLeast(0))
    let rate = cell.map.take("rate") ?? .text("0.5")
    let variant = cell.map.take("variant") ?? .text("bernoulli")
    guard let seed, let dropout = dropout(variant, rate: rate, cell.problems) else { return nil }
    return StepsCell(dropout: dropout, seed: seed)
  }

  /// A name with the rate of its own key, or a whole variant as in an experiment.
  private static func dropout(_ variant: SpecNode, rate: SpecNode, _ problems: Problems) -> Dropout? {
    guard let name = variant.plainText, name != "none" else { return Dropout.read(variant, problems) }
    let parameters = SpecNode(.map([SpecEntry(key: "rate", value: rate, place: rate.place)]), place: variant.place)
    let node = SpecNode(.map([SpecEntry(key: name, value: parameters, place: variant.place)]), place: variant.place)
    return Dropout.read(node, problems)
  }
}
