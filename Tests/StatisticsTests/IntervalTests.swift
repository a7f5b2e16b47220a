import Randomness
import Statistics
import Testing

struct IntervalTests {
  @Test
  func `t intervals agree with SciPy`() throws {
    for row in try Reference.read().samples {
      let interval = try #require(Interval.studentT(try finite(row.values)))
      #expect(agrees(interval.low, row.low) && agrees(interval.high, row.high), "\(interval)")
      #expect(interval.n == row.values.count && interval.level == 0.95 && interval.method == .studentT)
    }
  }

  @Test
  func `paired t intervals agree with SciPy`() throws {
    for row in try Reference.read().pairs {
      let pairs = try #require(PairedSample(row.first, minus: row.second))
      let interval = try #require(Interval.pairedStudentT(pairs, level: 0.99))
      #expect(agrees(interval.low, row.low) && agrees(interval.high, row.high), "\(interval)")
      #expect(interval.method == .pairedStudentT)
    }
  }

  @Test
  func `fewer than two values have no interval, equal values one without width`() throws {
    #expect(Interval.studentT(try finite([])) == nil)
    #expect(Interval.studentT(try finite([0.3])) == nil)
    let equal = try #require(Interval.studentT(try finite([0.3, 0.3, 0.3])))
    #expect(equal.low == 0.3 && equal.estimate == 0.3 && equal.high == 0.3)
  }

  @Test(arguments: [3, 5, 10, 20])
  func `95 of 100 intervals cover the mean of normal values`(count: Int) throws {
    let trials = 4000
    let numbers = RandomPlan(seed: 7).resampling("coverage \(count)").normals(trials * count)
    var covered = 0
    // The bounds of `studentT` with the quantile found once; the test above holds them against SciPy.
    let factor = StudentT(degreesOfFreedom: Double(count - 1)).quantile(0.975)
    for trial in 0..<trials {
      let sample = try finite(Array(numbers[trial * count..<(trial + 1) * count]).map { 2 + 3 * $0 })
      let mean = try #require(sample.mean)
      let error = try #require(sample.standardError)
      if (mean - 2).magnitude <= factor * error { covered += 1 }
    }
    let share = Double(covered) / Double(trials)
    // Four standard errors of 4 000 draws are 1.4 points; the bar is 93 to 97 %.
    #expect((0.936...0.964).contains(share), "n = \(count): \(share)")
  }

  @Test
  func `the interval is the one whose coverage is simulated`() throws {
    let sample = try finite([1, 4, 2.5, 3])
    let interval = try #require(Interval.studentT(sample))
    let factor = StudentT(degreesOfFreedom: 3).quantile(0.975)
    let mean = try #require(sample.mean)
    let error = try #require(sample.standardError)
    #expect(agrees(interval.high, mean + factor * error))
  }
}
