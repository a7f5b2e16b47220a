import Foundation
import Statistics
import Testing

/// The generator that `Reference/make_statistics.py` makes its inputs from, too.
struct Lcg {
  private var state: UInt64

  init(function: Int, case index: Int) {
    state = UInt64(function * 1_000_000 + index) &* 0x9E37_79B9_7F4A_7C15
  }

  mutating func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }

  mutating func whole(_ low: Int, _ high: Int) -> Int { low + Int(uniform() * Double(high - low + 1)) }

  mutating func bell() -> Double {
    var sum = uniform()
    for _ in 1...3 { sum += uniform() }
    return sum - 2
  }

  mutating func bells(_ count: Int) -> [Double] { (0..<count).map { _ in bell() } }

  mutating func grid(_ count: Int, _ steps: Int) -> [Double] { (0..<count).map { _ in Double(whole(0, steps - 1)) } }

  mutating func sample(_ count: Int) throws -> Sample { try finite(bells(count)) }

  mutating func pairs(_ count: Int) throws -> PairedSample {
    let (first, second) = (bells(count), bells(count))
    return try #require(PairedSample(first, minus: second))
  }
}

/// SciPy's answers on 1 000 random inputs of one function, one row per case.
struct RandomCases {
  let name: String
  /// The number of the function in the generating script.
  let function: Int

  /// Holds each case's numbers against SciPy's: relative 10⁻¹⁰ unless said otherwise, 10⁻¹⁴ near 0.
  ///
  /// `columns` picks some of the numbers of each row, `first` how many cases where one takes long.
  func agree(
    relative: Double = 1e-10, near zero: Double = 1e-14, columns: Range<Int>? = nil, first cases: Int = 1000,
    _ answer: (inout Lcg) throws -> [Double?]
  ) throws {
    let rows = try read().prefix(cases).map { row in columns.map { Array(row[$0]) } ?? row }
    #expect(rows.count == cases)
    for (index, expected) in rows.enumerated() {
      var random = Lcg(function: function, case: index)
      let found = try answer(&random)
      try #require(found.count == expected.count)
      let agreement = zip(found, expected).allSatisfy { found, expected in
        guard let found else { return false }
        return (found - expected).magnitude <= max(zero, relative * expected.magnitude)
      }
      #expect(agreement, "\(name), case \(index): \(found), SciPy \(expected)")
      if !agreement { return }
    }
  }

  private func read() throws -> [[Double]] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let text = try String(contentsOf: folder.appending(path: "Reference/random/\(name).txt"), encoding: .utf8)
    return try text.split(separator: "\n").map { line in
      try line.split(separator: " ").map { try #require(Double($0)) }
    }
  }
}
