import Mustache
import Specifications

/// What a template shows of a text.
extension String: @retroactive MustacheCustomRenderable {
  /// Markup stands alone, and marks that would turn the direction of what follows are told by number.
  ///
  /// The library escapes characters, not scalars: after U+0600, or with a combining mark behind it, `<` would stay as it is.
  public var renderText: String {
    if utf8.allSatisfy({ $0 < 0x80 }) { return self }
    return unturned.map(Self.withMarkupAlone).joined()
  }

  /// Sections are shown for empty texts, too.
  public var isNull: Bool { false }

  private static func withMarkupAlone(_ character: Character) -> String {
    let scalars = character.unicodeScalars
    guard scalars.count > 1, scalars.contains(where: isMarkup) else { return String(character) }
    return scalars.map { isMarkup($0) ? String($0) : $0.numbered }.joined()
  }

  private static func isMarkup(_ scalar: Unicode.Scalar) -> Bool { "<>&\"'".unicodeScalars.contains(scalar) }
}
