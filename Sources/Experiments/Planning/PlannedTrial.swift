/// The SHA-256 digest, 64 hexadecimal digits, of everything that determines a trial's outcome.
package struct TrialID: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let hex: String

  package init(hex: String) { self.hex = hex }

  package static func < (left: TrialID, right: TrialID) -> Bool { left.hex < right.hex }
  /// The first eight digits, enough to tell trials of one archive apart at a glance.
  package var short: String { String(hex.prefix(8)) }
  package var description: String { hex }
}

/// Why a trial is trained.
package enum TrialPurpose: Hashable, Sendable {
  /// Its metrics are compared.
  case measurement
  /// It helps to choose a tuned value; never compared.
  case tuning
}

/// One configuration × one replicate, to be trained once.
package struct PlannedTrial: Hashable, Sendable {
  package let id: TrialID
  package let spec: TrialSpec
  package let seed: UInt64
  /// Decides chance together with the seed; tuning trials use the replicates named in `tune.seeds`.
  package let replicate: Int
  /// Index of the configuration within the plan.
  package let configuration: Int
  /// Place in the plan's order.
  package let position: Int
  package let purpose: TrialPurpose
  package let keepsWeights: Bool
  /// How the trained network is asked; each answer is a record of its own beside the outcome.
  package let inference: [InferenceRequest]
  /// What else it is asked; likewise.
  package let probes: [ProbeRequest]
  /// Whether it is asked anything beside its metrics.
  package var isAsked: Bool { !inference.isEmpty || !probes.isEmpty }

  package init(
    id: TrialID, spec: TrialSpec, seed: UInt64, replicate: Int, configuration: Int, position: Int,
    purpose: TrialPurpose, keepsWeights: Bool, inference: [InferenceRequest] = [],
    probes: [ProbeRequest] = []
  ) {
    self.id = id
    self.spec = spec
    self.seed = seed
    self.replicate = replicate
    self.configuration = configuration
    self.position = position
    self.purpose = purpose
    self.keepsWeights = keepsWeights
    self.inference = inference
    self.probes = probes
  }
}
