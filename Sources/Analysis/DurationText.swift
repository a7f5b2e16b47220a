/// Seconds in words: `0.021 s`, `1.1 s`, `40 s`, `3 min 20 s`, `2 h 5 min`.
package struct DurationText: CustomStringConvertible, Sendable {
  package let seconds: Double

  package init(_ seconds: Double) { self.seconds = seconds }

  package var description: String {
    // What no clock measured, as an archive from elsewhere may hold, is shown as the longest time.
    let known = min(max(seconds.isNaN ? 0 : seconds, 0), 1e12)
    let whole = Int(known.rounded())
    if known < 9.95, known != Double(whole) {
      let text = NumberText.significant(max(known, 0.001), digits: 2)
      return "\(text.hasSuffix(".0") ? String(text.dropLast(2)) : text) s"
    }
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min" + (whole % 60 > 0 ? " \(whole % 60) s" : "") }
    return "\(whole / 3600) h" + (whole % 3600 >= 60 ? " \(whole % 3600 / 60) min" : "")
  }
}
