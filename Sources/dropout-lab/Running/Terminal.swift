import Foundation

/// A terminal on stderr that can redraw its last line.
struct Terminal: Sendable {
  let columns: Int

  /// The terminal, or nil when stderr is none or `TERM` says it cannot move.
  static func onStandardError(environment: [String: String]) -> Terminal? {
    guard isatty(2) == 1, environment["TERM"] != "dumb", environment["TERM"] != nil else { return nil }
    if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return Terminal(columns: columns) }
    var size = winsize()
    let isKnown = ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return Terminal(columns: isKnown ? Int(size.ws_col) : 80)
  }

  /// Draws as many parts as fit.
  func replaceLine(_ parts: [String]) {
    var line = ""
    for part in parts {
      let longer = line.isEmpty ? part : line + " · " + part
      if longer.count >= columns { break }
      line = longer
    }
    Messages.replaceLine(line)
  }

  func clearLine() { Messages.replaceLine("") }
}
