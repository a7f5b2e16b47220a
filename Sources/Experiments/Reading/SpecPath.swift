import Specifications

/// A way through a tree, such as `trial.optimizer.sgd.learningRate`: the language of files and overrides.
package struct SpecPath: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let keys: [String]

  package init(_ text: String) { keys = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }
  private init(keys: ArraySlice<String>) { self.keys = Array(keys) }

  package var description: String { keys.joined(separator: ".") }
  package var last: String { keys.last ?? "" }
  /// Whether no key is empty.
  package var isWellFormed: Bool { !keys.isEmpty && keys.allSatisfy { !$0.isEmpty } }
  /// Whether it leads into the trial.
  package var isOfTrial: Bool { keys.count > 1 && keys[0] == "trial" }
  /// The same way, one key further in.
  package var tail: SpecPath { SpecPath(keys: keys.dropFirst()) }

  package static func < (left: SpecPath, right: SpecPath) -> Bool { left.description < right.description }
}

extension SpecNode {
  /// The node at the end of a path.
  package func node(at path: SpecPath) -> SpecNode? {
    path.keys.reduce(Optional(self)) { node, key in node?[key] }
  }

  /// The tree with `value` at the end of a path; maps on the way are made, a scalar or list on the way is a problem.
  package func setting(_ path: SpecPath, to value: SpecNode, at place: Place, _ problems: Problems) -> SpecNode {
    setting(path.keys[...], of: path, to: value, at: place, problems)
  }

  private func setting(
    _ keys: ArraySlice<String>, of path: SpecPath, to value: SpecNode, at place: Place, _ problems: Problems
  ) -> SpecNode {
    guard let key = keys.first else { return value }
    guard case .map(var entries) = mapOrEmpty.content else {
      let done = path.keys.dropLast(keys.count).joined(separator: ".")
      problems.report(
        place, "'\(path)' leads through '\(done)', which is \(kind); set '\(done)' as a whole instead")
      return self
    }
    let rest = keys.dropFirst()
    if let index = entries.firstIndex(where: { $0.key == key }) {
      let inner = entries[index].value
      entries[index].value = inner.setting(rest, of: path, to: value, at: place, problems)
      if rest.isEmpty { entries[index].place = place }
    } else {
      let inner = SpecNode(.map([]), place: place).setting(rest, of: path, to: value, at: place, problems)
      entries.append(SpecEntry(key: key, value: inner, place: place))
    }
    return SpecNode(.map(entries), place: self.place)
  }

  /// Nothing written counts as an empty map.
  private var mapOrEmpty: SpecNode {
    if case .scalar("", quoted: false) = content { return SpecNode(.map([]), place: place) }
    return self
  }

  /// The tree without the node at the end of a path; nil when there is none.
  package func removing(_ path: SpecPath) -> SpecNode? {
    guard let key = path.keys.first, case .map(var entries) = content,
      let index = entries.firstIndex(where: { $0.key == key })
    else { return nil }
    if path.keys.count == 1 {
      entries.remove(at: index)
    } else {
      guard let inner = entries[index].value.removing(path.tail) else { return nil }
      entries[index].value = inner
    }
    return SpecNode(.map(entries), place: place)
  }
}
