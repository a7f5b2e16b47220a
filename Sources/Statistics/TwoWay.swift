/// A table of blocks by levels, split into both effects and the rest: yᵦⱼ = block + level + residual.
struct TwoWay: Sendable {
  let levelMeans: [Double]
  let blockMeans: [Double]
  let mean: Double
  /// Σ residual² over (n − 1)(k − 1); 0 where no residual exceeds the rounding of the table.
  let residualVariance: Double

  var blocks: Int { blockMeans.count }
  var levels: Int { levelMeans.count }
  var degreesOfFreedom: Double { Double((blocks - 1) * (levels - 1)) }

  /// Nil under two blocks or two levels, or with a value not finite or too large to square; every block has a value at each level.
  init?(_ table: [[Double]]) {
    guard table.count >= 2, let first = table.first, first.count >= 2 else { return nil }
    precondition(
      table.allSatisfy { $0.count == first.count }, "every block has a value at each of \(first.count) levels")
    let rows = table.compactMap { Sample($0)?.mean }
    let columns = first.indices.compactMap { level in Sample(table.map { $0[level] })?.mean }
    guard rows.count == table.count, columns.count == first.count, let mean = Sample(rows)?.mean, mean.isFinite else {
      return nil
    }
    (blockMeans, levelMeans, self.mean) = (rows, columns, mean)
    var (squares, largest, size) = (0.0, 0.0, 0.0)
    for (row, values) in table.enumerated() {
      for (column, value) in values.enumerated() {
        let residual = value - rows[row] - (columns[column] - mean)
        squares += residual * residual
        largest = max(largest, residual.magnitude)
        size = max(size, value.magnitude)
      }
    }
    // Beyond what a Double holds there is no spread to go by.
    guard squares.isFinite else { return nil }
    residualVariance = largest <= size * 0x1p-44 ? 0 : squares / Double((rows.count - 1) * (columns.count - 1))
  }
}
