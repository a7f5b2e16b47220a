import Analysis
import Specifications

/// What people ask for first of a trial's specification: variants of dropout, network, data, optimizer.
package struct SpecTraits: Hashable, Sendable {
  /// Names of the variants in use, ascending; `none` alone where nothing is dropped.
  package let dropout: [String]
  package let network: String
  package let dataset: String
  package let optimizer: String

  package init(_ spec: SpecNode) {
    func name(_ key: String) -> String {
      guard let node = spec[key] else { return "" }
      if case .scalar(let text, _) = node.content { return text }
      return node["name"].map { Self.scalar($0) } ?? node.entries?.first?.key ?? ""
    }
    // What another program trained is known by its table alone.
    let isImported = spec["imported"] != nil
    let found = spec["dropout"].map { Self.variants(in: $0) } ?? []
    dropout = isImported ? ["imported"] : found.isEmpty ? ["none"] : Set(found).sorted()
    network = isImported ? "imported" : name("network")
    dataset = isImported ? "imported" : name("dataset")
    optimizer = name("optimizer")
  }

  private static func scalar(_ node: SpecNode) -> String {
    if case .scalar(let text, _) = node.content { return text }
    return node.inline
  }

  /// The cases below the sites: keys of maps that hold a map or a number, and bare words other than `none`.
  private static func variants(in dropout: SpecNode) -> [String] {
    (dropout.entries ?? []).flatMap { site in names(in: site.value, of: site.key) }
  }

  private static func names(in node: SpecNode, of site: String) -> [String] {
    switch node.content {
    case .scalar(let text, _): return text == "none" ? [] : [Double(text) == nil ? text : site]
    case .list(let items): return items.flatMap { names(in: $0, of: site) }
    case .map(let entries): return entries.map(\.key)
    }
  }
}
