import Statistics
import Testing

struct SampleTests {
  @Test
  func `mean, spread, median and quantiles agree with NumPy`() throws {
    for row in try Reference.read().samples {
      let sample = try finite(row.values)
      #expect(agrees(sample.mean, row.mean))
      #expect(agrees(sample.standardDeviation, row.sd))
      #expect(agrees(sample.standardError, row.se))
      #expect(agrees(sample.median, row.median))
      for (p, expected) in zip([0.05, 0.25, 0.5, 0.9], row.quantiles) {
        #expect(agrees(sample.quantile(p), expected), "quantile \(p) of \(row.values)")
      }
    }
  }

  @Test
  func `nothing has no mean, one value has no spread`() throws {
    let nothing = try finite([])
    #expect(nothing.mean == nil && nothing.median == nil && nothing.standardDeviation == nil)
    #expect(nothing.quantile(0) == nil)
    let one = try finite([0.25])
    #expect(one.mean == 0.25 && one.median == 0.25)
    #expect(one.standardDeviation == nil && one.standardError == nil)
  }

  @Test(arguments: [2, 3, 7, 1000])
  func `equal values have exactly that mean and no spread`(count: Int) throws {
    let sample = try finite(Array(repeating: 0.1, count: count))
    #expect(sample.mean == 0.1)
    #expect(sample.standardDeviation == 0)
  }

  @Test
  func `values whose sum or squares are too large are compared like any others`() throws {
    for factor in [1, 1e200, 1e307] {
      let values = [10.0, -1, 2, 3].map { $0 * factor }
      let sample = try finite(values)
      #expect(agrees(try #require(sample.mean) / factor, 3.5))
      #expect(agrees(try #require(sample.standardDeviation) / factor, 4.654746681256314))
      #expect(agrees(PairedSample(values, minus: [0, 0, 0, 0])?.tTest, 0.22966385791753494), "\(factor)")
    }
    let far = try finite([1.7e308, -1.7e308])
    #expect(far.mean == 0 && far.standardDeviation == .infinity)
    #expect(PairedSample(far.values, minus: [0, 0])?.tTest == 1)
    #expect(Dunnett(pairedControl: far.values, arms: [[0, 0]]) == nil)
  }

  @Test
  func `values that are not finite are refused`() {
    #expect(Sample([1, .nan]) == nil)
    #expect(Sample([.infinity]) == nil)
    #expect(Sample([-.infinity, 2]) == nil)
  }

  @Test
  func `quantiles run from the least to the greatest value`() throws {
    let sample = try finite([3, 1, 2])
    #expect(sample.quantile(0) == 1)
    #expect(sample.quantile(1) == 3)
    #expect(sample.quantile(0.25) == 1.5)
  }
}
