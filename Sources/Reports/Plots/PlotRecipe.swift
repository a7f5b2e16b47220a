import Plotting

/// One kind of plot: turns what an experiment found into a figure, or into nothing where it has nothing to show.
package struct PlotRecipe: Sendable {
  /// The name of its file without the ending.
  package let name: String
  /// One sentence for the catalogue, at most 150 characters.
  package let summary: String
  /// What is drawn, in plain text.
  package let formula: String
  /// Paper and place; empty where there is none.
  package let source: String
  package let draw: @Sendable (PlotSource) throws(PictureError) -> ReportFigure?

  package init(
    _ name: String, _ summary: String, formula: String, source: String = "",
    draw: @escaping @Sendable (PlotSource) throws(PictureError) -> ReportFigure?
  ) {
    self.name = name
    self.summary = summary
    self.formula = formula
    self.source = source
    self.draw = draw
  }

  /// Those that draw one number of each trial, and so any number that claims can be about.
  static let measured: [PlotRecipe] = [metricByRate, metricByNumber, metricByConfiguration, distribution]

  /// Those that draw the experiment's metric, and so any other in its place.
  static let ofMetric = measured + [metricGrid, factorialEffects, learningCurves]

  /// Every plot, in the order of the page; a new one is a file of its own and one word here.
  package static let all: [PlotRecipe] = [
    claimForest, metricByRate, metricByNumber, metricGrid, metricByConfiguration, factorialEffects, biasAndVariance,
    learningCurves, trainingAgainstTest, distribution, chosenValues, dropFractions, droppedPositions, varianceRatios,
    learnedRates, errorBySamples, removalCurves, singleUnitDrops, productNorms, gradientDirections, sharpness,
    reconstruction, expectedDepth, filterSheet, maskPlate, dataSheet,
  ]
}

extension PlotSource {
  /// Draws every plot that has something to show.
  package func figures() throws(PictureError) -> [ReportFigure] {
    var figures: [ReportFigure] = []
    for recipe in PlotRecipe.all {
      if let figure = try recipe.draw(self) { figures.append(figure) }
    }
    return figures
  }
}
