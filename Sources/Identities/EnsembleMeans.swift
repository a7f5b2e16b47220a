import CKernels

/// Means of the predictions of all subnetworks of one softmax layer under dropout on its inputs.
struct EnsembleMeans {
  /// Σ w P.
  let arithmetic: [Double]
  /// Π P^w.
  let geometric: [Double]
  /// The expected cross-entropy of each label.
  let crossEntropies: [Double]

  /// Enumerates the masks of the inputs, each kept with its own probability.
  init(_ layer: ReferenceLayer, _ input: [Double], retentions: [Double]) {
    let masks = MaskEnumeration(retentions)
    let logarithms = { (mask: [Double]) in Softmax.logProbabilities(layer(zip(mask, input).map { $0 * $1 })) }
    let mean = masks.expectation(logarithms)
    arithmetic = masks.expectation { logarithms($0).map { dl_exp($0) } }
    geometric = mean.map { dl_exp($0) }
    crossEntropies = mean.map { -$0 }
  }

  /// The geometric mean divided by its sum.
  var normalisedGeometric: [Double] {
    let total = geometric.reduce(0, +)
    return geometric.map { $0 / total }
  }
}
