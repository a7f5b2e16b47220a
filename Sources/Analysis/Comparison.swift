import Experiments
import Specifications
import Statistics

/// Two specs side by side: the fields in which they differ, aligned by path.
package struct SpecComparison: Hashable, Sendable {
  package let rows: [FieldPair]
  /// How many fields agree.
  package let agreeing: Int

  /// Aligns two trees; a field that one of them leaves at its default is missing there.
  package init(_ left: SpecNode, _ right: SpecNode) {
    let first = Dictionary(left.flattened().map { ($0.path, $0.value) }) { $1 }
    let second = Dictionary(right.flattened().map { ($0.path, $0.value) }) { $1 }
    let pairs = Set(first.keys).union(second.keys).sorted().map {
      FieldPair(path: $0, first, second)
    }
    rows = pairs.filter { $0.left != $0.right }
    agreeing = pairs.count - rows.count
  }
}

/// One field of two specs.
package struct FieldPair: Hashable, Sendable {
  package let path: String
  /// Nil where the field is at its default or belongs to another case.
  package let left: String?
  package let right: String?
  /// The values in words, as `AlignedField` has them.
  package let words: [String]

  init(path: String, _ left: [String: String], _ right: [String: String]) {
    self.path = path
    (self.left, self.right) = (left[path], right[path])
    words = [left, right].map { AlignedField.word(of: path, in: $0) }
  }
}

extension SpecNode {
  /// The scalars of the tree with their paths, in ascending order of the paths; lists of scalars stay together.
  package func flattened(under path: String = "") -> [ConfigurationField] {
    switch content {
    case .scalar(let text, _): return [ConfigurationField(path: path, value: text)]
    case .list(let items):
      if items.allSatisfy({ $0.isScalar }) { return [ConfigurationField(path: path, value: inline)] }
      return items.enumerated().flatMap { $1.flattened(under: "\(path)[\($0)]") }
    case .map(let entries):
      return entries.sorted { $0.key < $1.key }.flatMap {
        $0.value.flattened(under: path.isEmpty ? $0.key : path + "." + $0.key)
      }
    }
  }

  /// The tree in one line of YAML: `{bernoulli: {rate: 0.5}}`, `[256, 256]`.
  package var inline: String {
    switch content {
    case .scalar(let text, _): text
    case .list(let items): "[" + items.map(\.inline).joined(separator: ", ") + "]"
    case .map(let entries): "{" + entries.map { "\($0.key): \($0.value.inline)" }.joined(separator: ", ") + "}"
    }
  }

  private var isScalar: Bool {
    if case .scalar = content { return true }
    return false
  }
}

/// Two configurations, or two trials, side by side: how their specs and their metrics differ.
package struct Comparison: Sendable {
  package let left: String
  package let right: String
  package let fields: SpecComparison
  /// The metrics that both have, in the order of the left one.
  package let metrics: [ComparedMetric]

  package init(left: String, right: String, fields: SpecComparison, metrics: [ComparedMetric]) {
    self.left = left
    self.right = right
    self.fields = fields
    self.metrics = metrics
  }
}

/// One metric of both sides with its difference.
package struct ComparedMetric: Sendable {
  package let split: Split
  package let metric: Metric
  package let layer: String
  package let left: Double
  package let right: Double
  /// Values of each side.
  package let counts: (left: Int, right: Int)
  /// Right minus left at the replicates both have; empty where the seeds differ.
  package let differences: [ReplicateValue]
  /// Right minus left: the mean of the pairs, or the difference of the means where the seeds differ.
  package let difference: Double
  /// Student's of the pairs or Welch's; nil with fewer than two pairs, or values of either side.
  package let interval: Interval?
  package let signFlip: Double?

  /// Nil where the two have nothing to compare.
  init?(_ left: FinalMetric, _ right: FinalMetric, level: Double, isPaired: Bool) {
    let found = ReplicateDifference(right, minus: left, level: level, isPaired: isPaired)
    guard let estimate = found.estimate else { return nil }
    (split, metric, layer) = (left.split, left.metric, left.layer)
    (self.left, self.right) = (left.mean, right.mean)
    counts = (left.values.count, right.values.count)
    differences = found.pairs
    difference = estimate
    (interval, signFlip) = (found.interval, found.signFlip)
  }

  /// Whether replicates of either side have no partner, so that the difference is not that of the means.
  package var leavesOut: Bool {
    !differences.isEmpty && (differences.count < counts.left || differences.count < counts.right)
  }
}

// MARK: - Making comparisons

extension Comparison {
  /// Compares two configurations of one summary or of two, which have names of their own then.
  ///
  /// Replicates pair up by number where the seeds agree, and not at all where they do not; imported runs by `seeds`, those
  /// of either side by replicate.
  package init(
    _ left: ConfigurationSummary, _ right: ConfigurationSummary, names: (left: String, right: String)? = nil,
    specs: SpecComparison, isPaired: Bool, seeds: (left: [Int]?, right: [Int]?) = (nil, nil), level: Double = 0.95
  ) {
    let others = Dictionary(right.paired(by: seeds.right).map { (MetricKey($0), $0) }) { first, _ in first }
    self.init(
      left: names?.left ?? left.label, right: names?.right ?? right.label, fields: specs,
      metrics: left.paired(by: seeds.left).compactMap { metric in
        others[MetricKey(metric)].flatMap {
          ComparedMetric(metric, $0, level: level, isPaired: isPaired)
        }
      })
  }
}
