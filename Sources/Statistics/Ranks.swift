/// Ranks with ties, kept as whole numbers: twice the mid-rank.
enum Ranks {
  /// Returns twice the mid-rank of each value, counted from 1; neighbours no further apart than `tolerance` are tied.
  static func doubled(_ values: [Double], tolerance: Double = 0) -> [Int] {
    var result = [Int](repeating: 0, count: values.count)
    for group in groups(values, tolerance: tolerance) {
      for index in group.members { result[index] = 2 * group.start + group.members.count + 1 }
    }
    return result
  }

  /// Returns ranks counted from 0 in the smallest whole unit: halves where a tie needs them, else ones.
  static func fromZero(_ values: [Double]) -> [Int] { compact(doubled(values)) }

  /// Returns doubled ranks counted from 0, halved where all are even.
  static func compact(_ doubled: [Int]) -> [Int] {
    let shifted = doubled.map { $0 - 2 }
    return shifted.allSatisfy { $0 % 2 == 0 } ? shifted.map { $0 / 2 } : shifted
  }

  /// Returns the sizes of the groups of equal values, in ascending order of value.
  static func groupSizes(_ values: [Double]) -> [Int] { groups(values, tolerance: 0).map(\.members.count) }

  /// The tied groups in ascending order, with how many values stand below each.
  private static func groups(_ values: [Double], tolerance: Double) -> [(start: Int, members: [Int])] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var result: [(start: Int, members: [Int])] = []
    for (place, index) in order.enumerated() {
      if place > 0, values[index] - values[order[place - 1]] <= tolerance {
        result[result.count - 1].members.append(index)
      } else {
        result.append((place, [index]))
      }
    }
    return result
  }
}
