/// Finds the word a person probably meant.
package enum Spelling {
  /// The word at the smallest edit distance, the first of several, when that is at most a third of the letters (at least 2).
  ///
  /// Words of more than 64 letters are nothing a person misspelt.
  package static func nearest(to word: String, among words: [String]) -> String? {
    guard word.unicodeScalars.count <= 64 else { return nil }
    let letters = Array(word.lowercased().unicodeScalars)
    var limit = max(2, letters.count / 3)
    var nearest: String?
    for candidate in words {
      let others = Array(candidate.lowercased().unicodeScalars)
      guard let distance = distance(letters, others, atMost: limit) else { continue }
      nearest = candidate
      if distance == 0 { break }
      // Only what is nearer still can take its place.
      limit = distance - 1
    }
    return nearest
  }

  /// The optimal string alignment distance: insertions, deletions, substitutions and neighbours swapped.
  package static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
    // No word is further than the letters of the longer one.
    return distance(a, b, atMost: max(a.count, b.count)) ?? max(a.count, b.count)
  }

  /// The distance, or nil as soon as it is known to be above the limit.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar], atMost limit: Int) -> Int? {
    // A difference in length alone is that many insertions.
    guard abs(a.count - b.count) <= limit else { return nil }
    var (before, above, row) = ([Int](), Array(0...b.count), Array(0...b.count))
    for i in 0..<a.count {
      row[0] = i + 1
      var least = row[0]
      for j in 0..<b.count {
        var best = min(above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        row[j + 1] = best
        least = min(least, best)
      }
      // A swap reaches over one row, and costs one.
      if least > limit, above.allSatisfy({ $0 >= limit }) { return nil }
      (before, above, row) = (above, row, above)
    }
    return above[b.count] <= limit ? above[b.count] : nil
  }
}
