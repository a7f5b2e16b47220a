import Analysis
import Datasets
import Experiments
import Files
import NeuralNets
import Reports
import Specifications

/// Experiments made by hand for plots: rates in one arm or two, or configurations without a rate.
struct PlotFixture {
  struct Arm {
    let label: String
    let rate: Double?
    let widths: [Int]
    var activation = Activation.relu
    var fails = false
  }

  var arms: [Arm]
  var replicates = 9
  var epochs = 20
  var isTuned = true
  var hasValidation = true
  /// Whether every trial is asked in some modes of inference.
  var isAsked = false

  /// So many rates at n = 256 and, when `hasSecondArm`, as many at n = 64 / p; the highest rate fails in the second.
  static func rates(_ count: Int, hasSecondArm: Bool = false) -> PlotFixture {
    let rates = (0..<count).map { count == 1 ? 0 : (Double($0) * 0.9 / Double(count - 1) * 100).rounded() / 100 }
    let fixed = rates.map { rate in
      Arm(label: rate == 0 ? "256-256, none" : "256-256, bernoulli \(rate)", rate: rate, widths: [256, 256])
    }
    let following = rates.map { rate in
      let width = Int((64 / (1 - rate)).rounded())
      return Arm(
        label: "\(width)-\(width), " + (rate == 0 ? "none" : "bernoulli \(rate)"), rate: rate, widths: [width, width],
        fails: rate == rates.last)
    }
    return PlotFixture(arms: fixed + (hasSecondArm ? following : []))
  }

  /// So many configurations that differ in more than a rate.
  static func categories(_ count: Int) -> PlotFixture {
    let activations: [Activation] = [.relu, .tanh, .sigmoid, .leakyReLU(slope: 0.01), .identity]
    return PlotFixture(
      arms: (0..<count).map { index in
        Arm(
          label: "hidden 256-256, activation number \(index), weight decay 0.000\(index)", rate: nil,
          widths: [256, 256], activation: activations[index % 5], fails: index == 3)
      })
  }

  var source: PlotSource {
    PlotSource(
      summary: ExperimentSummary(of: design, evidence: evidence),
      specificationDigest: String(repeating: "4f", count: 32), version: "0.1.0")
  }

  var design: ExperimentDesign {
    ExperimentDesign(
      name: "rates", question: "Which rate generalises best?", seed: 2014, replicates: replicates,
      metric: MetricChoice(name: .error, split: .test, at: .last),
      configurations: arms.indices.map(configuration),
      trials: arms.indices.flatMap { index in (0..<replicates).map { trial(index, $0) } },
      tuning: isTuned ? TuningDesign(split: .validation, metric: .error, seeds: [901]) : nil)
  }

  private func configuration(_ index: Int) -> DesignedConfiguration {
    let arm = arms[index]
    let value = arm.rate.map { $0 == 0 ? "none" : "{bernoulli: {rate: \($0)}}" }
    let values = ["0.01", "0.03", "0.1", "0.3"]
    let fields =
      value.map {
        [
          ConfigurationField(path: "trial.dropout.hidden", value: $0),
          ConfigurationField(path: "trial.network.mlp.hidden", value: "\(arm.widths)"),
        ]
      } ?? [ConfigurationField(path: "trial.network.mlp.activation", value: "\(index)")]
    return DesignedConfiguration(
      index: index, label: arm.label, fields: fields, spec: spec(index), baseline: index > 0 ? 0 : nil,
      isBaseline: index == 0,
      tuned: isTuned
        ? [
          DesignedTuning(
            path: "trial.optimizer.sgd.learningRate", chosen: values[min(3, 1 + index % 3)],
            candidates: values.enumerated().map { place, value in
              DesignedCandidate(value: value, trials: [TrialID(hex: hex(100_000 + index * 4 + place))])
            })
        ] : [])
  }

