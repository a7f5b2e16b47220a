import Specifications

/// A way through a tree, such as `trial.optimizer.sgd.learningRate`: the language of files and overrides.
package struct SpecPath: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let keys: [String]

  package init(_ text: String) { keys = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }
  private init(keys: ArraySlice<String>) { self.keys = Array(keys) }

  package var description: String { keys.joined(separator: ".") }
  package var last: String { keys.last ?? "" }
  /// Whether no key is empty and there are not too many.
  package var isWellFormed: Bool { excess == nil && !keys.isEmpty && keys.allSatisfy { !$0.isEmpty } }
  /// Whether it leads into the trial.
  package var isOfTrial: Bool { keys.count > 1 && keys[0] == "trial" && isWellFormed }
  /// Keys that one path may have; those of a trial have fewer than ten.
  private static let mostKeys = 32
  /// What is wrong with a path of too many keys; nil for all others.
  package var excess: String? {
    if keys.count <= Self.mostKeys { return nil }
    let start = keys.prefix(4).joined(separator: ".")
    return "the path '\(start)…' has \(keys.count) keys, allowed are at most \(Self.mostKeys)"
  }
  /// Why it does not lead into the trial; nil where it does.
  package var misfit: String? {
    isOfTrial ? nil : excess ?? "'\(self)' is no path of the trial; it must begin with trial."
  }
  /// The same way, one key further in.
  package var tail: SpecPath { SpecPath(keys: keys.dropFirst()) }

  /// Whether the other path is this one or leads further in from its end.
  package func leads(to other: SpecPath) -> Bool { other.keys.starts(with: keys) }
  /// Every path that leads to it, itself included.
  var beginnings: [SpecPath] { keys.indices.map { SpecPath(keys: keys[...$0]) } }

  package static func < (left: SpecPath, right: SpecPath) -> Bool { left.description < right.description }
}

// MARK: - Looking up and changing

// Keys may hold dots themselves: `vary`, `tune`, `baseline` and tiers have paths as keys. So `vary.trial.dropout.hidden`
// finds the key `trial.dropout.hidden` of `vary`; the longest key that exists wins. The entries of a list are found by
// their `id`: `claims.C69.delta`.

extension SpecNode {
  /// The node at the end of a path.
  package func node(at path: SpecPath) -> SpecNode? { node(at: path.keys[...]) }

  private func node(at keys: ArraySlice<String>) -> SpecNode? {
    if keys.isEmpty { return self }
    if let found = listed(keys) { return found.items[found.index].node(at: keys.dropFirst()) }
    guard case .map(let entries) = content, let found = Self.find(keys, in: entries) else { return nil }
    return entries[found.index].value.node(at: found.rest)
  }

  /// The tree with `value` at the end of a path; maps on the way are made, a scalar or list on the way is a problem.
  package func setting(_ path: SpecPath, to value: SpecNode, at place: Place, _ problems: Problems) -> SpecNode {
    setting(path.keys[...], of: path, to: value, at: place, problems)
  }

  private func setting(
    _ keys: ArraySlice<String>, of path: SpecPath, to value: SpecNode, at place: Place, _ problems: Problems
  ) -> SpecNode {
    guard let key = keys.first else { return value }
    if var found = listed(keys) {
      let inner = found.items[found.index]
      found.items[found.index] = inner.setting(keys.dropFirst(), of: path, to: value, at: place, problems)
      return SpecNode(.list(found.items), place: self.place)
    }
    guard case .map(var entries) = asMap(for: keys).content else {
      let done = path.keys.dropLast(keys.count).joined(separator: ".")
      let items = if case .list(let items) = content { items } else { [SpecNode]() }
      let ids = items.compactMap { $0["id"]?.plainText }
      problems.report(
        place,
        ids.isEmpty
          ? "'\(path)' leads through '\(done)', which is \(kind); set '\(done)' as a whole instead"
          : "'\(done)' has no '\(key)'; there are \(ids.listed)")
      return self
    }
    if let found = Self.find(keys, in: entries) {
      let inner = entries[found.index].value
      entries[found.index].value = inner.setting(found.rest, of: path, to: value, at: place, problems)
      if found.rest.isEmpty { entries[found.index].place = place }
    } else if key == "trial", keys.count < path.keys.count {
      entries.append(SpecEntry(key: keys.joined(separator: "."), value: value, place: place))
    } else {
      let inner = SpecNode(.map([]), place: place)
      let changed = inner.setting(keys.dropFirst(), of: path, to: value, at: place, problems)
      entries.append(SpecEntry(key: key, value: changed, place: place))
    }
    return SpecNode(.map(entries), place: self.place)
  }

  /// Nothing written counts as an empty map, and `adam` as `adam: {}` when the path goes on into `adam`.
  private func asMap(for keys: ArraySlice<String>) -> SpecNode {
    switch content {
    case .scalar("", quoted: false): SpecNode(.map([]), place: place)
    case .scalar(let text, _) where keys.count > 1 && text == keys.first:
      SpecNode(.map([SpecEntry(key: text, value: SpecNode(.map([]), place: place), place: place)]), place: place)
    case .scalar, .list, .map: self
    }
  }

  /// The tree without the node at the end of a path; nil when there is none.
  package func removing(_ path: SpecPath) -> SpecNode? { removing(path.keys[...]) }

  private func removing(_ keys: ArraySlice<String>) -> SpecNode? {
    if var found = listed(keys) {
      if keys.count == 1 {
        found.items.remove(at: found.index)
      } else {
        guard let inner = found.items[found.index].removing(keys.dropFirst()) else { return nil }
        found.items[found.index] = inner
      }
      return SpecNode(.list(found.items), place: place)
    }
    guard case .map(var entries) = content, let found = Self.find(keys, in: entries) else { return nil }
    if found.rest.isEmpty {
      entries.remove(at: found.index)
    } else {
      guard let inner = entries[found.index].value.removing(found.rest) else { return nil }
      entries[found.index].value = inner
    }
    return SpecNode(.map(entries), place: place)
  }

  /// The entry of a list whose `id` is the first key.
  private func listed(_ keys: ArraySlice<String>) -> (items: [SpecNode], index: Int)? {
    guard case .list(let items) = content, let key = keys.first,
      let index = items.firstIndex(where: { $0["id"]?.plainText == key })
    else { return nil }
    return (items, index)
  }

  /// The entry whose key is made of the first keys, as many as possible, and the keys that are left.
  private static func find(
    _ keys: ArraySlice<String>, in entries: [SpecEntry]
  ) -> (index: Int, rest: ArraySlice<String>)? {
    let longest = entries.lazy.map { $0.key.utf8.lazy.filter { $0 == UInt8(ascii: ".") }.count + 1 }.max() ?? 0
    for count in stride(from: min(keys.count, longest), to: 0, by: -1) {
      let key = keys.prefix(count).joined(separator: ".")
      if let index = entries.firstIndex(where: { $0.key == key }) { return (index, keys.dropFirst(count)) }
    }
    return nil
  }
}
