import Cluster
import Datasets
import Experiments
import Files
import Foundation
import Testing

struct RunPlanTests {
  @Test(arguments: [true, false])
  func `a plan comes back from its file, and equal plans are equal bytes`(isTuned: Bool) throws {
    let plan = try RunFixture.plan(tunes: !isTuned)
    #expect(plan.text.hasPrefix("{\"plan\":{\"binary\":\"feed\""))
    #expect(try RunPlan(text: plan.text, path: "plan.json") == plan)
    #expect(try RunPlan(text: plan.text, path: "plan.json").text == plan.text)
  }

  @Test(arguments: [("momentum: 0.9", "momentum: 0.8"), ("\"engine\":\"", "\"engine\":\"9"), ("tune 0", "tune 1")])
  func `a plan that was edited is refused`(_ old: String, _ new: String) throws {
    let text = try RunFixture.plan(tunes: true).text
    let edited = text.replacing(old, with: new, maxReplacements: 1)
    #expect(edited != text)
    let error = #expect(throws: RunFolderError.self) { _ = try RunPlan(text: edited, path: "runs/a/plan.json") }
    #expect(error?.description.hasPrefix("runs/a/plan.json: it was changed after it was frozen") == true)
  }

  @Test(arguments: ["", "{}", "{\"plan\": 3}", "[1, 2]", "{\"plan\":{},\"sha256\":\"00\"}", "{"])
  func `what is no plan is refused`(_ text: String) {
    #expect(throws: RunFolderError.self) { _ = try RunPlan(text: text, path: "plan.json") }
  }

  @Test func `a plan that tunes knows its compared trials once their values are chosen, and not before`() throws {
    let frozen = try FrozenRun(RunFixture.plan(tunes: true), path: "plan.json")
    #expect(frozen.plan.tuningCount == 4)
    let before = frozen.trials { _ in nil }
    #expect(before.prefix(4).allSatisfy { $0 != nil } && before.dropFirst(4).allSatisfy { $0 == nil })
    // The higher learning rate is better for both configurations.
    let better = Set(frozen.trials.tuning.filter { $0.candidate == 1 }.map(\.trial.id))
    let after = frozen.trials { RunFixture.outcome(error: better.contains($0) ? 0.1 : 0.2) }
    #expect(after.compactMap(\.self) == frozen.trials.tuning.map(\.trial) + frozen.trials.measurement(choices: [1, 1]))
  }

  @Test func `every parameter set of a recipe has its own digest, and one of an earlier plan is found by its name`()
    throws
  {
    let text = """
      name: two
      question: Do both have a name?
      seed: 1
      replicates: 1
      metric: { name: meanSquare }
      trial:
        dataset: { name: linear-regression, training: 50, validation: 10, test: 20 }
        network: linear
        loss: meanSquaredError
        optimizer: { sgd: { learningRate: 0.001 } }
        training: { batchSize: 10, epochs: 2 }
      vary: { trial.dataset.name: [linear-regression, { linear-regression: { correlation: 0.9 } }] }
      """
    let experiment = try Experiment.read(yaml: text, file: "two.yaml")
    let sources = experiment.configurations.map(\.spec.dataset.source)
    func plan(_ data: [DataDigest]) throws -> RunPlan {
      let plan = RunPlan(run: "5d1f", experiment: experiment, data: data, binary: "feed", choices: [], tasks: [])
      return try RunPlan(text: plan.text, path: "plan.json")
    }
    let today = try plan(zip(sources, ["aa", "bb"]).map { DataDigest(key: $0.key, digest: $1) })
    #expect(sources.map { today.digest(of: $0) } == ["aa", "bb"])
    let earlier = try plan([DataDigest(key: "linear-regression", digest: "cc")])
    #expect(sources.map { earlier.digest(of: $0) } == ["cc", "cc"])
  }

  @Test func `choices that were made before a run are its own, without scores`() throws {
    let frozen = try FrozenRun(RunFixture.plan(tunes: false), path: "plan.json")
    let choices = try #require(frozen.choices { _ in nil })
    #expect(choices.map(\.chosen) == [1, 0] && choices.allSatisfy { $0.scores.isEmpty })
    #expect(frozen.choices { _ in RunFixture.outcome(error: 0.1) }?.allSatisfy { $0.scores.count == 2 } == true)
    #expect(frozen.trials.measurement(choices: [1, 0]).allSatisfy(frozen.trains))
    #expect(!frozen.trials.tuning.contains { frozen.trains($0.trial) })
    let tuning = try FrozenRun(RunFixture.plan(tunes: true), path: "plan.json")
    #expect(tuning.choices { _ in nil } == nil)
    #expect(tuning.trials.tuning.allSatisfy { tuning.trains($0.trial) })
    #expect(tuning.trials.measurement(choices: [0, 1]).allSatisfy(tuning.trains))
  }

