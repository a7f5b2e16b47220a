/// A part of a template that holds others: what filling it goes through, without texts and variables.
indirect enum TemplateNode {
  case section(TemplateTag, [TemplateNode])
  case partial(TemplateTag)
  /// With what is put in place of its blocks.
  case parent(TemplateTag, overrides: [String: TemplateBody])
  /// With what it shows where nothing takes its place.
  case block(TemplateTag, [TemplateNode])

  /// Reads a template. What is not ended in its turn is left to the parser.
  static func all(in source: TemplateSource) throws(TemplateError) -> [TemplateNode] {
    var open: [(tag: TemplateTag?, nodes: [TemplateNode])] = [(nil, [])]
    func close() {
      guard let (tag, nodes) = open.popLast(), let tag else { return }
      open[open.count - 1].nodes.append(node(tag, nodes, in: source))
    }
    for tag in TemplateTag.all(in: source.text) {
      switch tag.kind {
      case .section, .inverted, .parent, .block:
        guard open.count <= TemplateFilling.deepest else { throw TemplateFilling.tooDeep(tag, in: source) }
        open.append((tag, []))
      case .partial: open[open.count - 1].nodes.append(.partial(tag))
      case .end: if open.count > 1 { close() }
      case .variable, .other: continue
      }
    }
    while open.count > 1 { close() }
    return open[0].nodes
  }

  private static func node(_ tag: TemplateTag, _ nodes: [TemplateNode], in source: TemplateSource) -> TemplateNode {
    switch tag.kind {
    case .block: return .block(tag, nodes)
    case .parent:
      var overrides: [String: TemplateBody] = [:]
      for case .block(let tag, let nodes) in nodes {
        overrides[tag.name] = TemplateBody(source: source, tag: tag, nodes: nodes)
      }
      return .parent(tag, overrides: overrides)
    case .section, .inverted, .variable, .end, .partial, .other: return .section(tag, nodes)
    }
  }
}

/// What a template puts in place of a block of its parent.
struct TemplateBody {
  let source: TemplateSource
  let tag: TemplateTag
  let nodes: [TemplateNode]
}
