import Analysis
import Datasets
import Plotting

extension PlotRecipe {
  /// A contact sheet of the data: the first training examples of every class.
  package static let dataSheet = PlotRecipe("data") { source throws(PictureError) in
    guard let sheet = source.sheet else { return nil }
    return try DataSheetPlot(source: source, sheet: sheet).drawn()
  }
}

/// Draws the sheet with the class beside each row.
struct DataSheetPlot {
  let source: PlotSource
  let sheet: DataSheet

  /// A cloud of points has no rows.
  private var hasRows: Bool { sheet.sheet.columns > 1 }

  func drawn() throws(PictureError) -> ReportFigure {
    let pictured = PictureSheet(
      picture, rows: hasRows ? sheet.classes : [], magnification: sheet.sheet.width > 700 ? 0.5 : 1)
    return try source.finish("data", pictured, caption: caption, alternative: alternative, data: table)
  }

  private var picture: Picture {
    let contact = sheet.sheet
    let rgb =
      contact.channels == 3 ? contact.pixels : contact.pixels.flatMap { [$0, $0, $0] }
    return Picture(width: contact.width, height: contact.height, rgb: rgb)
  }

  private var caption: String {
    hasRows
      ? "The first \(sheet.sheet.columns) training examples of each class of \(sheet.dataset), before normalisation and "
        + "augmentation; one row per class."
      : "The first training examples of \(sheet.dataset); classes differ in their grey."
  }

  private var alternative: String {
    hasRows
      ? "Contact sheet: \(sheet.sheet.columns) example images in each of \(sheet.classes.count) rows, one row per class "
        + "of \(sheet.dataset): \(sheet.classes.joined(separator: ", "))."
      : "Cloud of training points of \(sheet.dataset) in the plane, \(sheet.classes.count) classes in different greys."
  }

  private var table: DataTable {
    DataTable(
      name: "Classes of \(sheet.dataset)", caption: "What the figure shows, from top to bottom.",
      columns: [.init("Class"), .init("Examples shown")],
      rows: sheet.classes.map { DataTable.Row($0, cells: [hasRows ? "\(sheet.sheet.columns)" : "some"]) })
  }
}
