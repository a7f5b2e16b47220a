import Specifications

/// A cell that shows claims of an experiment with their verdicts.
package struct ClaimCell: Hashable, Sendable {
  let experiment: Named
  /// Empty for all claims of the experiment.
  let claims: [Named]

  static func read(_ cell: inout CellReader) -> ClaimCell? {
    cell.refuseBody()
    let experiment = cell.experiment()
    var nodes: [SpecNode] = []
    if let node = cell.map.take("id") { nodes.append(node) }
    if let node = cell.map.take("ids") {
      guard case .list(let items) = node.content else {
        cell.problems.report(node.place, "expected a list of claims, found \(node.kind)")
        return nil
      }
      nodes += items
    }
    let claims = nodes.compactMap { node in
      String.read(node, cell.problems).map { Named(name: $0, place: node.place) }
    }
    guard let experiment, claims.count == nodes.count else { return nil }
    return ClaimCell(experiment: experiment, claims: claims)
  }
}
