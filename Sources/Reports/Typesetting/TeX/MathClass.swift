/// What an atom is to its neighbours; decides the space between them (The TeXbook, chapter 18).
enum MathClass: Hashable, Sendable {
  case ordinary, large, binary, relation, opening, closing, punctuation, inner
}

/// How large a part of a formula is set, and whether limits stand above and below.
struct MathStyle: Hashable, Sendable {
  let isDisplay: Bool
  /// 0 in the line, one more in every script.
  let level: Int

  var text: MathStyle { MathStyle(isDisplay: false, level: level) }
  var script: MathStyle { MathStyle(isDisplay: false, level: level + 1) }
  /// Numerator and denominator: text style inside display style, else one script smaller.
  var fraction: MathStyle { isDisplay ? text : script }
}
