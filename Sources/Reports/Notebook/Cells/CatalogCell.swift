import Specifications

/// A cell that shows an entry of the catalogue.
package struct CatalogCell: Hashable, Sendable {
  let section: String
  let name: String
  let shown: [Part]

  enum Part: String, CaseIterable, Hashable, Sendable {
    case entry, picture
  }

  static func read(_ cell: inout CellReader) -> CatalogCell? {
    cell.refuseBody()
    let shown = cell.words("show", default: [Part.entry, .picture])
    let section = choice("section", &cell, among: Catalog.sections.map(\.kind))
    let names = Catalog.sections.first { $0.kind == section }?.entries.map(\.name)
    let name = choice("name", &cell, among: names)
    guard let section, let name, let shown else { return nil }
    return CatalogCell(section: section, name: name, shown: shown)
  }

  var entry: CatalogEntry? {
    Catalog.sections.first { $0.kind == section }?.entries.first { $0.name == name }
  }

  /// Reads a word that must be one of a list; without a list nothing more is said.
  private static func choice(_ key: String, _ cell: inout CellReader, among allowed: [String]?) -> String? {
    guard let word = cell.map.required(key, String.self), let allowed else { return nil }
    if allowed.contains(word) { return word }
    cell.problems.report(
      cell.map.place(of: key), MapReader.unknown(key, word, of: "the catalog cell", allowed: allowed))
    return nil
  }
}
