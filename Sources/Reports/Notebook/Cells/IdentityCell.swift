import Specifications

/// A cell that checks an exact identity while the notebook runs.
package struct IdentityCell: Hashable, Sendable {
  /// Such as T06.
  package let id: Named
  let shown: Part

  /// One line, or every number found.
  enum Part: String, CaseIterable, Hashable, Sendable {
    case evidence, line
  }

  static func read(_ cell: inout CellReader) -> IdentityCell? {
    cell.refuseBody()
    let shown = cell.word("show", default: Part.evidence)
    guard let node = cell.map.take("id") else {
      cell.problems.report(cell.raw.place, "the identity cell lacks the key 'id'")
      return nil
    }
    guard let id = String.read(node, cell.problems), let shown else { return nil }
    return IdentityCell(id: Named(name: id, place: node.place), shown: shown)
  }
}
