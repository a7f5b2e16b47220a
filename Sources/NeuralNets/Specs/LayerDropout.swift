import Specifications

/// Dropout of a place that several layers have: the same everywhere, or one per layer from the input up.
package enum LayerDropout<Entry: Specified>: Hashable, Sendable {
  case same(Entry)
  case each([Entry])

  /// The entries that are named, one for all layers or one per layer.
  package var variants: [Entry] {
    switch self {
    case .same(let entry): [entry]
    case .each(let entries): entries
    }
  }

  /// The entry of layer `index`, counted from 0 at the input.
  package func dropout(at index: Int) -> Entry {
    switch self {
    case .same(let entry): entry
    case .each(let entries): entries[index]
    }
  }

  /// The entries of a list; nil where one is for all layers.
  package var length: Int? {
    guard case .each(let entries) = self else { return nil }
    return entries.count
  }
}

/// Dropout on hidden layers or maps.
package typealias HiddenDropout = LayerDropout<Dropout>

extension LayerDropout: Specified {
  package static var allowed: String { "\(Entry.allowed), or a list of one per layer" }

  package static func read(_ node: SpecNode, _ problems: Problems) -> LayerDropout? {
    if case .list = node.content { return [Entry].read(node, problems).map { .each($0) } }
    return Entry.read(node, problems).map { .same($0) }
  }

  package var node: SpecNode {
    switch self {
    case .same(let entry): entry.node
    case .each(let entries): entries.node
    }
  }
}
