import CKernels
import Experiments

/// What was measured of averaged real numbers, example by example.
struct NumberMeasures {
  var squares: [Double] = []
  /// Nothing where no variances are answered.
  var nll: [Double] = []
  var aleatoric: [Double] = []
  /// Nothing after a single pass.
  var epistemic: [Double] = []
  /// Whether the example of a spread lies where training left a gap; nil in sets without one.
  var inGap: [Bool?] = []

  /// The metrics in catalogue order, none of what was not measured.
  var values: [(metric: InferenceMetric, value: Double)] {
    func spread(_ isIn: Bool) -> [Double] { zip(epistemic, inGap).filter { $0.1 == isIn }.map(\.0) }
    let measured: [(InferenceMetric, [Double])] = [
      (.nll, nll), (.meanSquare, squares), (.epistemicSD, epistemic), (.aleatoricSD, aleatoric),
      (.epistemicSDInGap, spread(true)), (.epistemicSDOutsideGap, spread(false)),
    ]
    return measured.filter { !$0.1.isEmpty }.map { metric, values in
      (metric, dl_sum_f64(values, values.count, DL_PATH_FASTEST) / Double(values.count))
    }
  }
}
