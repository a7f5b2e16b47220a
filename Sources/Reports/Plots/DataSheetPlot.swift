import Analysis
import Datasets
import Plotting

extension PlotRecipe {
  /// The first training examples of every class: images in rows, or points of the plane.
  package static let dataSheet = PlotRecipe(
    "data", "The first training examples of every class: images in rows, or points of the plane.",
    formula: "x, in the order in which examples are dealt"
  ) { source throws(PictureError) in
    guard let sheet = source.sheet else { return nil }
    let plot = DataSheetPlot(source: source, sheet: sheet)
    switch sheet.examples {
    case .images(let images): return try plot.drawn(images)
    case .points(let points): return try plot.drawn(points)
    }
  }
}

/// Draws examples with their classes.
struct DataSheetPlot {
  let source: PlotSource
  let sheet: DataSheet

  /// Widths in CSS pixels up to which pixels of the data are magnified.
  private static let comfortableWidth = 560.0

  func drawn(_ images: ContactSheet) throws(PictureError) -> ReportFigure {
    let rgb = images.channels == 3 ? images.pixels : images.pixels.flatMap { [$0, $0, $0] }
    let factor = max(0.5, (2 * Self.comfortableWidth / Double(images.width)).rounded(.down) / 2)
    let pictured = PictureSheet(
      Picture(width: images.width, height: images.height, rgb: rgb), rows: sheet.classes, magnification: min(4, factor))
    return try source.finish(
      "data", pictured,
      caption:
        "The first \(images.columns) training examples of each class of \(sheet.dataset), before normalisation and "
        + "augmentation; one row per class.",
      alternative:
        "Contact sheet: \(images.columns) example images in each of \(sheet.classes.count) rows, one row per "
        + "class of \(sheet.dataset): \(sheet.classes.joined(separator: ", ")).",
      data: table(sheet.classes.map { _ in images.columns }))
  }

  func drawn(_ points: [[Point]]) throws(PictureError) -> ReportFigure {
    let styles = sheet.classes.indices.map { SeriesStyle($0) }
    let figure = Figure(
      x: Axis("First feature, as stored"), y: Axis("Second feature, as stored"),
      panels: [Panel(layers: points.enumerated().map { .points($1, styles[$0]) })],
      key: sheet.classes.enumerated().map { KeyEntry(.point(styles[$0], isHollow: false), "class \($1)") }, width: 480,
      panelHeight: 380)
    return try source.finish(
      "data", figure,
      caption: "The first training examples of each class of \(sheet.dataset), \(DataSheet.mostPoints) at most, before "
        + "normalisation.",
      alternative:
        "Scatter plot of training points of \(sheet.dataset) in the plane, \(sheet.classes.count) classes in "
        + "markers and colours of their own.",
      data: table(points.map(\.count)))
  }

  private func table(_ counts: [Int]) -> DataTable {
    DataTable(
      name: "Classes of \(sheet.dataset)", caption: "What the figure shows.",
      columns: [.init("Class"), .init("Examples shown")],
      rows: zip(sheet.classes, counts).map { DataTable.Row($0, cells: ["\($1)"]) })
  }
}
