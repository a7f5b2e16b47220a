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
      FieldPair(path: $0, left: first[$0], right: second[$0])
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

  package init(path: String, left: String?, right: String?) {
    self.path = path
    self.left = left
    self.right = right
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

/// One metric of both sides with the difference at equal replicates.
package struct ComparedMetric: Sendable {
  package let split: Split
  package let metric: Metric
  package let layer: String
  package let left: Double
  package let right: Double
  /// Right minus left at the replicates both have.
  package let differences: [ReplicateValue]
  /// Nil with fewer than two pairs.
  package let interval: Interval?
  package let signFlip: Double?

  package init(
    split: Split, metric: Metric, layer: String, left: Double, right: Double, differences: [ReplicateValue],
    interval: Interval?, signFlip: Double?
  ) {
    self.split = split
    self.metric = metric
    self.layer = layer
    self.left = left
    self.right = right
    self.differences = differences
    self.interval = interval
    self.signFlip = signFlip
  }

  init?(_ left: FinalMetric, _ right: FinalMetric, level: Double) {
    let pairs = left.values.compactMap { value in
      right.values.first { $0.replicate == value.replicate }.map { (value, $0) }
    }
    guard let sample = PairedSample(pairs.map(\.1.value), minus: pairs.map(\.0.value)) else { return nil }
    self.init(
      split: left.split, metric: left.metric, layer: left.layer, left: left.mean, right: right.mean,
      differences: zip(pairs, sample.differences.values).map {
        ReplicateValue(replicate: $0.0.replicate, trial: $0.0.trial, value: $1)
      },
      interval: Interval.pairedStudentT(sample, level: level), signFlip: sample.signFlip)
  }
}

// MARK: - Making comparisons

extension Comparison {
  /// Compares two configurations of one summary or of two, which have names of their own then; replicates pair up by number.
  package init(
    _ left: ConfigurationSummary, _ right: ConfigurationSummary, names: (left: String, right: String)? = nil,
    specs: SpecComparison, level: Double = 0.95
  ) {
    self.init(
      left: names?.left ?? left.label, right: names?.right ?? right.label, fields: specs,
      metrics: left.finals.compactMap { metric in
        right.final(metric.metric, on: metric.split, layer: metric.layer).flatMap {
          ComparedMetric(metric, $0, level: level)
        }
      })
  }

  /// Compares two trials by their metrics at the representing epoch; they pair up whatever their replicates.
  package init(
    _ left: FinishedTrial, _ right: FinishedTrial, at epoch: RepresentingEpoch, specs: SpecComparison
  ) {
    let both = [left, right].map { finished in
      FinalMetric.all(of: [CompletedTrial(trial: finished.trial, outcome: finished.outcome)], at: epoch)
    }
    self.init(
      left: left.trial.id.short, right: right.trial.id.short, fields: specs,
      metrics: both[0].compactMap { metric in
        both[1].first { $0.key == metric.key }.map { other in
          ComparedMetric(
            split: metric.split, metric: metric.metric, layer: metric.layer, left: metric.mean, right: other.mean,
            differences: [
              ReplicateValue(
                replicate: left.trial.replicate, trial: left.trial.id, value: other.mean - metric.mean)
            ], interval: nil, signFlip: nil)
        }
      })
  }
}

extension FinalMetric {
  fileprivate var key: [String] { [split.rawValue, metric.rawValue, layer] }
}
