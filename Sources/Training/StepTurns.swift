import Datasets
import Dispatch
import Experiments
import Synchronization

/// Two trainings that take turns of a few steps, so that whatever else the machine does meets both alike.
///
/// Each has a thread of its own, of which one runs at a time. Times of whole runs one after the other differ by ± 40 % on a
/// shared machine, in which a difference of 5 % is lost; turns a few milliseconds apart differ by little. Bind the process to
/// one processor (`taskset`), or two of different speed are compared.
package struct StepTurns: Sendable {
  /// CPU seconds of the thread per step, turn by turn, of either training.
  package let first: [Double]
  package let second: [Double]

  /// Steps that are taken before the other has its turn.
  private static let length = 4
  /// Turns that are not counted, while caches, predictors and buffers get warm.
  private static let warmUp = 5

  /// Trains both for so many seconds of wall time in all; at least one turn of each is counted.
  package static func measure(
    _ trials: (PlannedTrial, PlannedTrial), on data: DealtExamples, seconds: Double
  ) throws(ThreadRefusal) -> StepTurns {
    let baton = Baton()
    let times = Mutex<[Double]>([])
    let hasEnded = DispatchSemaphore(value: 0)
    try ParallelThreads.start {
      let steps = baton.steps(of: Trainer(trials.1, on: data), side: 1, seconds: seconds)
      times.withLock { $0 = steps }
      hasEnded.signal()
    }
    let first = baton.steps(of: Trainer(trials.0, on: data), side: 0, seconds: seconds)
    hasEnded.wait()
    return StepTurns(
      first: Array(first.dropFirst(warmUp)), second: times.withLock { Array($0.dropFirst(warmUp)) })
  }

  /// What lets one side run at a time, and tells the second that the first has ended.
  private final class Baton: Sendable {
    private let turns = [DispatchSemaphore(value: 1), DispatchSemaphore(value: 0)]
    private let isLast = Atomic(false)

    /// Steps when it is its turn, until the time is over, and returns the seconds of a step in each turn.
    func steps(of trainer: Trainer, side: Int, seconds: Double) -> [Double] {
      var times: [Double] = []
      var steps = 0
      turns[side].wait()
      let start = ResourceUse.now()
      var begin = start
      _ = Result {
        try trainer.train(isCancelled: {
          defer { steps += 1 }
          guard steps > 0, steps % length == 0 else { return false }
          let now = ResourceUse.now()
          times.append((now.cpu - begin.cpu) / Double(length))
          if side == 0, times.count > warmUp, now.wall - start.wall >= seconds {
            isLast.store(true, ordering: .relaxed)
          }
          // Read while the other waits, or it could set what is read.
          let ends = isLast.load(ordering: .relaxed)
          turns[1 - side].signal()
          if ends { return true }
          turns[side].wait()
          begin = ResourceUse.now()
          return false
        })
      }
      // Also where a training ends by itself, as one that diverges does: the other must not wait for it.
      isLast.store(true, ordering: .relaxed)
      turns[1 - side].signal()
      return times
    }
  }
}
