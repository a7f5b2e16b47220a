import Experiments

/// Words and numbers of a measure.
package struct MeasureText: Hashable, Sendable {
  package let measure: Measure

  package init(_ measure: Measure) { self.measure = measure }

  /// The metric of trials by which its numbers are written.
  package var metric: Metric {
    switch measure {
    case .epoch(let choice, _): choice.name
    case .inference(_, let metric, _): metric.wording
    case .probe(_, let statistic, _, _): statistic.wording
    case .predictions(_, .error): .error
    case .predictions(_, .squaredError), .predictions(_, .variance): .nll
    }
  }

  /// The word of it in the names of files.
  package var name: String {
    switch measure {
    case .epoch(let choice, _): choice.name.rawValue
    case .inference(_, let metric, _): metric.rawValue
    case .probe(_, let statistic, _, _): statistic.rawValue
    case .predictions(_, let statistic): statistic.rawValue
    }
  }

  /// Such as `test error`, `sparsity in hidden1`, `test NLL by Monte Carlo, 100 masks` or
  /// `exact zeros in hidden1 (activations, up to 2000 test examples)`.
  package var title: String {
    switch measure {
    case .epoch(let choice, let layer):
      let when = choice.at == .last ? "" : " at the best validation epoch"
      return (layer.isEmpty ? choice.title : "\(choice.name.title) in \(layer)") + when
    case .inference(let request, let metric, let samples):
      let after = samples.map { " after \($0)" } ?? ""
      return "\(request.split.title) \(metric.title) by \(request.mode.title)\(after)"
    case .probe(let request, let statistic, let layer, let place):
      let site = layer.isEmpty ? "" : " in \(layer)"
      let point = place.map { " at \(NumberText.significant($0).trimmingZeros)" } ?? ""
      return "\(statistic.title)\(site)\(point) (\(request.title))"
    case .predictions(let request, .error): return "error of \(request.title)"
    case .predictions(let request, .squaredError): return "squared error of \(request.title)"
    case .predictions(let request, .variance): return "variance between training sets of \(request.title)"
    }
  }

  /// Writes a value with up to three significant digits and its unit.
  package func value(_ value: Double) -> String {
    let isShare = metric.isShare
    return NumberText.significant(isShare ? value * 100 : value).trimmingZeros + (isShare ? NumberText.space + "%" : "")
  }
}
