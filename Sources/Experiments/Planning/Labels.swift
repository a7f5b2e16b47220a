import Specifications

/// Short names of configurations, made of the fields that vary.
struct Labels {
  let points: [[VariedField]]
  /// The paths whose values differ between points, in the order of the axes.
  let paths: [SpecPath]
  /// One text per point, all different.
  let texts: [String]

  /// Names points by the paths in which they differ, in the given order.
  init(points: [[VariedField]], order: [SpecPath]) {
    self.points = points
    let values = points.map { point in
      Dictionary(point.map { ($0.path, $0.value) }) { _, last in last }
    }
    let paths = order.filter { path in values.contains { $0[path] != values[0][path] } }
    self.paths = paths
    let names = Self.names(of: paths)
    texts = Self.texts(values, paths, names)
  }

  private static func texts(
    _ values: [[SpecPath: SpecNode]], _ paths: [SpecPath], _ names: [SpecPath: String]
  ) -> [String] {
    func texts(named: Bool) -> [String] {
      values.map { values in
        let parts = paths.compactMap { path in
          values[path].map { value in
            named || value.isBare ? "\(names[path] ?? path.last) \(value.shortText)" : value.shortText
          }
        }
        return parts.isEmpty ? "as written" : parts.joined(separator: ", ")
      }
    }
    let short = texts(named: false)
    if Set(short).count == short.count { return short }
    let long = texts(named: true)
    if Set(long).count == long.count { return long }
    return long.enumerated().map { "\($0.element) (\($0.offset + 1))" }
  }

  /// The last key of each path, with keys before it as far as two paths would read the same.
  private static func names(of paths: [SpecPath]) -> [SpecPath: String] {
    func suffix(_ path: SpecPath, _ count: Int) -> String { path.keys.suffix(count).joined(separator: ".") }
    let longest = paths.map(\.keys.count).max() ?? 1
    let names = paths.map { path in
      let lengths = 1...longest
      let count = lengths.first { count in
        paths.allSatisfy { $0 == path || suffix($0, count) != suffix(path, count) }
      }
      return (path, suffix(path, count ?? longest))
    }
    return Dictionary(names) { first, _ in first }
  }
}

extension SpecNode {
  /// The shortest text a person recognises: `bernoulli 0.5`, `256-256`, `none`.
  package var shortText: String {
    switch content {
    case .scalar(let text, _): text.isEmpty ? "nothing" : text
    case .list(let items): items.map(\.shortText).joined(separator: "-")
    case .map(let entries) where entries.isEmpty: "none"
    case .map(let entries) where entries.count == 1:
      entries[0].key + " " + entries[0].value.parametersText
    case .map: parametersText
    }
  }

  /// A single number or word without its name, more with theirs; a retention always with it: a bare number is a rate.
  private var parametersText: String {
    guard case .map(let entries) = content else { return shortText }
    if entries.count == 1, entries[0].key != "retention" {
      if case .map = entries[0].value.content { return shortText }
      return entries[0].value.shortText
    }
    return entries.map { "\($0.key) \($0.value.shortText)" }.joined(separator: " ")
  }

  /// A number or a truth value says nothing without the name of its field.
  fileprivate var isBare: Bool {
    guard case .scalar(let text, _) = content else { return false }
    return Double(text) != nil || text == "true" || text == "false"
  }
}
