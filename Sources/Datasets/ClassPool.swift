import Randomness

/// Rows of a file grouped by class, from which stratified subsets are drawn.
struct ClassPool: Hashable, Sendable {
  /// The rows of each class, in file order.
  let members: [[UInt32]]

  /// Rows without a class are left out.
  init(labels: [UInt8?], classes: Int) {
    var members = [[UInt32]](repeating: [], count: classes)
    for (row, label) in labels.enumerated() {
      if let label { members[Int(label)].append(UInt32(row)) }
    }
    self.members = members
  }

  private init(members: [[UInt32]]) { self.members = members }

  var count: Int { members.reduce(0) { $0 + $1.count } }

  /// Draws so many rows with the class shares of the pool, and returns the pool of the others.
  ///
  /// Each class is shuffled on its own (the class is the `step` of the stream), and its first rows are taken, so a
  /// larger draw from the same pool holds nearly all of a smaller one.
  func choose(_ count: Int, by stream: RandomStream) -> (rows: [UInt32], rest: ClassPool) {
    let quotas = quotas(of: count)
    var chosen: [[UInt32]] = []
    var rest: [[UInt32]] = []
    for (label, (rows, quota)) in zip(members, quotas).enumerated() {
      var shuffled = rows
      stream.shuffle(&shuffled, step: label)
      chosen.append(Array(shuffled.prefix(quota)))
      rest.append(shuffled.dropFirst(quota).sorted())
    }
    return (Self.interleave(chosen), ClassPool(members: rest))
  }

  /// Shares `count` among the classes in proportion to their rows: largest remainders, ties to the lower class.
  func quotas(of count: Int) -> [Int] {
    let total = self.count
    precondition((0...total).contains(count), "cannot choose \(count) of \(total) examples")
    guard total > 0 else { return members.map { _ in 0 } }
    var quotas = members.map { $0.count * count / total }
    let remainders = members.map { $0.count * count % total }
    let order = members.indices.sorted { (-remainders[$0], $0) < (-remainders[$1], $1) }
    for label in order.prefix(count - quotas.reduce(0, +)) { quotas[label] += 1 }
    return quotas
  }

  /// Merges the classes so that every beginning has nearly the shares of the whole.
  ///
  /// Row k of the n rows of a class stands at (2 k + 1) / 2 n; ties go to the lower class.
  private static func interleave(_ classes: [[UInt32]]) -> [UInt32] {
    let places = classes.enumerated().flatMap { label, rows in
      rows.indices.map { (odd: 2 * $0 + 1, count: rows.count, label: label, row: rows[$0]) }
    }
    return places.sorted { left, right in
      let (a, b) = (left.odd * right.count, right.odd * left.count)
      return a == b ? left.label < right.label : a < b
    }.map(\.row)
  }
}
