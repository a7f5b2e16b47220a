/// What is to be predicted for the examples of a set, one kind for all of them.
package enum Targets: Hashable, Sendable {
  /// One class per example, counted from 0.
  case classes([UInt8])
  /// Rows of `outputs` real numbers, one row per example.
  case numbers([Float], outputs: Int)
  /// Rows of `steps` symbols counted from 0, one row per example: what follows each step.
  case symbols([UInt8], steps: Int)

  /// How many examples have a target.
  package var count: Int {
    switch self {
    case .classes(let labels): labels.count
    case .numbers(let values, let outputs): values.count / outputs
    case .symbols(let symbols, let steps): symbols.count / steps
    }
  }

  /// The class of each example; empty when targets are of another kind.
  package var labels: [UInt8] { if case .classes(let labels) = self { labels } else { [] } }
}

/// What a network has to answer for one example.
package enum TargetShape: Hashable, Sendable, CustomStringConvertible {
  /// One of so many classes.
  case classes(Int)
  /// So many real numbers.
  case numbers(Int)
  /// One of so many symbols after each step.
  case symbols(Int, steps: Int)

  /// Channels that the last layer of a network needs, at one position or at each step.
  package var outputs: Int {
    switch self {
    case .classes(let count), .numbers(let count), .symbols(let count, _): count
    }
  }

  package var description: String {
    switch self {
    case .classes(let count): "one of \(count) classes"
    case .numbers(let count): count == 1 ? "a real number" : "\(count) real numbers"
    case .symbols(let count, let steps): "one of \(count) symbols after each of \(steps) steps"
    }
  }
}
