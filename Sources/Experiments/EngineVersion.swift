import NeuralNets

/// The version of everything that determines a trial's bits: kernels, randomness, synthesis, training, evaluation.
///
/// Whatever changes golden bits raises it for the trials that it changes; their published archives are then made anew.
package enum EngineVersion {
  /// Where all noise is masks, or there is none.
  package static let masks = 1
  /// Where factors are real numbers: version 2 draws them of sixteen bits each.
  package static let factors = 2
  /// Where masks act on weights, or Concrete dropout learns a rate: version 3 draws the former by planes of bits, sums the
  /// norm in the penalty of the latter unit by unit and takes its gradient from what is behind the noise.
  package static let weights = 3
  /// Where two sites of Concrete dropout stand ahead of the same weights: version 4 adds their regularisers up, of which
  /// the gradient had the last alone.
  package static let regularizers = 4

  /// Where paths of a fractal network are dropped: version 5 counts inputs of joins, of which the share that was dropped had
  /// counted single paths, too, which never are.
  package static let paths = 5

  /// The newest of them: that of a program, and of a plan it may work on.
  package static let newest = paths

  /// The version of a trial.
  package static func of(_ spec: TrialSpec) -> Int {
    if !spec.dropout.paths.isNone { return paths }
    if spec.dropout.addsRegularizers(over: spec.network.hiddenWidths.count) { return regularizers }
    if spec.dropout.masksWeights || spec.dropout.learnsConcreteRate { return weights }
    return spec.dropout.drawsFactors ? factors : masks
  }

  /// All versions, for the provenance of a run.
  package static let title =
    "\(masks), \(factors) with real-valued noise, \(weights) with masks on weights or Concrete dropout, "
    + "\(regularizers) with two of its sites ahead of the same weights, \(paths) with dropped paths"

  /// Whether a program that gave its versions so had this one: one number before version 2, a list since then.
  package static func title(_ title: String, names version: Int) -> Bool {
    all(in: title).contains("\(version)")
  }

  /// Such as `1, 2, 3`: the versions of a title without what each is for.
  package static func numbers(in title: String) -> String { all(in: title).joined(separator: ", ") }

  private static func all(in title: String) -> [Substring] {
    title.split(separator: ",").compactMap { $0.split(separator: " ").first }
  }
}
