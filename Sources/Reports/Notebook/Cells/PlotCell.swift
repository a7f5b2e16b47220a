import Experiments
import Specifications

/// A cell that draws a plot of an experiment.
package struct PlotCell: Hashable, Sendable {
  let experiment: Named
  /// A name of `PlotRecipe.all`.
  let recipe: String
  /// The metric that is drawn in the place of the experiment's own.
  let metric: MetricChoice?

  static func read(_ cell: inout CellReader) -> PlotCell? {
    cell.refuseBody()
    let experiment = cell.experiment()
    let metric = cell.map.ifPresent("metric", MetricChoice.self)
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
    guard let experiment, let metric else { return nil }
    return PlotCell(experiment: experiment, recipe: recipe, metric: metric)
  }
}
