import Randomness

/// How a bootstrap draws: seed, name of its stream and count of resamples, all of which a report can print.
package struct Resampling: Hashable, Sendable {
  package let seed: UInt64
  /// Its own for each interval, so that no two share their chance.
  package let name: String
  package let count: Int

  package init(_ plan: RandomPlan, name: String, count: Int = 9_999) {
    precondition(count >= 99, "a bootstrap of \(count) resamples has no tails; 99 are the least")
    (seed, self.name, self.count) = (plan.seed, name, count)
  }

  private var stream: RandomStream { RandomPlan(seed: seed).resampling(name) }

  /// Returns a statistic of each resample of one or more strata, drawn with replacement within each.
  ///
  /// Values are sorted first, so that the order in which they are given changes nothing.
  func values(of strata: [[Double]], _ statistic: ([[Double]]) -> Double) -> [Double] {
    let sorted = strata.map { $0.sorted() }
    let stream = self.stream
    return (0..<count).map { draw in
      statistic(
        sorted.enumerated().map { index, values in
          var generator = stream.generator(step: draw, example: index)
          return values.map { _ in values[generator.integer(below: values.count)] }
        })
    }
  }
}
