import Specifications

/// What is wrong with a formula, and where.
package struct TeXError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Of the first character that cannot be read, in Unicode scalars from the start of the formula.
  package let offset: Int
  let reason: Reason

  enum Reason: Hashable, Sendable {
    case unknownCommand(String)
    case unknownEnvironment(String)
    case unknownCharacter(Unicode.Scalar)
    case unknownDelimiter(found: String)
    case unknownColumn(found: String)
    case escapeNeeded(Character, why: String)
    case missing(what: String, for: String)
    case unexpected(String, why: String)
    case doubleScript(Character)
    case tooDeep
  }

  /// One sentence that says what was found and what is allowed; made when it is asked for.
  package var message: String {
    switch reason {
    case .unknownCommand(let name):
      "unknown command '\\\(name)'" + Self.guess(name, among: TeXCommand.names, prefix: "\\")
    case .unknownEnvironment(let name):
      "unknown environment '\(name)'" + Self.guess(name, among: TeXEnvironment.names, prefix: "")
        + "; there are \(TeXEnvironment.names.joined(separator: ", "))"
    case .unknownCharacter(let scalar): "the character \(Self.name(scalar)) has no meaning in a formula"
    case .unknownDelimiter(let found):
      "\(found) is no delimiter; there are . ( ) [ ] \\{ \\} | \\| / and the commands \(TeXDelimiter.commands)"
    case .unknownColumn(let found): "\(found) is no column of an array; there are l, c, r and |"
    case .escapeNeeded(let character, let why): "'\(character)' \(why); write \\\(character) for the sign itself"
    case .missing(let what, let owner): "\(owner) misses \(what)"
    case .unexpected(let found, let why): "\(found) \(why)"
    case .doubleScript(let sign):
      "a second '\(sign)' on the same base; put braces around what belongs together, as in {a\(sign)b}\(sign)c"
    case .tooDeep: "the formula is nested more than \(TeXReader.deepest) levels deep"
    }
  }

  package var description: String { "at character \(offset + 1): \(message)" }

  private static func guess(_ word: String, among known: [String], prefix: String) -> String {
    Spelling.nearest(to: word, among: known).map { " (did you mean '\(prefix)\($0)'?)" } ?? ""
  }

  private static func name(_ scalar: Unicode.Scalar) -> String {
    let code = "U+" + String(repeating: "0", count: max(0, 4 - hex(scalar).count)) + hex(scalar)
    return scalar.properties.generalCategory.isVisible ? "'\(scalar)' (\(code))" : code
  }

  private static func hex(_ scalar: Unicode.Scalar) -> String { String(scalar.value, radix: 16, uppercase: true) }
}

extension Unicode.GeneralCategory {
  /// Whether a character of this kind shows on its own.
  fileprivate var isVisible: Bool {
    switch self {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator,
      .nonspacingMark, .enclosingMark, .spacingMark:
      false
    default: true
    }
  }
}
