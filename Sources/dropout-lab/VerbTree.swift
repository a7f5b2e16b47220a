import ArgumentParser
import Specifications

/// The verbs of the program and those below them, by their names.
enum VerbTree {
  typealias Verb = any ParsableCommand.Type

  /// Goes down to the verb that the words name and says which word names none, which ArgumentParser calls an unexpected
  /// argument or passes over.
  static func follow(_ words: ArraySlice<String>, to verb: inout Verb) throws(ValidationError) {
    let words = words.first == "help" ? words.dropFirst() : words
    for word in words {
      let below = verb.configuration.subcommands
      guard !below.isEmpty, verb.configuration.defaultSubcommand == nil else { return }
      if word.hasPrefix("-") || word == "help" { return }
      guard let next = below.first(where: { names(of: $0).contains(word) }) else {
        let near = Spelling.nearest(to: word, among: below.compactMap { $0.configuration.commandName })
        throw ValidationError("unknown command '\(word)'" + (near.map { " (did you mean '\($0)'?)" } ?? ""))
      }
      verb = next
    }
  }

  /// The message about a wrong word or argument, with the usage of the verb that it was meant for.
  static func message(for error: ValidationError, in verb: Verb) -> String {
    let path = path(to: verb, from: DropoutLab.self) ?? []
    return """
      Error: \(error.message)
      Usage: \(DropoutLab.usageString(for: verb))
        See '\((path + ["--help"]).joined(separator: " "))' for more information.
      """
  }

  private static func names(of verb: Verb) -> [String] {
    [verb.configuration.commandName].compactMap(\.self) + verb.configuration.aliases
  }

  private static func path(to wanted: Verb, from verb: Verb) -> [String]? {
    let name = Array(names(of: verb).prefix(1))
    if verb == wanted { return name }
    return verb.configuration.subcommands.lazy.compactMap { path(to: wanted, from: $0) }.first.map { name + $0 }
  }
}
