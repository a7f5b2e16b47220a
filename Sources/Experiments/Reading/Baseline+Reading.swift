import Specifications

extension Baseline: Specified {
  package static let allowed = "a map of the fields by which it is found, such as { trial.dropout.hidden: none }"

  package static func read(_ node: SpecNode, _ problems: Problems) -> Baseline? {
    guard case .map(let entries) = node.content, !entries.isEmpty else {
      problems.report(node.place, "expected a map of path: value for baseline, found \(node.kind)")
      return nil
    }
    let before = problems.found.count
    var fields: [VariedField] = []
    var within: [SpecPath] = []
    for entry in entries {
      let path = SpecPath(entry.key)
      if entry.key == "within" {
        within = paths(entry.value, problems)
      } else if let misfit = path.misfit {
        problems.report(entry.place, misfit)
      } else {
        fields.append(VariedField(path: path, value: entry.value, place: entry.place))
      }
    }
    if fields.isEmpty, problems.found.count == before {
      problems.report(node.place, "baseline names no field by which to find it")
    }
    return problems.found.count == before ? Baseline(fields: fields, within: within) : nil
  }

  private static func paths(_ node: SpecNode, _ problems: Problems) -> [SpecPath] {
    guard case .list(let items) = node.content else {
      problems.report(node.place, "expected a list of paths for within, found \(node.kind)")
      return []
    }
    return items.compactMap { item in
      guard let text = String.read(item, problems) else { return nil }
      let path = SpecPath(text)
      guard let misfit = path.misfit else { return path }
      problems.report(item.place, misfit)
      return nil
    }
  }

  package var node: SpecNode {
    let entries = fields.map { ($0.path.description, $0.value) }
    return .map(entries + (within.isEmpty ? [] : [("within", within.map(\.description).node)]))
  }
}
