/// When a trainer tells its state, and to whom.
package struct Checkpoints {
  package let rule: CheckpointRule
  /// Takes the state; what goes wrong with keeping it never ends a trial.
  package let keep: (TrainingState) -> Void

  package init(_ rule: CheckpointRule, keep: @escaping (TrainingState) -> Void) {
    self.rule = rule
    self.keep = keep
  }
}

/// When the state of a running trial is kept.
package enum CheckpointRule: Hashable, Sendable {
  case never
  /// When the trial is stopped before its end.
  case whenStopped
  /// Every so many epochs, and when it is stopped.
  case epochs(Int)
  /// Every so many seconds, and when it is stopped.
  case seconds(Double)
}

/// What may happen between two steps of a trial: a checkpoint, or its end.
struct Pauses {
  let checkpoints: Checkpoints?
  /// When this process began the trial.
  let clock: ResourceUse
  private var last: Double

  init(checkpoints: Checkpoints?, clock: ResourceUse) {
    self.checkpoints = checkpoints
    self.clock = clock
    last = clock.wall
  }

  /// Keeps the state where that is due and throws when the trial is to stop.
  mutating func pause(
    _ isCancelled: () -> Bool, at place: TrainingPlace, state: () -> TrainingState
  ) throws(TrainingCancelled) {
    if isCancelled() {
      if let checkpoints, checkpoints.rule != .never { checkpoints.keep(state()) }
      throw TrainingCancelled()
    }
    guard let checkpoints, isDue(checkpoints.rule, at: place) else { return }
    checkpoints.keep(state())
    last = ResourceUse.now().wall
  }

  private func isDue(_ rule: CheckpointRule, at place: TrainingPlace) -> Bool {
    switch rule {
    case .never, .whenStopped: false
    case .epochs(let count): place.steps == 0 && place.epoch > 1 && (place.epoch - 1) % count == 0
    case .seconds(let seconds): ResourceUse.now().wall - last >= seconds
    }
  }
}
