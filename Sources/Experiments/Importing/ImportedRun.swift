import Specifications

/// One run of another program: a configuration, a seed, and what came of it.
package struct ImportedRun: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    case completed
    case diverged(epoch: Int)
    /// The file says that it failed, or has no row of it.
    case failed(reason: String)
  }

  /// Index into the configurations of the file.
  package let configuration: Int
  package let seed: Int
  package let state: State
  /// In the order: epoch, split, metric.
  package let metrics: [EpochMetric]
  /// Where each of them is written.
  package let places: [Place]
  /// The first row of the run; the header where there is none.
  package let place: Place

  /// What the archive keeps of it; nil for a run that failed.
  package var outcome: TrialOutcome? {
    let status: TrialStatus
    switch state {
    case .completed: status = .completed
    case .diverged(let epoch): status = .diverged(epoch: epoch)
    case .failed: return nil
    }
    return TrialOutcome(status: status, metrics: metrics, digests: .unknown, correctness: [], weights: nil)
  }
}

extension TrialDigests {
  /// Of a trial that another program trained.
  package static var unknown: TrialDigests { TrialDigests(batchOrder: "", initialWeights: [], finalWeights: "") }

  /// Whether there is anything by which pairing can be checked.
  package var isKnown: Bool { !batchOrder.isEmpty }
}
