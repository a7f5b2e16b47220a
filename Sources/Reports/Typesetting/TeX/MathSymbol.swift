/// A sign of a formula: how it is written, what it is to its neighbours, how it is drawn.
struct MathSymbol: Hashable, Sendable {
  enum Shape: Hashable, Sendable {
    case italic, upright, sign
    /// Larger in display style.
    case large(takesLimits: Bool)
  }

  let text: String
  let kind: MathClass
  let shape: Shape
}

extension MathSymbol {
  /// The symbol that a single character stands for in a formula; `nil` for letters, digits and what has no meaning.
  static func character(_ scalar: Unicode.Scalar) -> MathSymbol? {
    typed[String(scalar)] ?? written[String(scalar)]
  }

  /// What the keyboard's signs mean to TeX.
  private static let typed: [String: MathSymbol] = {
    let ordinary = ["/", "|", "@", "?"].map { ($0, MathSymbol(text: $0, kind: .ordinary, shape: .sign)) }
    let pairs: [(String, MathSymbol)] = [
      ("+", .init(text: "+", kind: .binary, shape: .sign)), ("-", .init(text: "−", kind: .binary, shape: .sign)),
      ("*", .init(text: "∗", kind: .binary, shape: .sign)), ("=", .init(text: "=", kind: .relation, shape: .sign)),
      ("<", .init(text: "<", kind: .relation, shape: .sign)), (">", .init(text: ">", kind: .relation, shape: .sign)),
      (":", .init(text: ":", kind: .relation, shape: .sign)), ("(", .init(text: "(", kind: .opening, shape: .sign)),
      (")", .init(text: ")", kind: .closing, shape: .sign)), ("[", .init(text: "[", kind: .opening, shape: .sign)),
      ("]", .init(text: "]", kind: .closing, shape: .sign)), ("!", .init(text: "!", kind: .closing, shape: .sign)),
      (",", .init(text: ",", kind: .punctuation, shape: .sign)),
      (";", .init(text: ";", kind: .punctuation, shape: .sign)),
      (".", .init(text: ".", kind: .ordinary, shape: .sign)),
    ]
    return Dictionary(pairs + ordinary) { first, _ in first }
  }()

  /// Unicode signs written directly, such as ≤ or ∈.
  private static let written: [String: MathSymbol] = Dictionary(
    table.map { ($0.symbol.text, $0.symbol) }, uniquingKeysWith: { first, _ in first })
}

// MARK: - Commands

extension MathSymbol {
  /// Every command that stands for one sign.
  static let table: [(command: String, symbol: MathSymbol)] =
    rows(greek, .ordinary, .italic) + rows(capitals, .ordinary, .upright) + rows(letters, .ordinary, .upright)
    + rows("partial ∂ ell ℓ imath ı jmath ȷ", .ordinary, .italic)
    + rows(signs, .ordinary, .sign) + rows(binary, .binary, .sign) + rows(relations, .relation, .sign)
    + rows(arrows, .relation, .sign) + rows(opening, .opening, .sign) + rows(closing, .closing, .sign)
    + rows("colon :", .punctuation, .sign) + rows("dots … ldots … cdots ⋯ dotsc … dotsb ⋯", .inner, .sign)
    + rows("vdots ⋮ ddots ⋱", .ordinary, .sign)
    + rows(large, .large, .large(takesLimits: true))
    + rows("int ∫ iint ∬ iiint ∭ oint ∮", .large, .large(takesLimits: false))

  private static func rows(
    _ pairs: String, _ kind: MathClass, _ shape: Shape
  ) -> [(command: String, symbol: MathSymbol)] {
    let words = pairs.split(separator: " ").map(String.init)
    return stride(from: 0, to: words.count, by: 2).map {
      (words[$0], MathSymbol(text: words[$0 + 1], kind: kind, shape: shape))
    }
  }

  private static let greek = """
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ \
    lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ \
    chi χ psi ψ omega ω
    """

  private static let capitals = """
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    """

  private static let letters = """
    nabla ∇ infty ∞ emptyset ∅ varnothing ∅ hbar ℏ Re ℜ Im ℑ aleph ℵ wp ℘ top ⊤ bot ⊥ angle ∠ triangle △ square □ \
    degree ° checkmark ✓ dagger † ddagger ‡ S § P ¶ copyright ©
    """

  private static let signs = """
    forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ prime ′ backslash \\ vert | Vert ‖ | ‖ % % # # $ $ & & _ _ \
    slash /
    """

  private static let binary = """
    pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ odot ⊙ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ cap ∩ \
    cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ wedge ∧ land ∧ vee ∨ lor ∨ setminus ∖ smallsetminus ∖ wr ≀ amalg ⨿ diamond ⋄
    """

  private static let relations = """
    le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ lt < gt > ne ≠ neq ≠ equiv ≡ approx ≈ approxeq ≊ cong ≅ sim ∼ \
    simeq ≃ propto ∝ varpropto ∝ ll ≪ gg ≫ lesssim ≲ gtrsim ≳ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ \
    supset ⊃ supseteq ⊇ supsetneq ⊋ nsubseteq ⊈ mid ∣ nmid ∤ parallel ∥ nparallel ∦ perp ⟂ vdash ⊢ dashv ⊣ models ⊨ \
    vDash ⊨ asymp ≍ doteq ≐ prec ≺ succ ≻ preceq ⪯ succeq ⪰ coloneqq ≔ eqqcolon ≕ triangleq ≜ nless ≮ ngtr ≯ \
    nleq ≰ ngeq ≱ therefore ∴ because ∵
    """

  private static let arrows = """
    to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ \
    Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺ implies ⟹ \
    impliedby ⟸ iff ⟺ mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩ uparrow ↑ downarrow ↓ updownarrow ↕ \
    Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ rightleftharpoons ⇌ leadsto ⇝ rightsquigarrow ⇝
    """

  private static let opening = "{ { lbrace { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖"
  private static let closing = "} } rbrace } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖"

  private static let large = """
    sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ biguplus ⨄ \
    bigsqcup ⨆
    """
}
