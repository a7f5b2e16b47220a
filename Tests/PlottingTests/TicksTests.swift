import Testing

@testable import Plotting

struct TicksTests {
  @Test(arguments: [
    (0.0, 1.0, 6, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0, 1, 11, ["0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"]),
    (-0.3, 0.31, 4, ["−0.2", "0.0", "0.2"]), (4.76, 7.4, 6, ["5.0", "5.5", "6.0", "6.5", "7.0"]),
    (0, 12345, 5, ["0", "5000", "10000"]), (0.00012, 0.00047, 4, ["0.0002", "0.0003", "0.0004"]),
  ])
  func `ticks are multiples of 1, 2 or 5 with as many places as the step has`(
    low: Double, high: Double, count: Int, labels: [String]
  ) {
    #expect(Ticks.linear(from: low, to: high, atMost: count).labels == labels)
  }

  @Test
  func `at most so many ticks come, all within the range and equally far apart`() {
    for low in [-1234.5, -1, 0, 0.001, 7] {
      for reach in [1e-6, 0.37, 1, 9.99, 1e5] {
        for count in 2...9 {
          let ticks = Ticks.linear(from: low, to: low + reach, atMost: count)
          #expect(ticks.values.count <= count)
          #expect(ticks.values.allSatisfy { $0 >= low - reach * 1e-6 && $0 <= low + reach * (1 + 1e-6) })
          let steps = zip(ticks.values, ticks.values.dropFirst()).map { $1 - $0 }
          #expect(steps.allSatisfy { abs($0 - steps[0]) < reach * 1e-6 })
          #expect(Set(ticks.labels).count == ticks.labels.count, "\(low) \(reach) \(count): \(ticks.labels)")
        }
      }
    }
  }

  @Test
  func `epochs have whole ticks`() {
    #expect(Ticks.linear(from: 0, to: 3.2, atMost: 9, whole: true).labels == ["0", "1", "2", "3"])
  }

  @Test
  func `logarithmic ticks are powers of ten, with 2 and 5 or with 3 while there is room`() {
    #expect(Ticks.log(from: 0.01, to: 1, atMost: 8).labels == ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1"])
    #expect(Ticks.log(from: 0.01, to: 1, atMost: 6).labels == ["0.01", "0.03", "0.1", "0.3", "1"])
    #expect(Ticks.log(from: 0.01, to: 1, atMost: 4).labels == ["0.01", "0.1", "1"])
    #expect(Ticks.log(from: 1e-9, to: 1e9, atMost: 5).values.count <= 5)
    #expect(Ticks.log(from: 3.1, to: 3.9, atMost: 5).labels == ["3.2", "3.4", "3.6", "3.8"])
  }

  @Test
  func `a negative zero is written as zero`() {
    #expect(Ticks.text(-0.0001, places: 2) == "0.00")
    #expect(Ticks.text(-1.5, places: 1) == "−1.5")
  }

  @Test
  func `large numbers stand with an exponent, so that an axis has room`() {
    #expect(Ticks.text(-2e199, places: 0) == "−2.00e199")
    #expect(Ticks.linear(from: 0, to: 1e200, atMost: 4).labels.allSatisfy { $0.count < 10 })
  }

  @Test(arguments: [(-1.7e308, 1.7e308), (1e308, 1.79e308), (-4e307, 9e307)])
  func `the largest numbers of both signs lie on their axis, in order`(least: Double, most: Double) {
    let range = AxisRange(Axis("loss"), data: [least, 0, most])
    #expect(range.low.isFinite && range.high.isFinite && range.low < range.high)
    #expect(Ticks.linear(from: range.low, to: range.high, atMost: 8).values.count > 1)
    let scale = Scale(kind: .linear, low: range.low, high: range.high, start: 0, end: 100)
    let places = [least, most].map(scale.position)
    #expect(places.allSatisfy { (0...100).contains($0) } && places[0] <= places[1])
  }

  @Test(arguments: [
    ([0, 1e-310], AxisScale.linear), ([1e-322, 1e-320], .log), ([1e-300, 0.5], .log), ([1, 1e308], .log),
  ])
  func `the smallest numbers and the widest ratios have places`(data: [Double], kind: AxisScale) {
    let range = AxisRange(Axis("loss", scale: kind), data: data)
    let scale = Scale(kind: kind, low: range.low, high: range.high, start: 0, end: 100)
    #expect(data.map(scale.position).allSatisfy { (0...100).contains($0) })
    let ticks =
      kind == .log
      ? Ticks.log(from: range.low, to: range.high, atMost: 6) : .linear(from: range.low, to: range.high, atMost: 6)
    #expect(ticks.labels.allSatisfy { $0.count < 12 }, "\(ticks.labels)")
  }
}
