import Experiments

extension TrialStatus {
  /// Such as `diverged in epoch 3`.
  package var words: String {
    switch self {
    case .completed: "completed"
    case .diverged(let epoch): "diverged in epoch \(epoch)"
    }
  }
}
