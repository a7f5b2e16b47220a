/// Finds the word a person probably meant.
package enum Spelling {
  /// The word at the smallest edit distance, when that is at most a third of the letters (at least 2).
  ///
  /// Words of more than 64 letters are nothing a person misspelt.
  package static func nearest(to word: String, among words: [String]) -> String? {
    guard word.count <= 64 else { return nil }
    let (limit, lowered) = (max(2, word.count / 3), word.lowercased())
    // A difference in length alone is that many insertions.
    let near = words.filter { ($0.count - word.count).magnitude <= limit }
    let ranked = near.map { (word: $0, distance: distance(lowered, $0.lowercased())) }
    return ranked.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.word
  }

  /// The optimal string alignment distance: insertions, deletions, substitutions and neighbours swapped.
  package static func distance(_ left: String, _ right: String) -> Int {
    let a = Array(left)
    let b = Array(right)
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, rows[i - 1][j - 1] + 1) }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
