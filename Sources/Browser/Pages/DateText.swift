import Foundation

/// Moments as people read them, in UTC, whatever the clock and the locale of the machine.
enum DateText {
  /// Such as `2026-03-01`.
  static func day(_ seconds: Double) -> String { String(iso(seconds).prefix(10)) }

  /// Such as `2026-03-01 14:05 UTC`.
  static func minute(_ seconds: Double) -> String { "\(day(seconds)) \(iso(seconds).dropFirst(11).prefix(5)) UTC" }

  private static func iso(_ seconds: Double) -> String {
    Date(timeIntervalSince1970: seconds.rounded(.down)).formatted(.iso8601)
  }
}
