/// How many elements of an array run at once, and whether it waits for the array before it.
package struct ArrayThrottle: Hashable, Sendable {
  package let most: Int
  package let followsAnother: Bool

  /// The throttles of the arrays of a stage, of all of which at most `most` elements run at once: they share that number, or
  /// where it does not go round, each has it alone, one array after the other.
  package static func all(_ most: Int, arrays: Int) -> [ArrayThrottle] {
    precondition(most > 0, "at most \(most) elements at once would never end")
    return (0..<arrays).map { index in
      guard arrays <= most else { return ArrayThrottle(most: most, followsAnother: index > 0) }
      return ArrayThrottle(most: most / arrays + (index < most % arrays ? 1 : 0), followsAnother: false)
    }
  }
}
