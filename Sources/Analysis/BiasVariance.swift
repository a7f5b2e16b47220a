import Datasets
import Experiments
import NeuralNets
import Statistics

/// How far predictions are from the truth on average over training sets, and how much they differ between them.
///
/// With p_r(x) from training set r of R, D the mean over examples of a squared distance, summed over classes:
/// ```
/// variance = 1 / (R (R − 1)) Σ_{r<s} D(p_r, p_s)        bias² = mean_r D(p_r, y) − variance
/// ```
/// Both are unbiased; bias² holds the noise of the target. Source: Geman, Bienenstock & Doursat 1992, with probabilities
/// for answers. Intervals are by the jackknife over training sets (Efron & Stein 1981), of ratios on a logarithmic scale.
package struct BiasVariance: Sendable {
  /// Configurations, several for the members of a bag whose predictions are averaged.
  package let configurations: [Int]
  package let label: String
  package let request: ProbeRequest
  /// Training sets.
  package let count: Int
  package let squaredBias: Double
  package let variance: Interval
  /// Variance over the baseline's, on the same training sets; nil for the baseline itself.
  package let ratio: Interval?
  /// Share of examples whose most probable class is wrong, mean over training sets; nil for numbers.
  package let error: Double?
}

extension BiasVariance {
  /// Takes the predictions of an experiment's measured trials apart; empty without at least three training sets.
  package static func all(of design: ExperimentDesign, evidence: Evidence) -> [BiasVariance] {
    var requests: [ProbeRequest] = []
    for trial in design.trials {
      for request in trial.probes where request.probe.isPrediction && !requests.contains(request) {
        requests.append(request)
      }
    }
    let groups = requests.flatMap { request in bags(of: design).map { PredictionGroup($0, request, design, evidence) } }
    let base = groups.first { $0.isBaseline && $0.predictions.count > 2 }
    return groups.compactMap { $0.taken(apart: base, level: design.level) }
  }

  /// Configurations one by one, the members of a bag together.
  private static func bags(of design: ExperimentDesign) -> [[DesignedConfiguration]] {
    var bags: [[DesignedConfiguration]] = []
    for configuration in design.configurations {
      var plain = configuration.spec
      plain.dataset.bootstrap = nil
      let place = bags.firstIndex { bag in
        guard var other = bag.first?.spec, other.dataset.bootstrap != nil else { return false }
        other.dataset.bootstrap = nil
        return other == plain && configuration.spec.dataset.bootstrap != nil
      }
      if let place { bags[place].append(configuration) } else { bags.append([configuration]) }
    }
    return bags
  }
}

/// The predictions of one configuration or bag, training set by training set.
private struct PredictionGroup {
  let members: [DesignedConfiguration]
  let request: ProbeRequest
  /// By replicate, in their order; per example the numbers of all outputs.
  let predictions: [(replicate: Int, values: [[Double]])]
  private var truth: [Double] = []

  var isBaseline: Bool { members.count == 1 && members[0].isBaseline && !request.probe.averagesMasks }

  init(_ members: [DesignedConfiguration], _ request: ProbeRequest, _ design: ExperimentDesign, _ evidence: Evidence) {
    self.members = members
    self.request = request
    var truth: [Double] = []
    predictions = (0..<design.replicates).compactMap { replicate in
      let records = members.compactMap { member -> ProbeRecord? in
        let trial = design.trials.first {
          $0.purpose == .measurement && $0.configuration == member.index && $0.replicate == replicate
        }
        return trial.flatMap { evidence.probes[$0.id]?.first { $0.request == request } }
      }
      guard records.count == members.count, let first = records.first else { return nil }
      truth = first.values.filter { $0.address.statistic == .target }.map(\.value)
      let all = records.map { $0.values.filter { $0.address.statistic == .predicted }.map(\.value) }
      let outputs = truth.isEmpty ? 1 : all[0].count / truth.count
      let means = all[0].indices.map { place in all.reduce(0) { $0 + $1[place] } / Double(all.count) }
      return (
        replicate,
        truth.indices.map { Array(means[$0 * outputs..<($0 + 1) * outputs]) }
      )
    }
    self.truth = truth
  }

  private func target(_ example: Int, _ outputs: Int) -> [Double] {
    outputs == 1 ? [truth[example]] : (0..<outputs).map { Double($0) == truth[example] ? 1 : 0 }
  }

  private static func distance(_ left: [[Double]], _ right: [[Double]]) -> Double {
    var sum = 0.0
    for (a, b) in zip(left, right) {
      for (x, y) in zip(a, b) { sum += (x - y) * (x - y) }
    }
    return sum / Double(max(left.count, 1))
  }

  /// D of every two training sets.
  private var distances: [[Double]] {
    predictions.indices.map { r in
      predictions.indices.map { s in r == s ? 0 : Self.distance(predictions[r].values, predictions[s].values) }
    }
  }

  private static func variance(_ distances: [[Double]], without: Int? = nil) -> Double {
    let kept = distances.indices.filter { $0 != without }
    var sum = 0.0
    for r in kept { for s in kept where s > r { sum += distances[r][s] } }
    return sum / Double(kept.count * (kept.count - 1))
  }

  func taken(apart base: PredictionGroup?, level: Double) -> BiasVariance? {
    guard predictions.count > 2 else { return nil }
    let distances = distances
    let variance = Self.variance(distances)
    let left = predictions.indices.map { Self.variance(distances, without: $0) }
    let outputs = predictions[0].values.first?.count ?? 1
    let targets = truth.indices.map { target($0, outputs) }
    let total = predictions.reduce(0) { $0 + Self.distance($1.values, targets) } / Double(predictions.count)
    return BiasVariance(
      configurations: members.map(\.index), label: label, request: request, count: predictions.count,
      squaredBias: total - variance, variance: Jackknife(variance, leavingOut: left).interval(level: level),
      ratio: ratio(distances, to: base, level: level), error: outputs == 1 ? nil : error)
  }

  private func ratio(_ distances: [[Double]], to base: PredictionGroup?, level: Double) -> Interval? {
    guard let base, base.members[0].index != members[0].index || base.request != request,
      base.predictions.map(\.replicate) == predictions.map(\.replicate)
    else { return nil }
    let others = base.distances
    let full = Self.variance(distances) / Self.variance(others)
    let left = predictions.indices.map {
      Self.variance(distances, without: $0) / Self.variance(others, without: $0)
    }
    return Jackknife(full, leavingOut: left).logarithmicInterval(level: level)
  }

  private var error: Double {
    let shares = predictions.map { prediction -> Double in
      let wrong = prediction.values.enumerated().count { example, values in
        let best = values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
        return Double(best) != truth[example]
      }
      return Double(wrong) / Double(max(prediction.values.count, 1))
    }
    return shares.reduce(0, +) / Double(shares.count)
  }

  private var label: String {
    let masks = request.probe.averagesMasks ? ", \(request.probe.title)" : ""
    guard members.count > 1 else { return members[0].label + masks }
    return "bag of \(members.count) networks" + masks
  }
}
