/// A key of a map, as its reader asks for it.
package struct AskedKey: Hashable, Sendable {
  /// What holds where the key is not written.
  package enum Absence: Hashable, Sendable {
    /// It must be there.
    case refused
    /// Nothing is said then.
    case silent
    /// It is read as this YAML.
    case standard(String)
    /// What these words say, since it depends on other keys.
    case described(String)
    /// Another key says it.
    case instead(String)
  }

  package let name: String
  /// What may be written, such as `a number above 0`; empty where the reader does not say.
  package let allowed: String
  package let absence: Absence

  package init(_ name: String, allowed: String, absence: Absence) {
    self.name = name
    self.allowed = allowed
    self.absence = absence
  }
}

extension AskedKey {
  /// What may be written, and what holds where it is not, in one line.
  package var text: String {
    switch absence {
    case .refused: "\(allowed) (required)"
    case .silent: allowed
    case .standard(let value): "\(allowed) (\(value) unless given)"
    case .described(let words): "\(allowed) (\(words))"
    case .instead(let other): "\(allowed) (or \(other))"
    }
  }
}

/// One map that was read, with the keys that were asked for, in that order.
package struct AskedMap: Hashable, Sendable {
  /// What the map is of, as in messages.
  package let noun: String
  package fileprivate(set) var keys: [AskedKey] = []
}

/// Every map that is read while it listens, in the order of opening.
///
/// A class for the same reason as `Problems`, which carries it.
package final class AskedKeys {
  package private(set) var maps: [AskedMap] = []

  package init() {}

  func open(_ noun: String) -> Int {
    maps.append(AskedMap(noun: noun))
    return maps.count - 1
  }

  func note(_ key: AskedKey, map: Int) {
    if !maps[map].keys.contains(where: { $0.name == key.name }) { maps[map].keys.append(key) }
  }
}

extension Specified {
  /// The keys of a map of this kind, as they are asked for while `node` is read.
  package static func keys(reading node: SpecNode) -> [AskedKey] {
    let asked = AskedKeys()
    _ = read(node, Problems(telling: asked))
    return asked.maps.first?.keys ?? []
  }

  /// How the value is written where it says something; nil for empty texts, lists and maps.
  var told: String? {
    switch node.content {
    case .scalar("", _), .list([]), .map([]): nil
    case .scalar, .list, .map: node.flow
    }
  }
}
