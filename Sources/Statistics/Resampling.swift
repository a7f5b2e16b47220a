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

/// What is to be said beside a bootstrap interval.
package enum BootstrapWarning: Hashable, Sendable {
  /// Fewer than `BootstrapInterval.fewest` values: bootstrap intervals then cover less than they say.
  case fewValues(Int)
}

/// Why a bootstrap interval was not made.
package enum BootstrapRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  case noValues
  case oneValue
  case fewValues(Int, method: IntervalMethod)

  package var description: String {
    switch self {
    case .noValues: "a bootstrap interval of no values does not exist"
    case .oneValue: "a bootstrap interval of one value would have no width: one value says nothing about the spread"
    case .fewValues(let count, let method):
      "a \(method.rawValue) interval of \(count) values covers less than it says; "
        + "\(BootstrapInterval.fewest) are the least unless fewer are asked for, and Student's t serves few values better"
    }
  }
}
