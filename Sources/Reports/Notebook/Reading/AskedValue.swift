import Experiments

/// A number that trained networks gave when they were asked: by a mode of inference or by a probe.
package struct AskedValue: Hashable, Sendable {
  /// The name of the experiment.
  package let experiment: String
  /// The alias of a configuration.
  package let configuration: String
  /// The alias of the configuration that is subtracted; the first one again where only modes are compared.
  package let minus: String?
  package let question: Question
  package let aspect: MeasuredValue.Aspect

  /// What they were asked.
  package enum Question: Hashable, Sendable {
    /// The words of two modes, of which the second is subtracted, after so many samples; after the last when nil.
    case inference(mode: String, minus: String?, Split, InferenceMetric, samples: Int?)
    /// The layer is empty for the whole network, the place nil for what is no curve.
    case probe(name: String, ProbeStatistic, layer: String, at: Double?)
  }

  /// The aliases it speaks of.
  var aliases: [String] { [configuration] + (minus.map { [$0] } ?? []) }

  var isDifference: Bool {
    guard minus == nil, case .inference(_, let mode, _, _, _) = question else { return minus != nil }
    return mode != nil
  }
}

extension InferenceMode {
  /// How inline values name it; modes that differ in a number of samples or examples share a word.
  var word: String {
    switch self {
    case .weightScaling: "weightScaling"
    case .monteCarlo(_, .arithmetic): "monteCarlo"
    case .monteCarlo(_, .geometric): "monteCarlo_geometric"
    case .exhaustive(.arithmetic): "exhaustive"
    case .exhaustive(.geometric): "exhaustive_geometric"
    case .meanWeights: "meanWeights"
    case .gaussianMoments: "gaussianMoments"
    case .gaussianClosedForm: "gaussianClosedForm"
    case .reestimate: "reestimate"
    case .singleColumn(nil): "singleColumn"
    case .singleColumn(let column?): "singleColumn_\(column)"
    case .fault(let fault): fault.rawValue
    }
  }
}
