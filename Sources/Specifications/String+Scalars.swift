extension String {
  /// Replaces a text wherever its scalars stand, also within a character.
  ///
  /// To Swift `<` is no part of a text in which a combining mark follows it or U+0600 stands before it; readers of HTML, CSV and
  /// shells see it nevertheless.
  package func replacingScalars(_ old: String, with new: String) -> String {
    String(unicodeScalars.replacing(old.unicodeScalars, with: new.unicodeScalars))
  }

  /// The text with `\` before each of some scalars.
  package func escapingScalars(_ special: String) -> String {
    var escaped = ""
    for scalar in unicodeScalars {
      if special.unicodeScalars.contains(scalar) { escaped.append("\\") }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped
  }
}
