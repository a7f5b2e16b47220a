/// What a command does; the table below holds every command there is.
enum TeXCommand: Hashable, Sendable {
  case symbol(MathSymbol)
  case function(String, takesLimits: Bool)
  case accent(String, stretches: Bool)
  case cover(String, isBelow: Bool)
  case alphabet(MathAlphabet)
  case text(MathTextStyle)
  /// In eighteenths of an em.
  case space(Int)
  /// `nil` where the style follows from the place.
  case fraction(isDisplay: Bool?)
  case binomial(isDisplay: Bool?)
  case root
  case overset, underset, stackrel, substack
  case operatorName
  case classed(MathClass)
  case phantom
  /// A delimiter of this size in hundredths of an em.
  case sized(Int, MathClass)
  case longArrow(String)
  case modulus, parenthesizedModulus
  case not
  case left, right, middle
  case begin, end
  case style(isDisplay: Bool, level: Int)
  case limits(MathLimits)
  case newRow, rowLine

  static let all: [String: TeXCommand] = Dictionary(
    MathSymbol.table.map { ($0.command, .symbol($0.symbol)) } + functions + marks + structure + spaces + sizes
  ) { first, _ in first }

  /// In alphabetical order.
  static let names: [String] = all.keys.sorted()
}

// MARK: - The table

extension TeXCommand {
  private typealias Row = (String, TeXCommand)

  private static let functions: [Row] =
    words("arccos arcsin arctan arg cos cosh cot coth csc deg dim exp hom ker lg ln log sec sin sinh tan tanh")
    .map { ($0, .function($0, takesLimits: false)) }
    + words("det gcd inf lim max min Pr sup").map { ($0, .function($0, takesLimits: true)) }
    + [
      ("limsup", .function("lim sup", takesLimits: true)), ("liminf", .function("lim inf", takesLimits: true)),
      ("argmax", .function("arg max", takesLimits: true)), ("argmin", .function("arg min", takesLimits: true)),
    ]

  private static let marks: [Row] =
    pairs("hat ˆ check ˇ tilde ˜ bar ¯ vec → dot ˙ ddot ¨ acute ´ grave ` breve ˘ mathring ˚")
    .map { ($0, .accent($1, stretches: false)) }
    + [("widehat", "\u{302}"), ("widetilde", "˜"), ("widecheck", "ˇ")].map { ($0, .accent($1, stretches: true)) }
    + pairs("overline ‾ overbrace ⏞ overrightarrow → overleftarrow ←").map { ($0, .cover($1, isBelow: false)) }
    + pairs("underline _ underbrace ⏟ underrightarrow → underleftarrow ←").map { ($0, .cover($1, isBelow: true)) }
    + pairs("xrightarrow → xleftarrow ← xRightarrow ⇒ xLeftarrow ⇐ xleftrightarrow ↔").map { ($0, .longArrow($1)) }

  private static let structure: [Row] = [
    ("mathrm", .alphabet(.upright)), ("mathbf", .alphabet(.bold)), ("mathit", .alphabet(.italic)),
    ("boldsymbol", .alphabet(.boldItalic)), ("bm", .alphabet(.boldItalic)), ("mathbb", .alphabet(.doubleStruck)),
    ("mathcal", .alphabet(.script)), ("mathscr", .alphabet(.script)), ("mathfrak", .alphabet(.fraktur)),
    ("mathsf", .alphabet(.sansSerif)), ("mathtt", .alphabet(.typewriter)),
    ("text", .text(.roman)), ("textrm", .text(.roman)), ("mbox", .text(.roman)), ("textbf", .text(.bold)),
    ("textit", .text(.italic)), ("emph", .text(.italic)), ("texttt", .text(.typewriter)),
    ("frac", .fraction(isDisplay: nil)), ("dfrac", .fraction(isDisplay: true)), ("cfrac", .fraction(isDisplay: true)),
    ("tfrac", .fraction(isDisplay: false)), ("binom", .binomial(isDisplay: nil)),
    ("dbinom", .binomial(isDisplay: true)), ("tbinom", .binomial(isDisplay: false)),
    ("sqrt", .root), ("overset", .overset), ("underset", .underset), ("stackrel", .stackrel), ("substack", .substack),
    ("operatorname", .operatorName), ("mathop", .classed(.large)), ("mathbin", .classed(.binary)),
    ("mathrel", .classed(.relation)), ("mathord", .classed(.ordinary)), ("mathopen", .classed(.opening)),
    ("mathclose", .classed(.closing)), ("mathpunct", .classed(.punctuation)), ("phantom", .phantom),
    ("bmod", .modulus), ("pmod", .parenthesizedModulus), ("not", .not),
    ("left", .left), ("right", .right), ("middle", .middle), ("begin", .begin), ("end", .end),
    ("displaystyle", .style(isDisplay: true, level: 0)), ("textstyle", .style(isDisplay: false, level: 0)),
    ("scriptstyle", .style(isDisplay: false, level: 1)), ("scriptscriptstyle", .style(isDisplay: false, level: 2)),
    ("limits", .limits(.always)), ("nolimits", .limits(.never)), ("\\", .newRow), ("cr", .newRow), ("hline", .rowLine),
  ]

  private static let spaces: [Row] = [
    (",", .space(3)), ("thinspace", .space(3)), (":", .space(4)), (">", .space(4)), ("medspace", .space(4)),
    (";", .space(5)), ("thickspace", .space(5)), ("!", .space(-3)), ("negthinspace", .space(-3)), (" ", .space(6)),
    ("\n", .space(6)), ("enspace", .space(9)), ("quad", .space(18)), ("qquad", .space(36)),
  ]

  private static let sizes: [Row] = [("big", 120), ("Big", 162), ("bigg", 205), ("Bigg", 247)].flatMap { name, size in
    [
      (name, .sized(size, .ordinary)), (name + "l", .sized(size, .opening)), (name + "r", .sized(size, .closing)),
      (name + "m", .sized(size, .relation)),
    ]
  }

  private static func words(_ list: String) -> [String] { list.split(separator: " ").map(String.init) }

  private static func pairs(_ list: String) -> [(String, String)] {
    let words = words(list)
    return stride(from: 0, to: words.count, by: 2).map { (words[$0], words[$0 + 1]) }
  }
}
