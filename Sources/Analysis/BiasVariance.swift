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
  /// Unique within the experiment; it names the examples where there are several samples of them.
  package let label: String
  package let request: ProbeRequest
  /// Training sets.
  package let count: Int
  package let squaredBias: Double
  package let variance: Interval
  /// Variance over the baseline's, both for the same examples and training sets, the baseline's without masks to average.
  ///
  /// Nil for a baseline itself, for a bag whose members have no baseline in common, and where training sets are missing.
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
      .filter { $0.predictions.count > 2 }
    let namesSample = Set(groups.map(\.request.sample)).count > 1
    return groups.map { $0.takenApart(over: $0.base(among: groups), namesSample: namesSample, level: design.level) }
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
