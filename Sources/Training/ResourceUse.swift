import Experiments
import Foundation

/// What this thread and process have used up to a moment.
struct ResourceUse {
  /// Seconds of a clock that only goes forward.
  let wall: Double
  /// CPU seconds of the calling thread.
  let cpu: Double
  /// Seconds since 1970.
  let date: Double

  static func now() -> ResourceUse {
    ResourceUse(
      wall: seconds(of: CLOCK_MONOTONIC), cpu: seconds(of: CLOCK_THREAD_CPUTIME_ID), date: seconds(of: CLOCK_REALTIME))
  }

  private static func seconds(of clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Peak resident memory of the process, in bytes.
  static func peakMemory() -> Int {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #endif
  }

  /// What was used since this moment, of which evaluation took so much, and before it by the same trial.
  func measurements(evaluationSeconds: Double, before: TrainingCost? = nil) -> TrialMeasurements {
    let cost = spent(evaluationSeconds: evaluationSeconds, before: before)
    return TrialMeasurements(
      startedAt: cost.startedAt, trainingSeconds: cost.trainingSeconds, evaluationSeconds: evaluationSeconds,
      cpuSeconds: cost.cpuSeconds, peakMemory: Self.peakMemory(), host: Self.host())
  }

  /// The same, as a checkpoint keeps it; `evaluationSeconds` are those of the whole trial.
  func spent(evaluationSeconds: Double, before: TrainingCost?) -> TrainingCost {
    let end = ResourceUse.now()
    let evaluated = evaluationSeconds - (before?.evaluationSeconds ?? 0)
    return TrainingCost(
      startedAt: before?.startedAt ?? date,
      trainingSeconds: (before?.trainingSeconds ?? 0) + end.wall - wall - evaluated,
      evaluationSeconds: evaluationSeconds, cpuSeconds: (before?.cpuSeconds ?? 0) + end.cpu - cpu)
  }

  private static func host() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
