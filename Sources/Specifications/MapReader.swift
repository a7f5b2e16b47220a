/// Reads the keys of one map, each once, and in the end reports the ones nobody asked for.
///
/// ```swift
/// guard var map = MapReader(node, of: "sgd", problems) else { return nil }
/// let rate = map.required("learningRate", Double.self, in: .positive)
/// let momentum = map.optional("momentum", default: 0.0, in: .zeroToBelowOne)
/// map.finish()
/// ```
package struct MapReader {
  package let noun: String
  package let problems: Problems
  package let place: Place
  private let entries: [SpecEntry]
  private var asked: [String] = []
  /// Where its keys are noted.
  private let number: Int?

  /// Starts reading; reports a node that is no map. An empty scalar counts as an empty map.
  package init?(_ node: SpecNode, of noun: String, _ problems: Problems) {
    self.noun = noun
    self.problems = problems
    place = node.place
    number = problems.askedKeys?.open(noun)
    switch node.content {
    case .map(let entries): self.entries = entries
    case .scalar("", quoted: false): entries = []
    default:
      problems.report(node.place, "expected a map for \(noun), found \(node.kind)")
      return nil
    }
  }

  /// Whether the key was written.
  package func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

  /// The place of the key, or of the map when it was not written.
  package func place(of key: String) -> Place { entries.first { $0.key == key }?.value.place ?? place }

  /// Takes the raw node under a key; `allowed` says what may be written, `told` how the key is told where it is one of many,
  /// `absent` what holds without it.
  package mutating func take(
    _ key: String, allowed: String = "", isRequired: Bool = false, told: String? = nil, absent: String? = nil
  ) -> SpecNode? {
    take(key, allowed, isRequired ? .refused : absent.map { .described($0) } ?? .silent, told: told)
  }

  private mutating func take(
    _ key: String, _ allowed: @autoclosure () -> String, _ absence: AskedKey.Absence, told: String? = nil
  ) -> SpecNode? {
    if !asked.contains(key) { asked.append(key) }
    if let number { problems.askedKeys?.note(AskedKey(told ?? key, allowed: allowed(), absence: absence), map: number) }
    return entries.first { $0.key == key }?.value
  }

  /// Reads a key that must be there; nil after reporting otherwise.
  ///
  /// `allowed` says what may be written where neither the bounds nor the type do.
  package mutating func required<Value: Specified>(
    _ key: String, _ type: Value.Type = Value.self, in bounds: Bounds<Value>? = nil, allowed: String? = nil
  ) -> Value? {
    guard let node = take(key, allowed ?? bounds?.words ?? Value.allowed, .refused) else {
      problems.reportGap(place, "\(noun) lacks the key '\(key)'")
      return nil
    }
    return read(node, key, bounds)
  }

  /// Reads a key that may be absent; nil only after reporting a problem.
  package mutating func optional<Value: Specified>(
    _ key: String, default value: Value, in bounds: Bounds<Value>? = nil
  ) -> Value? {
    let absence = problems.askedKeys == nil ? nil : value.told.map { AskedKey.Absence.standard($0) }
    guard let node = take(key, bounds?.words ?? Value.allowed, absence ?? .silent) else { return value }
    return read(node, key, bounds)
  }

  /// Reads a key that may be absent in the domain: `.some(nil)` when absent, nil after reporting a problem.
  ///
  /// `other` is the key that says the same in another way, `absent` says in words what holds without it.
  package mutating func ifPresent<Value: Specified>(
    _ key: String, _ type: Value.Type = Value.self, in bounds: Bounds<Value>? = nil, or other: String? = nil,
    absent: String? = nil
  ) -> Value?? {
    let absence = other.map { AskedKey.Absence.instead($0) } ?? absent.map { .described($0) } ?? .silent
    guard let node = take(key, bounds?.words ?? Value.allowed, absence) else { return .some(nil) }
    guard let value = read(node, key, bounds) else { return nil }
    return value
  }

  /// Reads a key that may be absent or `none`, so that a grid can vary it: `.some(nil)` then, nil after a problem.
  package mutating func unlessNone<Value: Specified>(
    _ key: String, _ type: Value.Type = Value.self, in bounds: Bounds<Value>? = nil
  ) -> Value?? {
    guard let node = take(key, "\(bounds?.words ?? Value.allowed), or none", .silent) else { return .some(nil) }
    if case .scalar("none", quoted: false) = node.content { return .some(nil) }
    guard let value = read(node, key, bounds) else { return nil }
    return value
  }

  private func read<Value: Specified>(_ node: SpecNode, _ key: String, _ bounds: Bounds<Value>?) -> Value? {
    guard let value = Value.read(node, problems) else { return nil }
    if let bounds, !bounds.contains(value) {
      problems.report(node.place, "\(key) is \(node.kindOrList), allowed is \(bounds.words)")
      return nil
    }
    return value
  }

  /// Reports the keys that nobody asked for, each with the nearest one that exists.
  package func finish() {
    for entry in entries where !asked.contains(entry.key) {
      problems.report(entry.place, Self.unknown("key", entry.key, of: noun, allowed: asked))
    }
  }

  /// The sentence for a word that is not in a list.
  package static func unknown(_ what: String, _ word: String, of noun: String, allowed: [String]) -> String {
    var sentence = "unknown \(what) '\(word)' in \(noun)"
    if let near = Spelling.nearest(to: word, among: allowed) { sentence += " (did you mean '\(near)'?)" }
    return sentence + (allowed.isEmpty ? "; it has none" : "; allowed: " + allowed.listed)
  }
}

/// What a number may be, with the words that say so.
package struct Bounds<Value: Sendable>: Sendable {
  package let words: String
  package let contains: @Sendable (Value) -> Bool

  package init(_ words: String, contains: @escaping @Sendable (Value) -> Bool) {
    self.words = words
    self.contains = contains
  }
}

extension Bounds where Value == Double {
  package static var positive: Bounds { Bounds("a number above 0") { $0 > 0 } }
  package static var notNegative: Bounds { Bounds("a number of at least 0") { $0 >= 0 } }
  package static var zeroToBelowOne: Bounds { Bounds("a number from 0 to below 1") { $0 >= 0 && $0 < 1 } }
  package static var zeroToOne: Bounds { Bounds("a number from 0 to 1") { $0 >= 0 && $0 <= 1 } }
}

extension Bounds where Value == Int {
  package static func atLeast(_ least: Int) -> Bounds { Bounds("a whole number of at least \(least)") { $0 >= least } }
}