  @Test func `a plan whose trials this program would name otherwise is refused`() throws {
    let plan = try RunFixture.plan(tunes: false, trial: TrialID(hex: String(repeating: "0", count: 64)))
    let error = #expect(throws: RunFolderError.self) { _ = try FrozenRun(plan, path: "plan.json") }
    #expect(error?.description.contains("compare 0 is trial") == true)
  }
}

/// A small run whose results are made up.
enum RunFixture {
  static let yaml = """
    name: small
    question: Does it go all the way?
    seed: 3
    replicates: 2
    baseline: { trial.dropout.hidden: none }
    trial:
      dataset: { name: synthetic-digits, training: 200, validation: 100, test: 100 }
      network: { mlp: { hidden: [16] } }
      optimizer: { sgd: { learningRate: 0.1, momentum: 0.9 } }
      training: { batchSize: 20, epochs: 4, evaluate: { every: 2, training: 100 } }
    tune: { trial.optimizer.sgd.learningRate: [0.03, 0.1], seeds: [901], on: validation.error }
    vary:
      trial.dropout.hidden: [none, { bernoulli: { rate: 0.2 } }]
    """

  /// `trial` stands at the first task instead of the true one.
  static func plan(tunes: Bool, trial: TrialID? = nil) throws -> RunPlan {
    let experiment = try Experiment.read(yaml: yaml, file: "small.yaml")
    let plan = Plan(experiment) { _ in "da7a" }
    let tuning = plan.tuning.map { RunTask(stage: .tune, position: $0.trial.position, trial: $0.trial.id) }
    let compared = plan.measurement(choices: [1, 0]).map { task in
      RunTask(
        stage: .compare, position: task.position, trial: tunes ? nil : task.position == 0 ? trial ?? task.id : task.id)
    }
    let key = experiment.configurations[0].spec.dataset.source.key
    return RunPlan(
      run: "5d1f", experiment: experiment, data: [DataDigest(key: key, digest: "da7a")], binary: "feed",
      choices: tunes ? [] : [1, 0], tasks: (tunes ? tuning : []) + compared)
  }

  static func outcome(error: Double, weights: [NamedTensor]? = nil) -> TrialOutcome {
    TrialOutcome(
      status: .completed,
      metrics: [EpochMetric(epoch: 4, split: .validation, metric: .error, value: error)],
      digests: TrialDigests(
        batchOrder: "0a", initialWeights: [LayerDigest(layer: "hidden1", digest: "0b")], finalWeights: "0c"),
      correctness: [3, 255], weights: weights)
  }

  static func result(_ trial: PlannedTrial, error: Double = 0.1, host: String = "n1") -> TrialResult {
    let tensor = NamedTensor(name: "0.weight", shape: [2, 2], values: [0.1, -0.0, .leastNonzeroMagnitude, 3])
    return TrialResult(
      finished: FinishedTrial(
        trial: trial, outcome: outcome(error: error, weights: [tensor]),
        measurements: TrialMeasurements(
          startedAt: 1, trainingSeconds: 2, evaluationSeconds: 3, cpuSeconds: 4, peakMemory: 5, host: host),
        inference: [
          InferenceRecord(
            request: InferenceRequest(mode: .weightScaling, split: .test),
            values: [InferenceValue(samples: 1, metric: .error, value: error)]),
          InferenceRecord(
            request: InferenceRequest(mode: .gaussianClosedForm, split: .test, bank: 7),
            values: [InferenceValue(samples: 1, metric: .divergenceFromMasks, value: error / 3)]),
        ],
        probes: [
          ProbeRecord(
            request: ProbeRequest(.filters), values: [ProbeValue(.accuracyDrop, layer: "hidden1", at: 0.5, .infinity)])
        ]), provenance: "dropout-lab: 0.1.0\nCPU: some")
  }

  /// Calls the body with a folder of the run, which is removed afterwards.
  static func inFolder(tunes: Bool = false, _ body: (RunFolder, FrozenRun) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)")
    defer { do { try FileManager.default.removeItem(at: url) } catch {} }
    let folder = try RunFolder.create(url, plan: try plan(tunes: tunes))
    try body(folder, try folder.frozen())
  }
}
