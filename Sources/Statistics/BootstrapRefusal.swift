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
