extension MathMLWriter {
  mutating func scripts(
    _ base: MathNode, _ sub: MathNode?, _ sup: MathNode?, _ limits: MathLimits, _ style: MathStyle, _ role: MathClass?
  ) {
    let areLimits =
      switch limits {
      case .always: true
      case .never: false
      case .automatic: base.takesLimits && style.isDisplay
      }
    let prefix = areLimits ? ["munder", "mover", "munderover"] : ["msub", "msup", "msubsup"]
    let name = sub == nil ? prefix[1] : sup == nil ? prefix[0] : prefix[2]
    element(name) { writer in
      if areLimits, !style.isDisplay, case .symbol(let symbol) = base {
        writer.leaf("mo", " movablelimits=\"false\"", symbol.text)
      } else if case .row(let inner) = base, inner.isEmpty {
        writer.append("<mrow></mrow>")
      } else {
        writer.node(base, style, as: role)
      }
      if let sub { writer.node(sub, style.script) }
      if let sup { writer.node(sup, style.script) }
    }
  }

  mutating func fraction(_ above: MathNode, _ below: MathNode, _ hasLine: Bool, _ style: MathStyle) {
    element("mfrac", hasLine ? "" : " linethickness=\"0\"") { writer in
      writer.node(above, style.fraction)
      writer.node(below, style.fraction)
    }
  }

  mutating func root(_ nodes: [MathNode], _ index: MathNode?, _ style: MathStyle) {
    guard let index else {
      element("msqrt") { $0.row(nodes.flattened, style, isWrapped: false) }
      return
    }
    element("mroot") { writer in
      writer.node(.row(nodes.flattened), style)
      writer.node(index, style.script.script)
    }
  }

  mutating func accent(_ base: MathNode, _ mark: String, _ stretches: Bool, _ style: MathStyle) {
    element("mover", " accent=\"true\"") { writer in
      writer.node(base, style)
      writer.leaf("mo", " stretchy=\"\(stretches)\"", mark)
    }
  }

  mutating func cover(_ base: MathNode, _ mark: String, _ isBelow: Bool, _ style: MathStyle) {
    if mark == "‾" || mark == "_" {
      // Few fonts have a line that stretches; a border is as long as its base in all of them.
      let edge = isBelow ? "bottom" : "top"
      return element("mrow", " style=\"border-\(edge):0.06em solid;padding-\(edge):0.15em\"") { writer in
        writer.row([base].flattened, style, isWrapped: false)
      }
    }
    element(isBelow ? "munder" : "mover", isBelow ? " accentunder=\"true\"" : " accent=\"true\"") { writer in
      writer.node(base, style)
      writer.leaf("mo", " stretchy=\"true\"", mark)
    }
  }

  mutating func stack(
    _ base: MathNode, _ above: MathNode?, _ below: MathNode?, _ style: MathStyle, _ role: MathClass?
  ) {
    element(below == nil ? "mover" : "munder") { writer in
      writer.node(base, style, as: role)
      if let label = above ?? below { writer.node(label, style.script) }
    }
  }

  mutating func longArrow(_ sign: String, _ above: MathNode, _ below: MathNode?, _ style: MathStyle) {
    element(below == nil ? "mover" : "munderover") { writer in
      writer.leaf("mo", " stretchy=\"true\" minsize=\"1.5em\" lspace=\"0.2778em\" rspace=\"0.2778em\"", sign)
      for label in [below, above].compactMap(\.self) {
        writer.node(.row([.space(6)] + [label].flattened + [.space(6)]), style.script)
      }
    }
  }

  mutating func fenced(_ opening: String?, _ nodes: [MathNode], _ closing: String?, _ style: MathStyle) {
    element("mrow") { writer in
      if let opening { writer.leaf("mo", " form=\"prefix\" stretchy=\"true\" lspace=\"0\" rspace=\"0\"", opening) }
      writer.row(nodes, style, isWrapped: nodes.count != 1)
      if let closing { writer.leaf("mo", " form=\"postfix\" stretchy=\"true\" lspace=\"0\" rspace=\"0\"", closing) }
    }
  }

  mutating func sized(_ fence: String, _ size: Int, _ kind: MathClass) {
    let height = "\(size / 100).\(size / 10 % 10)\(size % 10)em"
    let space = kind == .relation ? "0.2778em" : "0"
    let form = kind == .opening ? "prefix" : kind == .closing ? "postfix" : "infix"
    leaf(
      "mo",
      " form=\"\(form)\" stretchy=\"true\" symmetric=\"true\" minsize=\"\(height)\" maxsize=\"\(height)\""
        + " lspace=\"\(space)\" rspace=\"\(space)\"", fence)
  }

  mutating func styled(_ inner: MathStyle, _ nodes: [MathNode], _ outer: MathStyle) {
    element("mstyle", " displaystyle=\"\(inner.isDisplay)\" scriptlevel=\"\(inner.level)\"") { writer in
      writer.row(nodes, inner, isWrapped: false)
    }
  }
}

extension [MathNode] {
  /// The atoms of a lone group, or the atoms themselves.
  fileprivate var flattened: [MathNode] {
    if count == 1, case .row(let inner) = self[0] { inner } else { self }
  }
}
