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
    let rate = cell.map.take("rate")
    let variant = cell.map.take("variant") ?? .text("bernoulli")
    if let rate, variant.entries != nil {
      cell.problems.report(rate.place, "the rate stands within the variant, which is written out here")
      return nil
    }
    guard let seed, let dropout = dropout(variant, rate: rate ?? .text("0.5"), cell.problems) else { return nil }
    guard multipliesUnits(dropout) else {
      cell.problems.report(
        variant.place,
        "steps walk through noise that multiplies units: bernoulli, gaussian, { gaussian: { rate: 0.5, clip: zero } } or uniform"
      )
      return nil
    }
    return StepsCell(dropout: dropout, seed: seed)
  }

  private static func multipliesUnits(_ dropout: Dropout) -> Bool {
    switch dropout {
    case .bernoulli, .gaussian, .clippedGaussian, .uniform: true
    case .none, .batchBernoulli, .spatial, .dropBlock, .variational, .concrete, .alpha, .cutout, .scheduled, .standout:
      false
    }
  }

  /// A name with the rate of its own key, or a whole variant as in an experiment.
  private static func dropout(_ variant: SpecNode, rate: SpecNode, _ problems: Problems) -> Dropout? {
    guard let name = variant.plainText, name != "none" else { return Dropout.read(variant, problems) }
    let key = name == "uniform" ? "spread" : "rate"
    let parameters = SpecNode(.map([SpecEntry(key: key, value: rate, place: rate.place)]), place: variant.place)
    let node = SpecNode(.map([SpecEntry(key: name, value: parameters, place: variant.place)]), place: variant.place)
    return Dropout.read(node, problems)
  }
}
