import Specifications

/// Short names of configurations, made of the fields that vary.
struct Labels {
  let points: [[VariedField]]

  /// One text per point, all different.
  var texts: [String] {
    let short = points.map { text(of: $0, named: false) }
    if Set(short).count == short.count { return short }
    let long = points.map { text(of: $0, named: true) }
    if Set(long).count == long.count { return long }
    return long.enumerated().map { "\($0.element) (\($0.offset + 1))" }
  }

  private func text(of point: [VariedField], named: Bool) -> String {
    let varying = point.filter { field in
      points.contains { other in other.first { $0.path == field.path }?.value != field.value }
    }
    if varying.isEmpty { return "as written" }
    return varying.map { field in
      let value = field.value.shortText
      return named || field.value.isBareNumber ? "\(field.path.last) \(value)" : value
    }.joined(separator: ", ")
  }
}

extension SpecNode {
  /// The shortest text a person recognises: `bernoulli 0.5`, `256-256`, `none`.
  package var shortText: String {
    switch content {
    case .scalar(let text, _): text.isEmpty ? "nothing" : text
    case .list(let items): items.map(\.shortText).joined(separator: "-")
    case .map(let entries) where entries.count == 1:
      entries[0].key + " " + entries[0].value.parametersText
    case .map: parametersText
    }
  }

  /// A single parameter without its name, several with theirs; a retention always with it, since a bare number is a rate.
  private var parametersText: String {
    guard case .map(let entries) = content else { return shortText }
    if entries.count == 1, entries[0].key != "retention" { return entries[0].value.shortText }
    return entries.map { "\($0.key) \($0.value.shortText)" }.joined(separator: " ")
  }

  fileprivate var isBareNumber: Bool {
    guard case .scalar(let text, _) = content else { return false }
    return Double(text) != nil || text == "true" || text == "false"
  }
}
