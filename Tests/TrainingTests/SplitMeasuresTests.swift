import Experiments
import Testing

@testable import Training

struct SplitMeasuresTests {
  @Test func `calibration error is the weighted distance of confidence and accuracy per bin`() {
    // Bins of 1/15: .95 and .99 share the last one (.9333, 1], .5 lies in (.4667, .5333], .3 in (.2667, .3333].
    let confidences: [Float] = [0.95, 0.99, 0.5, 0.5, 0.3]
    let hits = [true, false, true, true, false]
    let expected = ((1 - 0.95 - 0.99).magnitude + (2 - 1.0) + 0.3) / 5
    let found = SplitMeasures.calibrationError(confidences: confidences, hits: hits)
    #expect((found - expected).magnitude < 1e-7)
  }

  @Test func `a confidence on the border of two bins belongs to the lower one, 1 to the last, 0 to the first`() {
    // 1/3 in Float is above a third: it lies in the sixth bin, with .35; .2 in Float is above 3/15.
    let together = SplitMeasures.calibrationError(confidences: [0.5, 0.5], hits: [true, false], bins: 2)
    #expect(together == 0)
    #expect(
      SplitMeasures.calibrationError(confidences: [0.5, 0.75], hits: [false, true], bins: 2) == (0.5 + 0.25) / 2)
    #expect(SplitMeasures.calibrationError(confidences: [1, 0], hits: [true, false]) == 0)
    #expect(SplitMeasures.calibrationError(confidences: [], hits: []) == 0)
  }

  @Test func `a confidence that is not a number makes calibration none, and does not trap`() {
    #expect(SplitMeasures.calibrationError(confidences: [0.5, .nan], hits: [true, false]).isNaN)
  }

  @Test func `correctness has one bit per example, the lowest first`() {
    var measures = SplitMeasures(kind: .classes, count: 10, layers: [])
    measures.hits = [true, false, true, true, false, false, false, false, false, true]
    #expect(measures.correctness == [0b0000_1101, 0b10])
    #expect(measures.error == 0.6)
  }

  @Test func `metrics are means in the order of the catalogue`() {
    var measures = SplitMeasures(
      kind: .classes, count: 2,
      layers: [MeasuredLayer(name: "hidden1", units: 5), MeasuredLayer(name: "hidden2", units: 4)])
    measures.losses = [1, 2]
    measures.nll = [0.5, 1]
    measures.brier = [0.25, 0.5]
    measures.confidences = [1, 1]
    measures.hits = [true, false]
    measures.nonzero = [7, 8]
    var training = SplitMeasures(kind: .classes, count: 4, layers: [])
    training.hits = [true, true, true, false]
    let found = measures.metrics(at: 6, .validation, reference: training)
    #expect(found.allSatisfy { $0.epoch == 6 && $0.split == .validation })
    #expect(found.map(\.value) == [1.5, 0.5, 0.5, 0.75, 0.5, 0.375, 0.25, 0.3, 0])
    #expect(found.map(\.layer).suffix(2) == ["hidden1", "hidden2"])
    #expect(SplitMeasures(kind: .classes, count: 0, layers: []).metrics(at: 1, .test, reference: nil).isEmpty)
  }

  @Test func `a language has a perplexity, numbers have a mean square, and neither has the other's`() {
    var language = SplitMeasures(kind: .symbols, count: 2, layers: [])
    language.losses = [1, 2]
    language.nll = [0, 2, 1, 1]
    language.hits = [true, false, true, true]
    let found = language.metrics(at: 1, .test, reference: nil)
    #expect(found.map(\.metric) == [.loss, .error, .accuracy, .nll, .perplexity])
    #expect((found[4].value - 2.718281828459045).magnitude < 1e-15)
    #expect(found[1].value == 0.25)

    var numbers = SplitMeasures(kind: .numbers, count: 2, layers: [])
    numbers.losses = [1, 2]
    numbers.squares = [4, 5]
    let metrics = numbers.metrics(at: 1, .test, reference: numbers)
    #expect(metrics.map(\.metric) == [.loss, .meanSquare])
    #expect(metrics.map(\.value) == [1.5, 4.5])
    #expect(numbers.correctness.isEmpty)
  }
}
