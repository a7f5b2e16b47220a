/// The name of an author in its parts.
package struct PersonName: Hashable, Sendable {
  package let given: String
  /// With its particles: `van der Maaten`.
  package let family: String

  package init(given: String, family: String) {
    self.given = given
    self.family = family
  }

  /// `Lin, T.-Y.`
  package var listed: String { initials.isEmpty ? family : "\(family), \(initials)" }

  /// The first letters of the given names, with the hyphens between them.
  private var initials: String {
    given.split(separator: " ").map { word in
      word.split(separator: "-").compactMap(\.first).map { "\($0)." }.joined(separator: "-")
    }.joined(separator: " ")
  }
}

extension PersonName {
  /// The names of a field `A and B and others`, still with their braces and accents.
  static func parts(of field: String) -> [String] {
    var names: [[Substring]] = [[]]
    for word in words(of: field) {
      if word.lowercased() == "and" { names.append([]) } else { names[names.count - 1].append(word) }
    }
    return names.map { $0.joined(separator: " ") }.filter { !$0.isEmpty }
  }

  /// Reads `Last, First`, `Last, Jr, First`, `First von Last` and `{Name of a Group}`.
  static func read<Failure: Error>(
    _ name: String, decode: (String) throws(Failure) -> String
  ) throws(Failure) -> PersonName {
    let commas = split(name, at: ",")
    if commas.count >= 2 {
      let junior = commas.count > 2 ? " " + (try decode(commas[1])) : ""
      return PersonName(given: try decode(commas[commas.count - 1]), family: try decode(commas[0]) + junior)
    }
    let words = words(of: name).map(String.init)
    // The family starts at the first particle in lower case, else it is the last word.
    let particle = words.dropLast().firstIndex { $0.first?.isLowercase == true } ?? words.count - 1
    let given = words[..<max(particle, 0)].joined(separator: " ")
    return PersonName(
      given: try decode(given), family: try decode(words[max(particle, 0)...].joined(separator: " ")))
  }

  /// Words at the outermost level of braces.
  private static func words(of text: String) -> [Substring] {
    split(text) { $0.isWhitespace }.filter { !$0.isEmpty }
  }

  private static func split(_ text: String, at mark: Character) -> [String] {
    split(text) { $0 == mark }.map(String.init)
  }

  private static func split(_ text: String, _ isMark: (Character) -> Bool) -> [Substring] {
    var depth = 0
    var parts: [Substring] = []
    var start = text.startIndex
    for index in text.indices {
      let character = text[index]
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      guard depth == 0, isMark(character) else { continue }
      parts.append(text[start..<index])
      start = text.index(after: index)
    }
    return parts + [text[start...]]
  }
}
