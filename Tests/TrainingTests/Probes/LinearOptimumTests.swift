import Testing

@testable import Training

/// Minimisers of linear regression under dropout.
struct LinearOptimumTests {
  /// Fixture G of the identities with every example twice, the second time with its sign turned, so that means are 0.
  private var table: LinearTable {
    let rows: [[Double]] = [[1, 2, -1], [0.5, -1, 3], [2, 0, 1], [-1, 1, 0.5]]
    let targets = [1, -0.5, 2, 0.3]
    return LinearTable(
      rows: rows + rows.map { $0.map { -$0 } }, targets: targets + targets.map { -$0 })
  }

  @Test(arguments: [
    (0.5, [0.3477568031, 0.2177494484, -0.0029173817]), (0.8, [0.5461215204, 0.3408286249, 0.0065056548]),
    (1.0, [0.6716763006, 0.4254335260, 0.0196531792]),
  ])
  func `the minimiser of dropout is the golden one (T12)`(retention: Double, expected: [Double]) {
    let table = table
    let found = table.minimiser(penalty: table.squares.map { $0 * (1 - retention) / retention })
    for (value, golden) in zip(found, expected) { #expect((value - golden).magnitude < 1e-9) }
  }

  @Test func `the seed's literal penalty at a half is dropout of a fifth (T12)`() {
    let table = table
    let literal = table.minimiser(penalty: table.squares.map { $0 * 0.25 })
    for (value, golden) in zip(literal, [0.5461215204, 0.3408286249, 0.0065056548]) {
      #expect((value - golden).magnitude < 1e-9)
    }
  }

  @Test func `cross-validation takes little ridge without noise and much with nothing to learn`() {
    var rows: [[Double]] = []
    for row in 0..<40 {
      var features: [Double] = []
      for feature in 0..<3 {
        let number = row * (7 + 4 * feature) + 3 * feature
        features.append(Double(number % 11) - 5)
      }
      rows.append(features)
    }
    let targets: [Double] = rows.map { $0[0] - 2 * $0[1] }
    let clean = LinearTable(rows: rows, targets: targets)
    let scale = clean.squares.reduce(0, +) / 3
    #expect(clean.crossValidated < 1e-3 * scale)
    let noise: [Double] = rows.indices.map { $0 % 3 == 0 ? 1.0 : -0.5 }
    let empty = LinearTable(rows: rows, targets: noise)
    #expect(empty.crossValidated > 0.1 * scale)
  }
}
