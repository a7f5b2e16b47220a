import Analysis
import Experiments
import Files
import Plotting
import Statistics

/// All that the plots of an experiment are made of.
package struct PlotSource: Sendable {
  package let summary: ExperimentSummary
  /// What the values are, where they are not those of the experiment's metric.
  let measure: MeasureText?
  /// Examples of the data; nil where they may not be shown, as in published reports on data of others.
  package let sheet: DataSheet?
  /// First filters of configurations whose weights were kept.
  package let filters: [FilterRow]
  /// SHA-256 of the effective specification, written into every picture.
  package let specificationDigest: String
  /// The version of the program, written into every picture.
  package let version: String
  /// Where pictures that were drawn before are kept; nil where each is drawn.
  let shelf: PictureShelf?
  /// How the values are written.
  let numbers: MetricText

  package init(
    summary: ExperimentSummary, measure: MeasureText? = nil, sheet: DataSheet? = nil, filters: [FilterRow] = [],
    specificationDigest: String, version: String, shelf: PictureShelf? = nil
  ) {
    self.summary = summary
    self.measure = measure
    self.sheet = sheet
    self.filters = filters
    self.specificationDigest = specificationDigest
    self.version = version
    self.shelf = shelf
    numbers =
      measure.map { measure in
        let trained = Self.trained(of: summary)
        return MetricText(
          metric: measure.metric, intervals: trained.compactMap(\.mean),
          values: trained.flatMap { $0.values.map(\.value) })
      } ?? summary.numbers
  }
}

// MARK: - Finishing a figure

extension PlotSource {
  /// What every picture carries along.
  private func texts(_ title: String) -> [(key: String, value: String)] {
    let trials = summary.trials.map(\.trial.hex).sorted().joined(separator: "\n")
    return [
      (key: "Title", value: "\(summary.name): \(title)"), (key: "Software", value: "dropout-lab \(version)"),
      (key: "Specification digest", value: specificationDigest),
      (key: "Trials digest", value: SHA256.digest(of: Array(trials.utf8)).hex),
    ]
  }

  func finish(
    _ name: String, _ figure: Figure, caption: String, alternative: String, data: DataTable
  ) throws(PictureError) -> ReportFigure {
    finished(
      name, try figure.drawn(texts: texts(name), shelf: shelf), caption: caption, alternative: alternative, data: data)
  }

  func finish(
    _ name: String, _ sheet: PictureSheet, caption: String, alternative: String, data: DataTable
  ) throws(PictureError) -> ReportFigure {
    finished(
      name, try sheet.drawn(texts: texts(name), shelf: shelf), caption: caption, alternative: alternative, data: data)
  }

  func finish(
    _ name: String, _ plate: MapPlate, caption: String, alternative: String, data: DataTable
  ) throws(PictureError) -> ReportFigure {
    finished(
      name, try plate.drawn(texts: texts(name), shelf: shelf), caption: caption, alternative: alternative, data: data)
  }

  func finish(
    _ name: String, _ grid: HeatGrid, caption: String, alternative: String, data: DataTable
  ) throws(PictureError) -> ReportFigure {
    finished(
      name, try grid.drawn(texts: texts(name), shelf: shelf), caption: caption, alternative: alternative, data: data)
  }

  private func finished(
    _ name: String, _ drawn: DrawnFigure, caption: String, alternative: String, data: DataTable
  ) -> ReportFigure {
    ReportFigure(
      name: name, caption: caption, alternative: alternative, png: drawn.png, width: drawn.width,
      height: drawn.height, data: data)
  }
}
