import NeuralNets

/// The version of everything that determines a trial's bits: kernels, randomness, synthesis, training, evaluation.
///
/// Whatever changes golden bits raises it for the trials that it changes; their published archives are then made anew.
package enum EngineVersion {
  /// Where all noise is masks, or there is none.
  package static let masks = 1
  /// Where factors are real numbers: version 2 draws them of sixteen bits each.
  package static let factors = 2

  /// The newest of them: that of a program, and of a plan it may work on.
  package static let newest = factors

  /// The version of a trial.
  package static func of(_ spec: TrialSpec) -> Int { spec.dropout.drawsFactors ? factors : masks }

  /// Both versions, for the provenance of a run.
  package static let title = "\(masks), \(factors) with real-valued noise"
}
