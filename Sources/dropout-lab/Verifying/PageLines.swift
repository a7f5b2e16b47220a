import Reports

/// Compares the lines of a page with those the archive gives.
enum PageLines {
  struct Difference: Hashable {
    /// Such as `line 7`.
    let field: String
    let expected: String
    let found: String

    init(_ field: String, expected: String, found: String) {
      (self.field, self.expected, self.found) = (field, expected, found)
    }

    /// Of a line, counted from 0; nil where one of the pages has no such line.
    init(line: Int, expected: String?, found: String?) {
      let nothing = "no such line"
      self.init("line \(line + 1)", expected: expected ?? nothing, found: found ?? nothing)
    }
  }

  /// The first differences; the record at the end, and pictures unless they are drawn alike, are left out.
  static func differences(of page: String, from again: String, withPictures: Bool) -> [Difference] {
    func lines(_ text: String) -> [String] {
      PageRecord.removed(from: text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
        !withPictures && line.contains("data:image/png") ? "" : String(line)
      }
    }
    let (expected, found) = (lines(again), lines(page))
    if expected.count == found.count {
      let places = expected.indices.filter { expected[$0] != found[$0] }.prefix(most)
      return places.map { Difference(line: $0, expected: expected[$0], found: found[$0]) }
    }
    let same = zip(expected, found).prefix { $0 == $1 }.count
    return changes(expected[same...], found[same...]) ?? around(expected, found, from: same)
  }

  /// The shortest way from one to the other; nil where so many lines are left that finding it takes too long.
  private static func changes(_ expected: ArraySlice<String>, _ found: ArraySlice<String>) -> [Difference]? {
    guard max(expected.count, found.count) <= mostAligned else { return nil }
    return Array(found).difference(from: Array(expected)).prefix(most).map { change in
      switch change {
      case .insert(let offset, let text, _): Difference(line: found.startIndex + offset, expected: nil, found: text)
      case .remove(let offset, let text, _): Difference(line: expected.startIndex + offset, expected: text, found: nil)
      }
    }
  }

  /// What differs between the lines that the pages share at their beginnings and ends.
  private static func around(_ expected: [String], _ found: [String], from start: Int) -> [Difference] {
    let shorter = min(expected.count, found.count) - start
    let same = zip(expected.reversed(), found.reversed()).prefix(shorter).prefix { $0 == $1 }.count
    let (one, other) = (expected[start..<(expected.count - same)], found[start..<(found.count - same)])
    if one.isEmpty { return other.indices.prefix(most).map { Difference(line: $0, expected: nil, found: found[$0]) } }
    if other.isEmpty { return one.indices.prefix(most).map { Difference(line: $0, expected: one[$0], found: nil) } }
    if let changes = changes(one, other) { return changes }
    return [
      Difference(line: start, expected: expected[start], found: found[start]),
      Difference("number of lines", expected: "\(expected.count)", found: "\(found.count)"),
    ]
  }

  private static let most = 20
  /// Lines that are aligned; the time that it takes grows with their square.
  private static let mostAligned = 2_000
}
