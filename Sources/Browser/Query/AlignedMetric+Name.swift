import Analysis
import Experiments
import Specifications

extension AlignedMetric {
  /// `test.error`, or with its layer `training.sparsity.hidden1`.
  package var name: String { MeasureName(split, metric).name + (layer.isEmpty ? "" : ".\(layer)") }

  /// `test error`, or `training share of zero activations of hidden1`.
  package var title: String { "\(split.title) \(metric.title)" + (layer.isEmpty ? "" : " of \(layer)") }
}

extension SideBySide {
  /// The measure that a parameter asks for by its name; nil where it asks for none, an error where no side has it.
  package func metric(named asked: String?, for parameter: String) throws(SideError) -> AlignedMetric? {
    guard let asked else { return nil }
    if let found = metrics.first(where: { $0.name == asked }) { return found }
    let names = metrics.map(\.name)
    let guess = Spelling.nearest(to: asked, among: names).map { " (did you mean '\($0)'?)" } ?? ""
    throw SideError(description: "\(parameter) is '\(asked)'\(guess); measured are \(names.joined(separator: ", "))")
  }
}
