/// Moments as people read them, in UTC, whatever the clock and the locale of the machine.
enum DateText {
  /// Such as `2026-03-01`.
  static func day(_ seconds: Double) -> String {
    let (year, month, day) = civil(Int((seconds / 86_400).rounded(.down)))
    return "\(year)-\(padded(month))-\(padded(day))"
  }

  /// Such as `2026-03-01 14:05 UTC`.
  static func minute(_ seconds: Double) -> String {
    let minutes = Int((seconds / 60).rounded(.down))
    let inDay = ((minutes % 1440) + 1440) % 1440
    return "\(day(seconds)) \(padded(inDay / 60)):\(padded(inDay % 60)) UTC"
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// The Gregorian date of a day counted from 1970-01-01; years are counted from 1 March, so that leap days come last.
  private static func civil(_ days: Int) -> (Int, Int, Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let month = (5 * ofYear + 2) / 153
    let day = ofYear - (153 * month + 2) / 5 + 1
    return (year + era * 400 + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9, day)
  }
}
