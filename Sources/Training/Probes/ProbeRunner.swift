import Datasets
import Experiments

/// Asks a trained network by the probes of its trial, one record per request.
struct ProbeRunner {
  let trained: TrainedNetwork

  init(_ trained: TrainedNetwork) { self.trained = trained }

  func record(
    of request: ProbeRequest, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> ProbeRecord {
    ProbeRecord(request: request, values: try values(of: request, isCancelled))
  }

  private func values(
    of request: ProbeRequest, _ isCancelled: () -> Bool
  ) throws(TrainingCancelled) -> [ProbeValue] {
    switch request.probe {
    case .unitRemoval: try UnitRemoval(trained, examples(of: request)).values(isCancelled)
    case .pairInteraction(let pairs): try PairInteraction(trained, examples(of: request), pairs).values(isCancelled)
    case .removalCurve(let orders): try RemovalCurve(trained, examples(of: request), orders).values(isCancelled)
    }
  }

  private func examples(of request: ProbeRequest) -> Examples {
    guard let sample = request.sample else { preconditionFailure("\(request.key) looks at no examples") }
    return trained.examples(of: sample)
  }
}
