/// A square system of linear equations in Double.
struct LinearSystem {
  var matrix: [[Double]]
  var right: [Double]

  /// Solves by elimination with the largest pivot of each column.
  var solution: [Double] {
    var rows = zip(matrix, right).map { $0 + [$1] }
    for column in rows.indices {
      let pivot = (column..<rows.count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      rows.swapAt(column, pivot)
      for row in rows.indices where row != column {
        let factor = rows[row][column] / rows[column][column]
        for place in column...rows.count { rows[row][place] -= factor * rows[column][place] }
      }
    }
    return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
  }

  /// The minimiser of ‖y − X w‖² + Σ penalty_j w_j².
  static func ridge(_ features: [[Double]], _ targets: [Double], penalty: [Double]) -> [Double] {
    let width = penalty.count
    let matrix = (0..<width).map { i in
      (0..<width).map { j in features.reduce(i == j ? penalty[i] : 0) { $0 + $1[i] * $1[j] } }
    }
    let right = (0..<width).map { i in zip(features, targets).reduce(0) { $0 + $1.0[i] * $1.1 } }
    return LinearSystem(matrix: matrix, right: right).solution
  }

  /// Σ x_ij² of each column j.
  static func squaredNorms(_ features: [[Double]]) -> [Double] {
    features[0].indices.map { j in features.reduce(0) { $0 + $1[j] * $1[j] } }
  }
}
