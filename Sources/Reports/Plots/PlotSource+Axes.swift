import Analysis
import Plotting
import Statistics

extension PlotSource {
  /// The axis of the experiment's metric: logarithmic where all that is shown lies above zero and spans more than a
  /// factor of five, since one configuration that hardly trains would press all others together.
  var metricAxis: Axis {
    let shown = trained.flatMap { configuration in
      configuration.values.map(\.value) + [configuration.mean?.low, configuration.mean?.high].compactMap { $0 }
    }
    guard let least = shown.min(), let most = shown.max(), least > 0, most > 5 * least else { return Axis(metricTitle) }
    return Axis(metricTitle + ", logarithmic scale", scale: .log)
  }
}
