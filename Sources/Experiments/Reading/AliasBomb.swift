import Specifications

/// Finds texts whose aliases would expand to more than anyone wrote, before a parser sees them.
///
/// The parser hashes keys after expansion, so a bomb used as a key would take hours. What looks like an alias of what
/// looks like an anchor is counted; aliases are refused later anyway, with their place, and here only when the product
/// of their counts is beyond any text that means no harm.
enum AliasBomb {
  private static let limit = 100_000

  /// The place of the first alias when there are too many.
  static func place(in text: String, file: String) -> Place? {
    guard text.utf8.contains(UInt8(ascii: "*")), text.utf8.contains(UInt8(ascii: "&")) else { return nil }
    var uses: [Substring: Int] = [:]
    var first: Place?
    var size = 1
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      for match in line.matches(of: /(?:^|[\s,\[{:?-])([&*])([^\s,\[\]{}]+)/) {
        if match.1 == "&" {
          // An anchor that takes the name of an earlier one begins a new count.
          size *= uses[match.2] ?? 1
          if size > limit { return first }
          uses[match.2] = 1
        } else if let count = uses[match.2] {
          uses[match.2] = count + 1
          if first == nil {
            let column = line.distance(from: line.startIndex, to: match.1.startIndex) + 1
            first = Place(file: file, line: number + 1, column: column)
          }
        }
      }
    }
    for count in uses.values {
      size *= count
      if size > limit { return first }
    }
    return nil
  }
}
