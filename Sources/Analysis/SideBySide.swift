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
    let fields = paths.map { AlignedField(path: $0, of: flat) }
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
  /// The seed of its replicates; nil where it is not known.
  package let seed: String?
  /// What it lacks, such as `diverged in epoch 3` or `2 diverged, did not train`; nil where all completed and trained.
  package let lack: String?
  /// Whether its optimiser failed, so that its curves say nothing beside those of others.
  package let isFailed: Bool
  /// The spec with seed and replicate, where they are known.
  package let spec: SpecNode
  package let finals: [FinalMetric]
  package let curves: [Curve]

  package init(
    name: String, experiment: String?, lack: String? = nil, isFailed: Bool = false, spec: SpecNode,
    seed: String? = nil, replicate: Int? = nil, finals: [FinalMetric], curves: [Curve]
  ) {
    self.name = name
    self.experiment = experiment
    self.seed = seed
    self.lack = lack
    self.isFailed = isFailed
    self.spec = spec.beside(seed: seed, replicate: replicate)
    self.finals = finals
    self.curves = curves
  }

  /// `seeds` are those of imported runs by replicate; nil where the replicates share the one seed.
  package init(
    _ configuration: ConfigurationSummary, named name: String, of experiment: String, seed: String, seeds: [Int]? = nil
  ) {
    self.init(
      name: name, experiment: experiment, lack: configuration.lack,
      isFailed: configuration.optimiserFailed != nil, spec: configuration.spec.node, seed: seed,
      finals: configuration.paired(by: seeds), curves: configuration.curves)
  }

  /// A trial with its metrics at the last epoch at which they were measured; values that are not finite are left out.
  package init(
    trial: TrialID, seed: String, replicate: Int, spec: SpecNode, outcome: TrialOutcome, named name: String
  ) {
    var keys: [MetricKey] = []
    var measured: [MetricKey: [EpochMetric]] = [:]
    for metric in outcome.metrics where metric.value.isFinite {
      let key = MetricKey(metric)
      if measured[key] == nil { keys.append(key) }
      measured[key, default: []].append(metric)
    }
    self.init(
      name: name, experiment: nil, lack: outcome.status == .completed ? nil : outcome.status.words,
      isFailed: outcome.status != .completed, spec: spec, seed: seed, replicate: replicate,
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
  package func named(_ name: String) -> ComparedArm { ComparedArm(self, named: name) }

  private init(_ arm: ComparedArm, named name: String) {
    self.name = name
    (experiment, seed, lack, isFailed, spec) = (arm.experiment, arm.seed, arm.lack, arm.isFailed, arm.spec)
    (finals, curves) = (arm.finals, arm.curves)
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
  /// The values in words: `default` where the fields beside it are there, `–` where it belongs to another case.
  package let words: [String]

  /// The end of its path: two parts, or as many as tell it from the other differing fields.
  package let shortPath: String

  /// Aligns the field of several specs, flattened.
  package init(path: String, of specs: [[String: String]]) {
    self.path = path
    values = specs.map { $0[path] }
    words = specs.map { Self.word(of: path, in: $0) }
    shortPath = Self.end(of: path, parts: 2)
  }

  private init(_ field: AlignedField, shortPath: String) {
    (path, values, words, self.shortPath) = (field.path, field.values, field.words, shortPath)
  }

  /// The value of a field in a flattened spec, `default`, or `–` where fields stand in its place, or nothing beside it.
  static func word(of path: String, in spec: [String: String]) -> String {
    if let value = spec[path] { return value }
    // The seed and the replicate stand beside the fields; a side of several replicates has none of the latter.
    if ["seed", "replicate"].contains(path) { return "–" }
    let stands = { (start: String) in spec.keys.contains { $0.hasPrefix(start + ".") || $0.hasPrefix(start + "[") } }
    guard !stands(path) else { return "–" }
    if path.hasSuffix("]"), let open = path.lastIndex(of: "[") {
      // What is no list, or a shorter one, has no such element.
      let list = String(path[..<open])
      return spec[list] != nil || stands(list) ? "–" : word(of: list, in: spec)
    }
    guard let dot = path.lastIndex(of: ".") else { return "default" }
    let siblings = path[...dot]
    return spec.keys.contains { $0.hasPrefix(siblings) } ? "default" : "–"
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
    /// Arm minus first arm over common replicates, of the means where there is none; nil for the first arm, and where that
    /// has not measured it.
    package let difference: Double?
    /// 0 where there is no difference, and where the seeds differ.
    package let pairs: Int
    /// Student's of the pairs, Welch's where the seeds differ; nil with fewer than two pairs, or values of either side.
    package let interval: Interval?
    /// Whether replicates of either side have no partner, so that the difference is not that of the means.
    package let leavesOut: Bool
  }

  init(_ key: MetricKey, of arms: [ComparedArm], level: Double) {
    (split, metric, layer) = (key.split, key.metric, key.layer)
    let finals = arms.map { arm in arm.finals.first { MetricKey($0) == key } }
    let first = finals.first ?? nil
    cells = zip(arms, finals).enumerated().map { place, side in
      side.1.map { final in
        guard place > 0, let first else { return Cell(final) }
        return Cell(final, minus: first, level: level, isPaired: side.0.seed == arms[0].seed)
      }
    }
  }
}

extension AlignedMetric.Cell {
  fileprivate init(_ arm: FinalMetric) {
    (mean, n) = (arm.mean, arm.values.count)
    (difference, pairs, interval, leavesOut) = (nil, 0, nil, false)
  }

  fileprivate init(_ arm: FinalMetric, minus first: FinalMetric, level: Double, isPaired: Bool) {
    (mean, n) = (arm.mean, arm.values.count)
    let found = ReplicateDifference(arm, minus: first, level: level, isPaired: isPaired)
    (difference, interval, pairs) = (found.estimate, found.interval, found.pairs.count)
    leavesOut = pairs > 0 && (pairs < n || pairs < first.values.count)
  }
}
