extension WholeDistribution {
  /// Returns the distribution of the sum of `count` of the scores, all choices alike; scores are whole and at least 0.
  ///
  /// By dynamic programming over the scores (Streitberg and Röhmel 1986).
  static func subsetSum(_ scores: [Int], choosing count: Int) -> WholeDistribution {
    let size = scores.sorted().suffix(count).reduce(1, +)
    var ways = [[Double]](repeating: [Double](repeating: 0, count: size), count: count + 1)
    ways[0][0] = 1
    for (index, score) in scores.enumerated() {
      for chosen in stride(from: min(index + 1, count), through: 1, by: -1) {
        let fewer = ways[chosen - 1]
        for value in 0..<max(0, size - score) where fewer[value] > 0 { ways[chosen][value + score] += fewer[value] }
      }
    }
    let all = ways[count].reduce(0, +)
    return WholeDistribution(shares: ways[count].map { $0 / all })
  }
}
