import Datasets
import Experiments
import NeuralNets
import Statistics

/// The predictions of one configuration or bag, training set by training set.
struct PredictionGroup {
  let members: [DesignedConfiguration]
  let request: ProbeRequest
  /// By replicate, in their order; per example the numbers of all outputs.
  let predictions: [(replicate: Int, values: [[Double]])]
  private let truth: [Double]

  /// Of the replicates among these, of all where nil.
  init(
    _ members: [DesignedConfiguration], _ request: ProbeRequest, _ design: ExperimentDesign, _ evidence: Evidence,
    among replicates: Set<Int>? = nil
  ) {
    self.members = members
    self.request = request
    var truths: Set<[Double]> = []
    let found = (0..<design.replicates).filter { replicates?.contains($0) ?? true }.compactMap {
      replicate -> (replicate: Int, values: [[Double]])? in
      let records = members.compactMap { member -> ProbeRecord? in
        let trial = design.trials.first {
          $0.purpose == .measurement && $0.configuration == member.index && $0.replicate == replicate
        }
        return trial.flatMap { evidence.probes[$0.id]?.first { $0.request == request } }
      }
      guard records.count == members.count, let first = records.first else { return nil }
      let truth = first.values.filter { $0.address.statistic == .target }.map(\.value)
      let all = records.map { $0.values.filter { $0.address.statistic == .predicted }.map(\.value) }
      truths.insert(truth)
      let outputs = truth.isEmpty ? 1 : all[0].count / truth.count
      let means = all[0].indices.map { place in all.reduce(0) { $0 + $1[place] } / Double(all.count) }
      return (
        replicate,
        truth.indices.map { Array(means[$0 * outputs..<($0 + 1) * outputs]) }
      )
    }
    // Predictions of different examples have no variance between training sets.
    predictions = truths.count > 1 ? [] : found
    truth = truths.count > 1 ? [] : truths.first ?? []
  }

  /// Numbers that are predicted for an example.
  private var outputs: Int { predictions.first?.values.first?.count ?? 1 }

  private func target(_ example: Int) -> [Double] {
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

  /// The group of the members' common baseline for the same examples, without masks to average; nil where there is none.
  func base(among groups: [PredictionGroup]) -> PredictionGroup? {
    let baselines = Set(members.map { $0.isBaseline ? $0.index : $0.baseline })
    guard baselines.count == 1, let baseline = baselines.first ?? nil else { return nil }
    return groups.first { group in
      group.members.map(\.index) == [baseline] && group.request.sample == request.sample
        && !group.request.probe.averagesMasks
    }
  }

  /// Needs three training sets.
  func takenApart(over base: PredictionGroup?, namesSample: Bool, level: Double) -> BiasVariance {
    let distances = distances
    let variance = Self.variance(distances)
    let left = predictions.indices.map { Self.variance(distances, without: $0) }
    let total = squaredErrors.reduce(0) { $0 + $1.value } / Double(predictions.count)
    return BiasVariance(
      configurations: members.map(\.index), label: namesSample ? label + sampleTitle : label, request: request,
      count: predictions.count, squaredBias: total - variance,
      variance: Jackknife(variance, leavingOut: left).interval(level: level),
      ratio: ratio(distances, to: base, level: level), error: outputs == 1 ? nil : error)
  }

  private func ratio(_ distances: [[Double]], to base: PredictionGroup?, level: Double) -> Interval? {
    guard let base, base.members.map(\.index) != members.map(\.index) || base.request != request,
      base.predictions.map(\.replicate) == predictions.map(\.replicate)
    else { return nil }
    let others = base.distances
    let full = Self.variance(distances) / Self.variance(others)
    let left = predictions.indices.map {
      Self.variance(distances, without: $0) / Self.variance(others, without: $0)
    }
    return Jackknife(full, leavingOut: left).logarithmicInterval(level: level)
  }

  private var error: Double { errors.reduce(0) { $0 + $1.value } / Double(predictions.count) }

  private var label: String {
    let masks = request.probe.averagesMasks ? ", \(request.probe.title)" : ""
    guard members.count > 1 else { return members[0].label + masks }
    return "bag of \(members.count) networks" + masks
  }

  private var sampleTitle: String { request.sample.map { ", \($0.title)" } ?? "" }
}

// MARK: - Numbers of single training sets

extension PredictionGroup {
  /// The share of examples whose most probable class is wrong.
  var errors: [(replicate: Int, value: Double)] {
    predictions.map { prediction in
      let wrong = prediction.values.enumerated().count { example, values in
        let best = values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
        return Double(best) != truth[example]
      }
      return (prediction.replicate, Double(wrong) / Double(max(prediction.values.count, 1)))
    }
  }

  /// The mean squared distance from what is true.
  var squaredErrors: [(replicate: Int, value: Double)] {
    let targets = truth.indices.map { target($0) }
    return predictions.map { ($0.replicate, Self.distance($0.values, targets)) }
  }

  /// Pseudo-values R v − (R − 1) v₋ᵣ of the variance v, whose mean is v and whose t interval is that of the jackknife.
  ///
  /// Tukey 1958; for statistics that are means over pairs, Arvesen 1969. Empty without three training sets.
  var variances: [(replicate: Int, value: Double)] {
    guard predictions.count > 2 else { return [] }
    let distances = distances
    let (whole, count) = (Self.variance(distances), Double(predictions.count))
    return predictions.enumerated().map { place, prediction in
      (prediction.replicate, count * whole - (count - 1) * Self.variance(distances, without: place))
    }
  }
}
