import Analysis
import Datasets
import Experiments
import NeuralNets
import Reports
import Specifications

/// A report made by hand that shows everything a page can show: ten rates, a failed arm, a diverged and a failed trial.
enum SampleReport {
  static let replicates = 9
  static let rates: [Double?] = [nil, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.95]

  static let report = made()
  static let evidence = gathered()

  /// A report made anew, of evidence gathered anew.
  static func made() -> ExperimentReport {
    ExperimentReport(
      design: design, evidence: gathered(), figures: [figure("error-by-rate"), figure("learning-curves")],
      provenance: provenance)
  }

  static let provenance = ReportProvenance(
    version: "0.1.0", specificationDigest: String(repeating: "4f", count: 32),
    specification: "name: rates\nquestion: Which <rate> & width?\nseed: 2014\n",
    facts: [
      ReportFact("Engine", "1"), ReportFact("Commit", String(repeating: "c0ffee", count: 6), isCode: true),
      ReportFact("Swift", "6.3.1"), ReportFact("Machine", "Linux x86_64, AMD EPYC, 2 cores"),
      ReportFact("Data synthetic-digits", String(repeating: "ab", count: 32), isCode: true),
    ],
    compute: "14 minutes of CPU time in 100 trials on 2 cores",
    reproduction: ["dropout-lab run experiments/rates.yaml", "dropout-lab verify rates"],
    checks: [ReportCheck("5 of 100 trials reproduced bit for bit on 2026-11-28 with 0.1.0 on x86-64", holds: true)])

  static let design = ExperimentDesign(
    name: "rates", question: "Which <retention> probability generalises best, & does width matter?", seed: 2014,
    replicates: replicates, metric: MetricChoice(name: .error, split: .test, at: .last), tier: .standard,
    notes: "Input dropout is off, so that only the hidden rate varies.",
    configurations: rates.indices.map(configuration),
    trials: rates.indices.flatMap { index in (0..<replicates).map { trial(index, $0) } },
    tuning: TuningDesign(split: .validation, metric: .error, seeds: [901, 902]))

  static func configuration(_ index: Int) -> DesignedConfiguration {
    let label = rates[index].map { "bernoulli \($0)" } ?? "none"
    let value = rates[index].map { "{bernoulli: {rate: \($0)}}" } ?? "none"
    let candidates = ["0.01", "0.03", "0.1", "0.3"].enumerated().map { place, value in
      DesignedCandidate(value: value, trials: [TrialID(hex: hex(900 + index * 4 + place))])
    }
    return DesignedConfiguration(
      index: index, label: label, fields: [ConfigurationField(path: "trial.dropout.hidden", value: value)],
      spec: spec(index), baseline: index > 0 ? 0 : nil, isBaseline: index == 0,
      tuned: [
        DesignedTuning(
          path: "trial.optimizer.sgd.learningRate", chosen: index > 7 ? "0.3" : "0.1", candidates: candidates)
      ])
  }

  static func spec(_ index: Int) -> TrialSpec {
    let dropout = rates[index].map { Dropout.bernoulli(rate: Rate($0), convention: .inverted) } ?? .none
    return TrialSpec(
      dataset: DatasetSpec(source: .syntheticDigits, training: 2000, validation: 1000, test: 10000),
      network: .mlp(MLPSpec(hidden: [256, 256])), dropout: DropoutPlacement(hidden: .same(dropout)),
      loss: .crossEntropy(labelSmoothing: 0), regularization: Regularization(),
      optimizer: .sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false),
      training: TrainingSpec(
        batchSize: 100, epochs: 30, schedule: .linear(to: 0),
        evaluate: EvaluationSpec(every: 2, training: 1000, test: .last)))
  }

  static func hex(_ number: Int) -> String {
    let digits = String(number &* 2_654_435_761 & 0xffff_ffff, radix: 16)
    let word = String(repeating: "0", count: 8 - digits.count) + digits
    return String(repeating: word, count: 8)
  }

  static func trial(_ configuration: Int, _ replicate: Int) -> PlannedTrial {
    PlannedTrial(
      id: TrialID(hex: hex(configuration * replicates + replicate)), spec: spec(configuration), seed: 2014,
      replicate: replicate, configuration: configuration, position: replicate * rates.count + configuration,
      purpose: .measurement, keepsWeights: false, inference: InferenceSample.requests,
      probes: ProbeSample.requests)
  }
}

// MARK: - Outcomes and figures

extension SampleReport {
  /// A parabola over the rates with a little noise that is the same every time.
  static func gathered() -> Evidence {
    var outcomes: [TrialID: TrialOutcome] = [:]
    for index in rates.indices {
      let rate = rates[index] ?? 0
      for replicate in 0..<replicates {
        let noise = Double((index * 7 + replicate * 13) % 11 - 5) * 0.0004 + Double(replicate % 4) * 0.001
        let error = rate > 0.9 ? 0.85 : 0.05 + 0.06 * (rate - 0.45) * (rate - 0.45) + noise
        outcomes[trial(index, replicate).id] = outcome(error, training: rate > 0.9 ? 0.84 : 0.002 + 0.02 * rate)
      }
      for (place, value) in [0.08, 0.06, 0.055, 0.058].enumerated() {
        outcomes[TrialID(hex: hex(900 + index * 4 + place))] = outcome(value + 0.001 * Double(index), training: 0)
      }
    }
    let diverged = trial(8, 3).id
    let failed = trial(7, 5).id
    outcomes[diverged] = TrialOutcome(
      status: .diverged(epoch: 4), metrics: [], digests: digests, correctness: [], weights: nil)
    outcomes[failed] = nil
    return Evidence(
      outcomes: outcomes, failures: [failed: FailedAttempts(count: 2, reason: "timed out after 60 s")],
      inference: InferenceSample.records(of: outcomes), probes: ProbeSample.records(of: outcomes))
  }

  private static let digests = TrialDigests(batchOrder: "order", initialWeights: [], finalWeights: "")

  private static func outcome(_ error: Double, training: Double) -> TrialOutcome {
    let metrics = [
      EpochMetric(epoch: 30, split: .training, metric: .error, value: training),
      EpochMetric(epoch: 30, split: .validation, metric: .error, value: error + 0.002),
      EpochMetric(epoch: 30, split: .test, metric: .error, value: error),
      EpochMetric(epoch: 30, split: .test, metric: .gap, value: error - training),
      EpochMetric(epoch: 30, split: .test, metric: .nll, value: error * 3.5),
      EpochMetric(epoch: 30, split: .test, metric: .ece, value: error / 4),
    ]
    return TrialOutcome(status: .completed, metrics: metrics, digests: digests, correctness: [], weights: nil)
  }

  static func figure(_ name: String) -> ReportFigure {
    ReportFigure(
      name: name, caption: "Test error against the rate of dropping; dots are the 9 replicates, bars 95 % t intervals.",
      alternative: "Scatter plot: test error in percent against rate; lowest near rate 0.45, higher at both ends.",
      png: picture, width: 640, height: 400,
      data: DataTable(
        name: "Numbers of \(name)", caption: "Mean test error (%) per rate.",
        columns: [.init("Rate"), .init("Mean"), .init("95 % interval")],
        rows: [.init("0", cells: ["6.1", "5.9 to 6.3"]), .init("0.5", cells: ["5.1", "4.9 to 5.3"])]))
  }

  /// A grey PNG of one pixel.
  static let picture: [UInt8] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82, 0,
    0x81, 0x77, 0xcd, 0x72, 0xb6, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
  ]
}
