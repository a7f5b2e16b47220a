extension MathMLWriter {
  /// Atoms side by side; unwrapped they are the children of an element that lays them out as a row.
  mutating func row(_ nodes: [MathNode], _ style: MathStyle, isWrapped: Bool, after first: MathClass? = nil) {
    if isWrapped { append("<mrow>") }
    let roles = Self.roles(nodes, after: first)
    var last: Int?
    for (index, node) in nodes.enumerated() {
      if let last, let role = roles[index] {
        let left = nodes[last].trailing == nodes[last].leading ? roles[last] : nodes[last].trailing
        if Self.needsThinSpace(nodes[last], left, node, role, style) { space(3) }
      }
      // A sign alone in braces is an ordinary symbol, as in `1{,}000`.
      if case .row(let inner) = node, inner.count == 1, case .symbol = inner[0] {
        self.node(inner[0], style, as: .ordinary)
      } else {
        self.node(node, style, as: roles[index])
      }
      if node.isFunction, index + 1 < nodes.count { append("<mo>&#x2061;</mo>") }
      if roles[index] != nil { last = index }
    }
    if isWrapped { append("</mrow>") }
  }

  /// The classes of atoms, where a binary operator without two operands is an ordinary symbol; `nil` for space.
  ///
  /// The TeXbook, appendix G, rules 5 and 6.
  static func roles(_ nodes: [MathNode], after first: MathClass?) -> [MathClass?] {
    var roles: [MathClass?] = nodes.map(\.leading)
    var before = first
    var last: Int?
    for (index, node) in nodes.enumerated() {
      guard let role = roles[index] else { continue }
      switch (before, role) {
      case (nil, .binary), (.binary, .binary), (.large, .binary), (.relation, .binary), (.opening, .binary),
        (.punctuation, .binary):
        roles[index] = .ordinary
      case (.binary, .relation), (.binary, .closing), (.binary, .punctuation):
        if let last { roles[last] = .ordinary }
      default: break
      }
      before = node.trailing == node.leading ? roles[index] : node.trailing
      last = index
    }
    if let last, roles[last] == .binary { roles[last] = .ordinary }
    return roles
  }

  /// The thin spaces that no operator brings along: around log, max and dots.
  private static func needsThinSpace(
    _ left: MathNode, _ leftRole: MathClass?, _ right: MathNode, _ rightRole: MathClass, _ style: MathStyle
  ) -> Bool {
    switch (leftRole, rightRole) {
    case (.large, .ordinary), (.large, .inner): left.isFunction
    case (.large, .large): left.isFunction && right.isFunction
    case (.ordinary, .large), (.closing, .large), (.inner, .large): right.isFunction
    case (.inner, .ordinary), (.inner, .opening), (.inner, .inner), (.inner, .punctuation), (.ordinary, .inner),
      (.closing, .inner):
      style.level == 0
    default: false
    }
  }
}
