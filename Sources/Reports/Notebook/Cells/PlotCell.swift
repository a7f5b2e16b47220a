import Experiments
import Specifications

/// A cell that draws a plot of an experiment.
package struct PlotCell: Hashable, Sendable {
  let experiment: Named
  /// A name of `PlotRecipe.all`.
  let recipe: String
  /// The metric that is drawn in the place of the experiment's own.
  let metric: MetricChoice?
  /// Where the metric is written.
  let metricPlace: Place?
  /// Another number of each trial in the words of claims, read once the experiment is known.
  let measure: SpecNode?

  /// Reports a metric or a measure that does not go with the rest of the cell.
  private static func accepts(_ recipe: String, of map: MapReader, _ problems: Problems) -> Bool {
    if map.has("metric"), map.has("measure") {
      problems.report(map.place(of: "measure"), "a plot cell has either a metric or a measure, not both")
      return false
    }
    for (key, recipes) in [("metric", PlotRecipe.ofMetric), ("measure", PlotRecipe.measured)] where map.has(key) {
      let names = recipes.map(\.name)
      if names.contains(recipe) { continue }
      problems.report(
        map.place(of: key),
        "the plot '\(recipe)' has numbers of its own; a \(key) goes with \(names.joined(separator: ", "))")
      return false
    }
    return true
  }

  /// `SPLIT.METRIC` at the last epoch, or a map as in an experiment: `.some(nil)` when absent, nil after a problem.
  private static func metric(_ cell: inout CellReader) -> MetricChoice?? {
    guard let node = cell.map.take("metric") else { return .some(nil) }
    guard let text = node.plainText else { return MetricChoice.read(node, cell.problems).map { .some($0) } }
    let words = text.split(separator: ".", omittingEmptySubsequences: false)
    guard words.count == 2 else {
      cell.problems.report(
        node.place,
        "metric is '\(text)', allowed is SPLIT.METRIC, such as test.nll, or { name: nll, split: test, at: last }")
      return nil
    }
    let entries = zip(["split", "name"], words).map { key, word in
      SpecEntry(key: key, value: SpecNode(.scalar(String(word), quoted: false), place: node.place), place: node.place)
    }
    return MetricChoice.read(SpecNode(.map(entries), place: node.place), cell.problems).map { .some($0) }
  }

  static func read(_ cell: inout CellReader) -> PlotCell? {
    cell.refuseBody()
    let experiment = cell.experiment()
    let metric = self.metric(&cell)
    let measure = cell.map.take("measure")
    guard let node = cell.map.take("recipe") else {
      cell.problems.report(cell.raw.place, "the plot cell lacks the key 'recipe'")
      return nil
    }
    guard let recipe = String.read(node, cell.problems) else { return nil }
    let names = PlotRecipe.all.map(\.name)
    guard names.contains(recipe) else {
      cell.problems.report(node.place, MapReader.unknown("recipe", recipe, of: "the plot cell", allowed: names))
      return nil
    }
    guard let experiment, let metric, accepts(recipe, of: cell.map, cell.problems) else { return nil }
    return PlotCell(
      experiment: experiment, recipe: recipe, metric: metric,
      metricPlace: cell.map.has("metric") ? cell.map.place(of: "metric") : nil, measure: measure)
  }
}
