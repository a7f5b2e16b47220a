/// Words of a command line.
package enum ShellWord {
  /// A word as the shell takes it.
  package static func quoted(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.wholeMatch(of: /[A-Za-z0-9_.,:=\/+@%-]+/) != nil
    return isPlain ? word : "'" + word.replacingScalars("'", with: "'\\''") + "'"
  }
}
