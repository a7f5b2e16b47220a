/// How a finished trial ended. Both ends are final, and both are results.
package enum TrialStatus: Hashable, Sendable {
  case completed
  /// The loss or a weight was not finite in this epoch (counted from 1).
  case diverged(epoch: Int)
}

/// Everything a finished trial produced that is the same on every machine.
package struct TrialOutcome: Hashable, Sendable {
  package let status: TrialStatus
  /// In the order: epoch, split, metric, layer.
  package let metrics: [EpochMetric]
  package let digests: TrialDigests
  /// One bit per test example in data-set order, 1 = right, lowest bit first; empty when test was not evaluated.
  package let correctness: [UInt8]
  /// Present when the spec says `keep: weights`.
  package let weights: [NamedTensor]?

  package init(
    status: TrialStatus, metrics: [EpochMetric], digests: TrialDigests, correctness: [UInt8],
    weights: [NamedTensor]?
  ) {
    self.status = status
    self.metrics = metrics
    self.digests = digests
    self.correctness = correctness
    self.weights = weights
  }
}

/// SHA-256 digests (hexadecimal) by which pairing and reproduction are checked.
package struct TrialDigests: Hashable, Sendable {
  /// Over the order in which training examples were presented, all epochs.
  package let batchOrder: String
  /// Over each layer's initial weights, in network order.
  package let initialWeights: [LayerDigest]
  /// Over all weights after training.
  package let finalWeights: String

  package init(batchOrder: String, initialWeights: [LayerDigest], finalWeights: String) {
    self.batchOrder = batchOrder
    self.initialWeights = initialWeights
    self.finalWeights = finalWeights
  }
}

/// The digest of one layer's initial weights.
package struct LayerDigest: Hashable, Sendable {
  package let layer: String
  package let digest: String

  package init(layer: String, digest: String) {
    self.layer = layer
    self.digest = digest
  }
}

/// A tensor under the name the equivalent PyTorch module uses, row-major: weights are [outputs, inputs].
package struct NamedTensor: Hashable, Sendable {
  package let name: String
  package let shape: [Int]
  package let values: [Float]

  package init(name: String, shape: [Int], values: [Float]) {
    self.name = name
    self.shape = shape
    self.values = values
  }
}

/// What training cost on this machine, this time; never compared bit for bit.
package struct TrialMeasurements: Hashable, Sendable {
  /// Seconds since 1970 at the start.
  package let startedAt: Double
  /// Wall seconds in training steps and in evaluation.
  package let trainingSeconds: Double
  package let evaluationSeconds: Double
  /// CPU seconds of the trial's thread.
  package let cpuSeconds: Double
  /// Peak resident memory of the process, in bytes.
  package let peakMemory: Int
  package let host: String

  package init(
    startedAt: Double, trainingSeconds: Double, evaluationSeconds: Double, cpuSeconds: Double, peakMemory: Int,
    host: String
  ) {
    self.startedAt = startedAt
    self.trainingSeconds = trainingSeconds
    self.evaluationSeconds = evaluationSeconds
    self.cpuSeconds = cpuSeconds
    self.peakMemory = peakMemory
    self.host = host
  }
}

/// A trial with what came of it, as it goes into the archive.
package struct FinishedTrial: Sendable {
  package let trial: PlannedTrial
  package let outcome: TrialOutcome
  /// What training cost; nil for a trial that another program trained.
  package let measurements: TrialMeasurements?
  /// One record per request of the trial that was answered now.
  package let inference: [InferenceRecord]
  /// The same of probes.
  package let probes: [ProbeRecord]

  package init(
    trial: PlannedTrial, outcome: TrialOutcome, measurements: TrialMeasurements?, inference: [InferenceRecord] = [],
    probes: [ProbeRecord] = []
  ) {
    self.trial = trial
    self.outcome = outcome
    self.measurements = measurements
    self.inference = inference
    self.probes = probes
  }
}
