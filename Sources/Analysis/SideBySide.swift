import Experiments
import Specifications
import Statistics

/// Configurations or trials side by side: fields aligned by path, metrics by name, differences to the first.
package struct SideBySide: Sendable {
  package let arms: [ComparedArm]
  /// Fields in which any two differ, in ascending order of their paths.
  package let differing: [AlignedField]
  /// Fields in which all agree.
  package let agreeing: [AlignedField]
  /// Metrics that any arm has, those of the first in its order, then what the next ones add.
  package let metrics: [AlignedMetric]

  package init(_ arms: [ComparedArm], level: Double = 0.95) {
    self.arms = arms
    let flat = arms.map { arm in Dictionary(arm.spec.flattened().map { ($0.path, $0.value) }) { $1 } }
    let paths = Set(flat.flatMap(\.keys)).sorted()
    let fields = paths.map { path in AlignedField(path: path, values: flat.map { $0[path] }) }
    let differing = fields.filter { !$0.agrees }
    self.differing = differing.map { $0.toldApart(from: differing.map(\.path)) }
    agreeing = fields.filter(\.agrees)
    var seen: Set<MetricKey> = []
    let keys = arms.flatMap(\.finals).map(MetricKey.init).filter { seen.insert($0).inserted }
    metrics = keys.map { AlignedMetric($0, of: arms, level: level) }
  }

  package func metric(_ name: Metric, on split: Split, layer: String = "") -> AlignedMetric? {
    metrics.first { $0.metric == name && $0.split == split && $0.layer == layer }
  }
}

/// One side of a comparison.
package struct ComparedArm: Sendable {
  package let name: String
  /// The experiment it belongs to; nil for a trial alone.
  package let experiment: String?
  /// What it lacks, such as `diverged in epoch 3` or `2 diverged, did not train`; nil where all completed and trained.
  package let lack: String?
  /// Whether its optimiser failed, so that its curves say nothing beside those of others.
  package let isFailed: Bool
  package let spec: SpecNode
  package let finals: [FinalMetric]
  package let curves: [Curve]

  package init(
    name: String, experiment: String?, lack: String? = nil, isFailed: Bool = false, spec: SpecNode,
    finals: [FinalMetric], curves: [Curve]
  ) {
    self.name = name
    self.experiment = experiment
    self.lack = lack
    self.isFailed = isFailed
    self.spec = spec
    self.finals = finals
    self.curves = curves
  }

  package init(_ configuration: ConfigurationSummary, named name: String, of experiment: String) {
    self.init(
      name: name, experiment: experiment, lack: configuration.lack,
      isFailed: configuration.optimiserFailed != nil, spec: configuration.spec.node, finals: configuration.finals,
      curves: configuration.curves)
  }

  /// A trial with its metrics at the last epoch at which they were measured; values that are not finite are left out.
  package init(trial: TrialID, replicate: Int, spec: SpecNode, outcome: TrialOutcome, named name: String) {
    var keys: [MetricKey] = []
    var measured: [MetricKey: [EpochMetric]] = [:]
    for metric in outcome.metrics where metric.value.isFinite {
      let key = MetricKey(metric)
      if measured[key] == nil { keys.append(key) }
      measured[key, default: []].append(metric)
    }
    self.init(
      name: name, experiment: nil, lack: outcome.status == .completed ? nil : outcome.status.words,
      isFailed: outcome.status != .completed, spec: spec,
      finals: keys.compactMap { key in
        measured[key]?.last.map { last in
          let value = ReplicateValue(replicate: replicate, trial: trial, value: last.value)
          return FinalMetric(split: key.split, metric: key.metric, layer: key.layer, values: [value], mean: last.value)
        }
      },
      curves: keys.map { key in
        Curve(
          split: key.split, metric: key.metric, layer: key.layer,
          points: (measured[key] ?? []).map {
            CurvePoint(epoch: $0.epoch, mean: $0.value, low: $0.value, high: $0.value, n: 1)
          })
      })
  }

  /// The same under another name.
  package func named(_ name: String) -> ComparedArm {
    ComparedArm(
      name: name, experiment: experiment, lack: lack, isFailed: isFailed, spec: spec, finals: finals, curves: curves)
  }

  package func curve(_ metric: Metric, on split: Split) -> Curve? {
    curves.first { $0.metric == metric && $0.split == split && $0.layer.isEmpty }
  }
}

/// One field of all arms.
package struct AlignedField: Hashable, Sendable {
  package let path: String
  /// Nil where the field is at its default or belongs to another case: blank is not zero.
  package let values: [String?]

  /// The end of its path: two parts, or as many as tell it from the other differing fields.
  package let shortPath: String

  init(path: String, values: [String?]) {
    (self.path, self.values) = (path, values)
    shortPath = Self.end(of: path, parts: 2)
  }

  private init(_ field: AlignedField, shortPath: String) {
    (path, values, self.shortPath) = (field.path, field.values, shortPath)
  }

  func toldApart(from paths: [String]) -> AlignedField {
    AlignedField(self, shortPath: Self.shortened(path, among: paths))
  }

  /// The end of a path: two parts, or as many as tell it from the others.
  package static func shortened(_ path: String, among paths: [String]) -> String {
    let others = paths.filter { $0 != path }
    let most = path.split(separator: ".").count
    let needed = (2...max(2, most)).first { parts in
      !others.contains { end(of: $0, parts: parts) == end(of: path, parts: parts) }
    }
    return end(of: path, parts: needed ?? most)
  }

  private static func end(of path: String, parts: Int) -> String {
    path.split(separator: ".").suffix(parts).joined(separator: ".")
  }

  var agrees: Bool { values.allSatisfy { $0 == values.first } }
}

/// One metric of all arms.
package struct AlignedMetric: Sendable {
  package let split: Split
  package let metric: Metric
  package let layer: String
  /// Nil where an arm has not measured it.
  package let cells: [Cell?]

  package struct Cell: Sendable {
    package let mean: Double
    package let n: Int
    /// Arm minus first arm over common replicates; nil for the first arm, without a common replicate, and where the
    /// first arm has not measured it.
    package let difference: Double?
    package let pairs: Int
    /// Nil with fewer than two pairs.
    package let interval: Interval?
  }

  init(_ key: MetricKey, of arms: [ComparedArm], level: Double) {
    (split, metric, layer) = (key.split, key.metric, key.layer)
    let finals = arms.map { arm in arm.finals.first { MetricKey($0) == key } }
    let first = finals.first ?? nil
    cells = zip(arms, finals).enumerated().map { place, side in
      side.1.map { Cell($0, minus: place == 0 ? nil : first, level: level, isTrial: side.0.experiment == nil) }
    }
  }
}

extension AlignedMetric.Cell {
  fileprivate init(_ arm: FinalMetric, minus first: FinalMetric?, level: Double, isTrial: Bool) {
    (mean, n) = (arm.mean, arm.values.count)
    guard let first else {
      (difference, pairs, interval) = (nil, 0, nil)
      return
    }
    // Two trials pair up whatever their replicates.
    guard !isTrial else {
      (difference, pairs, interval) = (arm.mean - first.mean, 1, nil)
      return
    }
    let other = Dictionary(first.values.map { ($0.replicate, $0.value) }) { $1 }
    let both = arm.values.compactMap { value in other[value.replicate].map { (value.value, $0) } }
    let sample = PairedSample(both.map(\.0), minus: both.map(\.1))
    pairs = both.count
    difference = sample.flatMap { Sample($0.differences.values)?.mean }
    interval = sample.flatMap { Interval.pairedStudentT($0, level: level) }
  }
}
