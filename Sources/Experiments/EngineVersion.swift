/// The version of everything that determines a trial's bits: kernels, randomness, synthesis, training, evaluation.
///
/// Whatever changes golden bits raises it; published archives are then made anew.
package enum EngineVersion {
  package static let current = 1
}
