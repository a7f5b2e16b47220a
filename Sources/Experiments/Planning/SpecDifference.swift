import Specifications

/// One field in which two trials differ, with what each of them says; nil for a default.
package struct SpecDifference: Hashable, Sendable, CustomStringConvertible {
  package let path: SpecPath
  package let own: String?
  package let other: String?

  package var description: String {
    "\(path) is \(own ?? "at its default"), there \(other ?? "at its default")"
  }
}

extension SpecDifference {
  /// The fields in which a spec's tree differs from another one, in path order.
  package static func all(_ own: SpecNode, from other: SpecNode, under root: String = "trial") -> [SpecDifference] {
    let (own, other) = (leaves(own, [root]), leaves(other, [root]))
    return Set(own.keys).union(other.keys).sorted().filter { own[$0] != other[$0] }.map {
      SpecDifference(path: SpecPath($0), own: own[$0], other: other[$0])
    }
  }

  /// The candidate with the fewest differences, the first of equals, with its differences.
  package static func nearest<ID>(
    to own: SpecNode, among candidates: [(id: ID, tree: SpecNode)]
  ) -> (id: ID, differences: [SpecDifference])? {
    candidates.map { ($0.id, all(own, from: $0.tree)) }.min { $0.1.count < $1.1.count }
      .map { (id: $0.0, differences: $0.1) }
  }

  private static func leaves(_ node: SpecNode, _ keys: [String]) -> [String: String] {
    guard let entries = node.entries, !entries.isEmpty else { return [keys.joined(separator: "."): node.flow] }
    return entries.reduce(into: [:]) { leaves, entry in
      leaves.merge(Self.leaves(entry.value, keys + [entry.key])) { first, _ in first }
    }
  }
}