  private func spec(_ index: Int) -> TrialSpec {
    let arm = arms[index]
    let dropout = arm.rate.map { $0 == 0 ? Dropout.none : .bernoulli(rate: Rate($0), convention: .inverted) } ?? .none
    return TrialSpec(
      dataset: DatasetSpec(source: .syntheticDigits, training: 2000, validation: 1000, test: 10000),
      network: .mlp(MLPSpec(hidden: arm.widths, activation: arm.activation)),
      dropout: DropoutPlacement(hidden: .same(dropout)), loss: .crossEntropy(labelSmoothing: 0),
      regularization: Regularization(),
      optimizer: .sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false),
      training: TrainingSpec(
        batchSize: 100, epochs: epochs, schedule: .linear(to: 0),
        evaluate: EvaluationSpec(every: 2, training: 1000, test: .last)))
  }

  private func hex(_ number: Int) -> String {
    let digits = String((number + 1) &* 2_654_435_761 & 0xffff_ffff, radix: 16)
    return String(repeating: String(repeating: "0", count: 8 - digits.count) + digits, count: 8)
  }

  private func trial(_ configuration: Int, _ replicate: Int) -> PlannedTrial {
    PlannedTrial(
      id: TrialID(hex: hex(configuration * replicates + replicate)), spec: spec(configuration), seed: 2014,
      replicate: replicate, configuration: configuration, position: 0, purpose: .measurement, keepsWeights: false,
      inference: isAsked ? InferenceSample.requests : [], probes: isAsked ? ProbeSample.requests : [])
  }
}

// MARK: - Outcomes

extension PlotFixture {
  private static let digests = TrialDigests(batchOrder: "order", initialWeights: [], finalWeights: "")

  var evidence: Evidence {
    var outcomes: [TrialID: TrialOutcome] = [:]
    for index in arms.indices {
      for replicate in 0..<replicates { outcomes[trial(index, replicate).id] = outcome(index, replicate) }
      for place in 0..<4 {
        let error = 0.06 + 0.004 * Double((place + index) % 4)
        outcomes[TrialID(hex: hex(100_000 + index * 4 + place))] = TrialOutcome(
          status: .completed, metrics: [EpochMetric(epoch: epochs, split: .validation, metric: .error, value: error)],
          digests: Self.digests, correctness: [], weights: nil)
      }
    }
    return Evidence(
      outcomes: outcomes, inference: isAsked ? InferenceSample.records(of: outcomes) : [:],
      probes: isAsked ? ProbeSample.records(of: outcomes) : [:])
  }

  /// A parabola over the rate with noise that is the same every time, and curves that fall as 1 / epoch.
  private func outcome(_ index: Int, _ replicate: Int) -> TrialOutcome {
    let arm = arms[index]
    let rate = arm.rate ?? 0.2 + Double(index * 5 % 11) * 0.05
    let noise = Double((index * 7 + replicate * 13) % 11 - 5) * 0.0006 + Double(replicate % 4) * 0.001
    let width = Double(arm.widths.first ?? 256)
    let test = arm.fails ? 0.85 : 0.05 + 0.06 * (rate - 0.45) * (rate - 0.45) + 0.4 / width + noise
    let training = arm.fails ? 0.84 : 0.001 + 0.02 * rate * rate + noise / 4 + 0.0008
    var metrics: [EpochMetric] = []
    for epoch in stride(from: 2, through: epochs, by: 2) {
      let fall = arm.fails ? 0.02 : 0.3 / Double(epoch) - 0.3 / Double(epochs)
      metrics.append(EpochMetric(epoch: epoch, split: .training, metric: .error, value: training + fall))
      guard hasValidation else { continue }
      metrics.append(EpochMetric(epoch: epoch, split: .validation, metric: .error, value: test + 0.002 + fall * 0.7))
    }
    metrics.append(EpochMetric(epoch: epochs, split: .test, metric: .error, value: test))
    metrics.append(EpochMetric(epoch: epochs, split: .test, metric: .gap, value: test - training))
    return TrialOutcome(status: .completed, metrics: metrics, digests: Self.digests, correctness: [], weights: nil)
  }
}

/// Tiny data sets of two classes.
enum DataFixture {
  static var digits: LoadedDataset { dataset(.syntheticDigits, ExampleShape(height: 4, width: 4)) }
  static var moons: LoadedDataset { dataset(.twoMoons, ExampleShape(height: 1, width: 2)) }

  private static func dataset(_ source: DatasetSource, _ shape: ExampleShape) -> LoadedDataset {
    let examples = StoredExamples(
      shape: shape, bytes: (0..<(shape.features * 8)).map { UInt8($0 * 37 % 256) }, labels: [0, 1, 0, 1, 0, 1, 0, 1])
    return LoadedDataset(
      source: source, training: examples, test: examples, classes: 2, digest: SHA256.digest(of: "examples"))
  }
}
