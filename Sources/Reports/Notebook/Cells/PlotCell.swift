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

  /// Reports a measure that does not go with the rest of the cell.
  private static func accepts(
    _ measure: SpecNode?, _ recipe: String, beside metric: MetricChoice?, _ problems: Problems
  ) -> Bool {
    guard let measure else { return true }
    let names = PlotRecipe.measured.map(\.name)
    if metric != nil {
      problems.report(measure.place, "a plot cell has either a metric or a measure, not both")
    } else if !names.contains(recipe) {
      problems.report(
        measure.place,
        "the plot '\(recipe)' has numbers of its own; a measure goes with \(names.joined(separator: ", "))")
    } else {
      return true
    }
    return false
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
    guard let experiment, let metric, accepts(measure, recipe, beside: metric, cell.problems) else { return nil }
    return PlotCell(experiment: experiment, recipe: recipe, metric: metric, measure: measure)
  }
}
