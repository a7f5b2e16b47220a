import Foundation

/// What a terminal can show: all of Unicode, or plain ASCII where the locale is not UTF-8.
enum Glyphs: Sendable {
  case unicode, ascii

  /// By the first of LC_ALL, LC_CTYPE and LANG that is set, as terminals do it.
  init(environment: [String: String]) {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let name = locale.lowercased().replacing("-", with: "")
    self = name.contains("utf8") && environment["TERM"] != "dumb" ? .unicode : .ascii
  }

  static var ofEnvironment: Glyphs { Glyphs(environment: ProcessInfo.processInfo.environment) }

  /// From low to high.
  private var steps: [Character] {
    switch self {
    case .unicode: Array("▁▂▃▄▅▆▇█")
    case .ascii: Array("_.-=+*#@")
    }
  }

  /// A curve in one line, at most so many signs wide; empty with fewer than two values.
  func sparkline(_ values: [Double], width: Int = 12) -> String {
    let finite = values.filter(\.isFinite)
    guard finite.count > 1, let low = finite.min(), let high = finite.max() else { return "" }
    let count = min(width, finite.count)
    let shown = (0..<count).map { finite[$0 * (finite.count - 1) / (count - 1)] }
    let steps = steps
    return String(
      shown.map { value in
        high > low ? steps[min(steps.count - 1, Int((value - low) / (high - low) * Double(steps.count)))] : steps[0]
      })
  }
}

extension Terminal {
  /// The columns of stdout, or those that COLUMNS names; nil where the output goes to a file or another program.
  static func columnsOfOutput(environment: [String: String] = ProcessInfo.processInfo.environment) -> Int? {
    if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return columns }
    guard isatty(1) == 1 else { return nil }
    var size = winsize()
    return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
