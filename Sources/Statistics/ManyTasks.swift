/// Scores of several runs on several tasks, summed up over all tasks (Agarwal et al. 2021).
///
/// Resampling is stratified: runs are drawn within their task. Tasks are given, not drawn.
package struct ManyTasks: Hashable, Sendable {
  /// The runs of each task.
  package let tasks: [Sample]

  /// Nil without tasks or with a task without runs.
  package init?(_ tasks: [Sample]) {
    guard !tasks.isEmpty, tasks.allSatisfy({ $0.count > 0 }) else { return nil }
    self.tasks = tasks
  }

  /// The mean of the middle half of all scores, ⌊n / 4⌋ left out at either end.
  package var interquartileMean: Double { Self.interquartileMean(tasks.map(\.values)) }

  /// Returns the interquartile mean with its stratified percentile interval.
  ///
  /// The warning counts all scores. Refused with one score in all; tasks of one run each have no spread to draw from.
  package func interquartileMean(
    level: Double = 0.95, _ resampling: Resampling
  ) throws(BootstrapRefusal) -> BootstrapInterval {
    try interval(interquartileMean, tasks.map(\.values), level, resampling, Self.interquartileMean)
  }

  /// Returns the chance that a run of this exceeds one of the other on the same task, averaged over tasks, with its interval.
  ///
  /// Per task it is Vargha and Delaney's A: ties count half. Tasks agree in number and order.
  package func probabilityOfImprovement(
    over other: ManyTasks, level: Double = 0.95, _ resampling: Resampling
  ) throws(BootstrapRefusal) -> BootstrapInterval {
    precondition(tasks.count == other.tasks.count, "\(tasks.count) tasks against \(other.tasks.count)")
    let count = tasks.count
    let strata = (tasks + other.tasks).map(\.values)
    func improvement(_ strata: [[Double]]) -> Double {
      (0..<count).reduce(0) { $0 + Self.shareLarger(strata[$1], strata[$1 + count]) } / Double(count)
    }
    return try interval(improvement(strata), strata, level, resampling, improvement)
  }

  private func interval(
    _ estimate: Double, _ strata: [[Double]], _ level: Double, _ resampling: Resampling,
    _ statistic: ([[Double]]) -> Double
  ) throws(BootstrapRefusal) -> BootstrapInterval {
    precondition(level > 0 && level < 1, "a level lies between 0 and 1, not at \(level)")
    guard strata.contains(where: { $0.count > 1 }) else { throw .oneValue }
    let bounds = OrderedQuantile.middle(level, of: resampling.values(of: strata, statistic).sorted())
    let n = tasks.reduce(0) { $0 + $1.count }
    return BootstrapInterval(
      interval: Interval(
        estimate: estimate, low: bounds.low, high: bounds.high, level: level, n: n, method: .stratifiedPercentile),
      resampling: resampling, warning: n < BootstrapInterval.fewest ? .fewValues(n) : nil)
  }

  private static func interquartileMean(_ strata: [[Double]]) -> Double {
    let sorted = strata.flatMap { $0 }.sorted()
    let cut = sorted.count / 4
    return Sample(Array(sorted[cut..<sorted.count - cut]))?.mean ?? .nan
  }

  private static func shareLarger(_ first: [Double], _ second: [Double]) -> Double {
    var share = 0.0
    for x in first {
      for y in second { share += x > y ? 1 : x == y ? 0.5 : 0 }
    }
    return share / Double(first.count * second.count)
  }
}
