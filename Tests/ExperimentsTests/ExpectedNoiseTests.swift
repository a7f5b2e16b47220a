import Datasets
import Experiments
import NeuralNets
import Specifications
import Testing

struct ExpectedNoiseTests {
  private let half = Dropout.bernoulli(rate: Rate(0.5), convention: .inverted)

  private func spec(_ source: DatasetSource, _ network: NetworkSpec, _ dropout: DropoutPlacement) -> TrialSpec {
    TrialSpec(
      dataset: DatasetSpec(source: source, training: 40, validation: 0, test: 0), network: network, dropout: dropout,
      loss: .crossEntropy(labelSmoothing: 0), regularization: Regularization(),
      optimizer: .sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false),
      training: TrainingSpec(
        batchSize: 10, epochs: 5, schedule: .constant, evaluate: EvaluationSpec(every: 1, training: 10, test: .never)))
  }

  private let cutout = DropoutPlacement(
    input: .cutout(CutoutNoise(size: 14)), hidden: .same(.bernoulli(rate: Rate(0.5), convention: .inverted)))

  @Test func `a folder's shape is not known, and only what depends on it has no expectation`() throws {
    let mlp = NetworkSpec.mlp(MLPSpec(hidden: [6, 5]))
    let named = ExpectedNoise(of: spec(.named(.mnist), mlp, cutout))
    // Rows of a square of 14 inside 28: 7 to 13 where its centre is within 7 rows of the upper edge, 14 for 15 centres,
    // 13 to 8 below.
    let rows = [7, 8, 9, 10, 11, 12, 13] + [Int](repeating: 14, count: 15) + [13, 12, 11, 10, 9, 8]
    let inside = Double(rows.reduce(0, +)) / Double(28 * 28)
    #expect(abs((try #require(named["input"]?.dropFraction)) - inside * inside) < 1e-15)
    let folder = ExpectedNoise(of: spec(.folder(path: "images"), mlp, cutout))
    #expect(folder["input"] == nil && folder["hidden2"] == named["hidden2"])
    #expect(named["hidden2"] == NoiseExpectation(dropFraction: 0.5, mean: 1, variance: 1))
  }

  @Test func `a rate under a curve is that of the steps of the last epoch`() throws {
    let dropout = DropoutPlacement(hidden: .same(.scheduled(half, .early(until: 1))))
    let expected = try #require(
      ExpectedNoise(of: spec(.twoMoons, .mlp(MLPSpec(hidden: [6])), dropout))["hidden1"])
    // Steps begin at .8, .85, .9 and .95 of training, where .1, .075, .05 and .025 are dropped.
    #expect(abs((try #require(expected.dropFraction)) - 0.0625) < 1e-12 && abs(expected.mean - 1) < 1e-12)
    let variances: [Double] = [0.1, 0.075, 0.05, 0.025].map { rate in rate / (1 - rate) }
    #expect(abs(expected.variance - variances.reduce(0, +) / 4) < 1e-12)
  }

  @Test func `of a network that the examples do not fit, of other places and of other programs nothing is expected`() {
    let cnn = NetworkSpec.resnet(ResNetSpec(stages: [4], blocks: 1))
    let dropout = DropoutPlacement(input: half)
    #expect(ExpectedNoise(of: spec(.named(.mnist), cnn, dropout))["input"] != nil)
    #expect(ExpectedNoise(of: spec(.generated(.gapSine(GapSine())), cnn, dropout))["input"] == nil)
    #expect(ExpectedNoise(of: spec(.named(.mnist), cnn, dropout))["hidden1"] == nil)
    var other = spec(.named(.mnist), cnn, dropout)
    other.imported = ImportedConfiguration(factors: [], measures: [])
    #expect(ExpectedNoise(of: other)["input"] == nil)
  }
}
