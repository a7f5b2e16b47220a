/// What filling templates goes through, whatever the data: without a circle of blocks, not too deep, not without end.
///
/// Blocks are found as Mustache does it: of all templates around, the outermost that names a block decides what it shows.
struct TemplateFilling {
  private let sources: [String: TemplateSource]
  private let nodes: [String: [TemplateNode]]
  /// Sections, blocks and templates around the place that is gone through.
  private var depth = 0
  /// How often each section is open.
  private var open: [String: Int] = [:]
  /// The bodies that are open, with how many blocks were replaced where they began.
  private var bodies: [(body: TemplateBody, replaced: Int)] = []
  /// Blocks and templates that were shown.
  private var count = 0

  /// Deeper ones could overflow the stack.
  static let deepest = 100
  private static let most = 1_000
  /// A list within itself shows the square of its elements, which a table of pairs may want.
  private static let mostWithin = 2

  /// Throws for a template with more than a hundred sections and blocks within each other, before a parser sees it.
  init(_ sources: [String: TemplateSource]) throws(TemplateError) {
    var nodes: [String: [TemplateNode]] = [:]
    for (name, source) in sources.sorted(by: { $0.key < $1.key }) { nodes[name] = try TemplateNode.all(in: source) }
    self.sources = sources
    self.nodes = nodes
  }

  /// Refuses templates, all of which the parser takes, with blocks that hold themselves, with more than a thousand blocks
  /// and templates or more than a hundred of them within each other, and with one section three times around a place.
  func check() throws(TemplateError) {
    for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
      var filling = self
      try filling.pass(nodes[name] ?? [], in: source, replaced: [:])
    }
  }

  private mutating func pass(
    _ nodes: [TemplateNode], in source: TemplateSource, replaced: [String: TemplateBody]
  ) throws(TemplateError) {
    for node in nodes {
      switch node {
      case .section(let tag, let inner): try section(tag, inner, in: source, replaced: replaced)
      case .partial(let tag): try template(tag, in: source, replaced: replaced)
      case .parent(let tag, let overrides):
        try template(tag, in: source, replaced: replaced.merging(overrides) { outer, _ in outer })
      case .block(let tag, let inner): try block(tag, inner, in: source, replaced: replaced)
      }
    }
  }

  private mutating func section(
    _ tag: TemplateTag, _ inner: [TemplateNode], in source: TemplateSource, replaced: [String: TemplateBody]
  ) throws(TemplateError) {
    try enter(tag, in: source)
    let repeats = tag.kind == .section
    if repeats {
      open[tag.name, default: 0] += 1
      guard open[tag.name, default: 0] <= Self.mostWithin else { throw withinItself(tag, in: source) }
    }
    try pass(inner, in: source, replaced: replaced)
    if repeats { open[tag.name, default: 0] -= 1 }
    depth -= 1
  }

  private mutating func template(
    _ tag: TemplateTag, in source: TemplateSource, replaced: [String: TemplateBody]
  ) throws(TemplateError) {
    guard let included = sources[tag.name] else { return }
    try show(tag, in: source)
    try pass(nodes[tag.name] ?? [], in: included, replaced: replaced)
    depth -= 1
  }

  private mutating func block(
    _ tag: TemplateTag, _ inner: [TemplateNode], in source: TemplateSource, replaced: [String: TemplateBody]
  ) throws(TemplateError) {
    guard let body = replaced[tag.name] else {
      try show(tag, in: source)
      try pass(inner, in: source, replaced: replaced)
      return depth -= 1
    }
    // With as many blocks replaced as before, each by the same, all goes on as before.
    if let start = bodies.firstIndex(where: { $0.body.isSame(as: body) && $0.replaced == replaced.count }) {
      throw circle(bodies[start...].map(\.body), at: tag, in: source)
    }
    try show(tag, in: source)
    bodies.append((body, replaced.count))
    try pass(body.nodes, in: body.source, replaced: replaced)
    bodies.removeLast()
    depth -= 1
  }

  private mutating func enter(_ tag: TemplateTag, in source: TemplateSource) throws(TemplateError) {
    depth += 1
    guard depth <= Self.deepest else { throw Self.tooDeep(tag, in: source) }
  }

  private mutating func show(_ tag: TemplateTag, in source: TemplateSource) throws(TemplateError) {
    try enter(tag, in: source)
    count += 1
    guard count <= Self.most else {
      throw tag.error(in: source, "filling this shows more than \(Self.most) blocks and templates")
    }
  }

  private func circle(_ bodies: [TemplateBody], at tag: TemplateTag, in source: TemplateSource) -> TemplateError {
    let names = bodies.map(\.tag.name) + [tag.name]
    return tag.error(in: source, "the block holds itself: " + names.joined(separator: " → "))
  }

  private func withinItself(_ tag: TemplateTag, in source: TemplateSource) -> TemplateError {
    tag.error(
      in: source,
      "the section '\(tag.name)' stands within itself more than once, so that each element would show all others again "
        + "and again")
  }

  static func tooDeep(_ tag: TemplateTag, in source: TemplateSource) -> TemplateError {
    tag.error(in: source, "more than \(deepest) sections, blocks and templates are within each other here")
  }
}

extension TemplateBody {
  fileprivate func isSame(as other: TemplateBody) -> Bool { source.file == other.source.file && tag == other.tag }
}

extension TemplateTag {
  fileprivate func error(in source: TemplateSource, _ message: String) -> TemplateError {
    TemplateError(file: source.file, line: line, column: column, message: message)
  }
}
