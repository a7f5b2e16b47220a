/// A formula as a tree: what was meant, before it is written as MathML.
indirect enum MathNode: Hashable, Sendable {
  case identifier(String, isUpright: Bool)
  case number(String)
  case symbol(MathSymbol)
  /// `\log`, `\max`, `\operatorname{…}`.
  case function(String, takesLimits: Bool)
  case text(String, MathTextStyle)
  /// In eighteenths of an em.
  case space(Int)
  case row([MathNode])
  case scripts(base: MathNode, sub: MathNode?, sup: MathNode?, limits: MathLimits)
  case fraction(MathNode, MathNode, hasLine: Bool)
  case root([MathNode], index: MathNode?)
  case accent(MathNode, String, stretches: Bool)
  /// A line, brace or arrow over (or under) all of the base.
  case cover(MathNode, String, isBelow: Bool)
  /// `\overset`, `\underset`, `\stackrel`.
  case stack(base: MathNode, above: MathNode?, below: MathNode?)
  /// An arrow as long as its labels.
  case longArrow(String, above: MathNode, below: MathNode?)
  /// Fences as tall as what they hold; `nil` where TeX has a full stop.
  case fenced(String?, [MathNode], String?)
  case middle(String)
  /// A delimiter of a fixed size in hundredths of an em.
  case sized(String, Int, MathClass)
  case table(MathTable)
  case styled(MathStyle, [MathNode])
  case classed(MathClass, MathNode)
  case phantom([MathNode])
}

/// Where scripts of an operator stand.
enum MathLimits: Hashable, Sendable {
  case automatic, always, never
}

/// The styles of words inside a formula.
enum MathTextStyle: Hashable, Sendable {
  case roman, bold, italic, typewriter
}

/// Rows of cells with how they stand.
struct MathTable: Hashable, Sendable {
  enum Alignment: Hashable, Sendable { case left, center, right }
  enum Kind: Hashable, Sendable { case matrix, cases, aligned, gathered, substack }

  let kind: Kind
  /// One per column; columns beyond the last are centred.
  let alignments: [Alignment]
  let rows: [[[MathNode]]]
  /// The columns with a line at their left; the number of columns means the right edge.
  var columnLines: Set<Int> = []
  /// The rows with a line above; the number of rows means the lower edge.
  var rowLines: Set<Int> = []
}

extension MathNode {
  /// What the node is to the atom before it; `nil` for space, which has no class.
  var leading: MathClass? {
    switch self {
    case .symbol(let symbol): symbol.kind
    case .function: .large
    case .space: nil
    case .scripts(let base, _, _, _): base.leading
    case .stack(let base, _, _): base.leading
    case .longArrow: .relation
    case .fenced: .opening
    case .middle: .ordinary
    case .sized(_, _, let kind): kind
    case .classed(let kind, _): kind
    case .styled(_, let nodes): nodes.first?.leading ?? .ordinary
    case .identifier, .number, .text, .row, .fraction, .root, .accent, .cover, .table, .phantom: .ordinary
    }
  }

  /// What the node is to the atom after it.
  var trailing: MathClass? {
    switch self {
    case .fenced: .closing
    case .scripts(let base, _, _, _): base.trailing
    case .styled(_, let nodes): nodes.last?.trailing ?? .ordinary
    case .identifier, .number, .symbol, .function, .text, .space, .row, .fraction, .root, .accent, .cover, .stack,
      .longArrow, .middle, .sized, .table, .classed, .phantom:
      leading
    }
  }

  /// Whether the node is a word such as log, alone or with scripts.
  var isFunction: Bool {
    switch self {
    case .function: true
    case .scripts(let base, _, _, _): base.isFunction
    case .identifier, .number, .symbol, .text, .space, .row, .fraction, .root, .accent, .cover, .stack, .longArrow,
      .fenced, .middle, .sized, .table, .styled, .classed, .phantom:
      false
    }
  }

  /// Whether scripts stand above and below in display style.
  var takesLimits: Bool {
    switch self {
    case .symbol(let symbol): symbol.shape == .large(takesLimits: true)
    case .function(_, let takesLimits): takesLimits
    case .classed(let kind, _): kind == .large
    case .identifier, .number, .text, .space, .row, .scripts, .fraction, .root, .accent, .cover, .stack, .longArrow,
      .fenced,
      .middle, .sized, .table, .styled, .phantom:
      false
    }
  }
}
