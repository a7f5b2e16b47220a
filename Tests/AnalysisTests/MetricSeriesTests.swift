import Analysis
import Experiments
import Statistics
import Testing

struct MetricSeriesTests {
  @Test
  func `a curve has the mean and its t interval at each epoch`() throws {
    let curve = try #require(Fixture.rates.summary.configuration(2)?.curve(.error, on: .validation))
    #expect(curve.points.map(\.epoch) == [2, 4])
    let sample = try #require(Sample([0.045, 0.048, 0.044, 0.047]))
    let interval = try #require(Interval.studentT(sample))
    let last = try #require(curve.points.last)
    #expect(last == CurvePoint(epoch: 4, mean: interval.estimate, low: interval.low, high: interval.high, n: 4))
  }

  @Test
  func `one trial gives a curve without a band`() throws {
    var fixture = Fixture()
    fixture.add(0, test: [0.06], validation: [0.05])
    let point = try #require(fixture.summary.configuration(0)?.curve(.error, on: .test)?.points.first)
    #expect(point == CurvePoint(epoch: 4, mean: 0.06, low: 0.06, high: 0.06, n: 1))
  }

  @Test
  func `finals name split, metric and layer in one order`() throws {
    let finals = try #require(Fixture.rates.summary.configuration(0)).finals
    let names = ["training error ", "training weightNorm hidden1", "validation error ", "test error "]
    #expect(finals.map { "\($0.split) \($0.metric) \($0.layer)" } == names)
    #expect(finals.last?.values.count == 4)
  }

  @Test
  func `values that are not finite are left out`() throws {
    var fixture = Fixture()
    fixture.add(0, test: [0.06, 0.07], validation: [0.05, .nan])
    let configuration = try #require(fixture.summary.configuration(0))
    #expect(configuration.final(.error, on: .validation)?.values.map(\.value) == [0.05])
    #expect(configuration.curve(.error, on: .validation)?.points.map(\.n) == [1, 1])
  }

  @Test
  func `the best validation epoch is the earliest of equals and never epoch 0`() throws {
    let errors = [(0, 0.01), (2, 0.09), (4, 0.05), (6, 0.05), (8, 0.07)]
    let outcome = Fixture().outcome(
      replicate: 0,
      errors.map { EpochMetric(epoch: $0.0, split: .validation, metric: .error, value: $0.1) }
        + errors.map { EpochMetric(epoch: $0.0, split: .training, metric: .loss, value: Double($0.0)) })
    #expect(RepresentingEpoch.bestValidationEpoch(of: outcome) == 4)
    #expect(RepresentingEpoch.bestValidation.value(of: .loss, on: .training, in: outcome) == 4)
    #expect(RepresentingEpoch.last.value(of: .loss, on: .training, in: outcome) == 8)
    #expect(RepresentingEpoch.last.value(of: .loss, on: .test, in: outcome) == nil)
  }
}
