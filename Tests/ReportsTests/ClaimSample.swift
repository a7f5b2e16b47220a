import Analysis
import Experiments
import Reports

/// The sample report with claims of every tone.
enum ClaimSample {
  static let report: ExperimentReport = {
    let sample = SampleReport.report
    let freezing = Freezing(
      name: "other", tier: nil, digest: "", effective: "", commit: "", frozenAt: 0, trialsRead: 0)
    let experiment = try? Experiment.read(yaml: Self.experiment, file: "sample.yaml")
    let summary = ExperimentSummary(of: design, evidence: SampleReport.evidence)
    return ExperimentReport(
      design: design, summary: summary, export: sample.export,
      figures: (try? [PlotRecipe.claimForest.draw(source(summary))].compactMap { $0 } + sample.figures) ?? [],
      provenance: sample.provenance,
      protocolFinding: experiment.map { ProtocolFinding(of: $0, freezings: [freezing], claimsFile: "later.yaml") })
  }()

  static func source(_ summary: ExperimentSummary) -> PlotSource {
    PlotSource(summary: summary, specificationDigest: "4f", version: "0.1.0")
  }

  static let design: ExperimentDesign = {
    let design = SampleReport.design
    return ExperimentDesign(
      name: design.name, question: design.question, seed: design.seed, replicates: design.replicates,
      metric: design.metric, tier: design.tier, notes: design.notes, configurations: design.configurations,
      trials: design.trials, tuning: design.tuning, claims: claims)
  }()

  private static let error = Measure.epoch(MetricChoice(name: .error, split: .test, at: .last), layer: "")
  private static func arm(_ indices: Int...) -> ClaimArm {
    ClaimArm(indices.map { ArmTerm(configuration: $0, measure: error) })
  }

  private static func difference(_ better: Int, _ than: Int, delta: Double) -> ClaimQuestion {
    .difference(ClaimContrast(better: arm(better), than: arm(than)), delta: delta)
  }

  static let claims = [
    Claim(
      id: "C1", statement: "Half is <better> than nothing.", source: "Srivastava & others 2014",
      question: difference(5, 0, delta: 0.05), scale: .relative,
      published: PublishedValue(value: 0.22, mark: .read, source: "table 9", note: "MNIST")),
    Claim(id: "C2", statement: "Nothing is better than half.", question: difference(0, 5, delta: 0.001)),
    Claim(
      id: "C3", statement: "The rates .4 and .5 agree.",
      question: .equivalence([arm(4), arm(5)], reference: arm(4), margin: 0.002)),
    Claim(id: "C4", statement: "Near one it still trains.", question: difference(9, 0, delta: 0.01)),
    Claim(
      id: "C5", statement: "A high rate is worse.", question: difference(5, 8, delta: 0.002),
      published: PublishedValue(value: 0.9, mark: .memory), qualifiedBy: "on small networks"),
    Claim(id: "C6", statement: "Both hold.", question: .allOf(["C1", "C2"])),
  ]

  static let experiment = """
    name: rates
    question: Which?
    seed: 1
    replicates: 9
    trial:
      dataset: { name: synthetic-digits, training: 200, validation: 100, test: 100 }
      network: { mlp: { hidden: [16] } }
      optimizer: { sgd: { learningRate: 0.1 } }
      training: { batchSize: 20, epochs: 2 }
    """
}
