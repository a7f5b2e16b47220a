import Experiments
import Specifications

/// A cell that draws a plot of an experiment.
package struct PlotCell: Hashable, Sendable {
  let experiment: Named
  /// A name of `PlotRecipe.all`.
  let recipe: String
  /// The metric that is drawn in the place of the experiment's own.
  let metric: MetricChoice?
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

  static func read(_ cell: inout CellReader) -> PlotCell? {
    cell.refuseBody()
    let experiment = cell.experiment()
    let metric = cell.map.ifPresent("metric", MetricChoice.self)
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
    return PlotCell(experiment: experiment, recipe: recipe, metric: metric, measure: measure)
  }
}
