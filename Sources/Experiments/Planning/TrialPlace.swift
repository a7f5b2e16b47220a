/// The place of a trial in the plan of its experiment.
package struct TrialPlace: Hashable, Sendable {
  package let purpose: TrialPurpose
  package let configuration: Int
  /// Index of the tuned value; -1 for trials that are compared.
  package let candidate: Int
  package let replicate: Int

  package init(purpose: TrialPurpose, configuration: Int, candidate: Int, replicate: Int) {
    self.purpose = purpose
    self.configuration = configuration
    self.candidate = candidate
    self.replicate = replicate
  }
}

extension PlannedTrial {
  /// Its place, given the tuned value that it tries.
  package func place(candidate: Int = -1) -> TrialPlace {
    TrialPlace(purpose: purpose, configuration: configuration, candidate: candidate, replicate: replicate)
  }
}
