import Analysis
import Experiments
import Testing

struct TrialReplayTests {
  private static let metrics = [
    EpochMetric(epoch: 1, split: .training, metric: .loss, value: 2),
    EpochMetric(epoch: 1, split: .validation, metric: .error, value: 0),
    EpochMetric(epoch: 2, split: .training, metric: .loss, value: 1),
    EpochMetric(epoch: 2, split: .test, metric: .nll, value: .nan),
  ]

  private static func outcome(
    _ metrics: [EpochMetric] = metrics, status: TrialStatus = .completed, order: String = "order",
    initial: String = "start", final: String = "end", correctness: [UInt8] = [7]
  ) -> TrialOutcome {
    TrialOutcome(
      status: status, metrics: metrics,
      digests: TrialDigests(
        batchOrder: order, initialWeights: [LayerDigest(layer: "hidden1", digest: initial)], finalWeights: final),
      correctness: correctness, weights: nil)
  }

  private static func replay(
    _ again: TrialOutcome, probes: [ProbeRecord] = [], nowProbes: [ProbeRecord] = []
  ) -> TrialReplay {
    let nothing = TrialMeasurements(
      startedAt: 0, trainingSeconds: 0, evaluationSeconds: 0, cpuSeconds: 0, peakMemory: 0, host: "")
    let trial = Fixture.rates.design.trials[0]
    return TrialReplay(
      recorded: outcome(), probes: probes,
      now: FinishedTrial(trial: trial, outcome: again, measurements: nothing, probes: nowProbes))
  }

  private static func changing(_ index: Int, to value: Double) -> [EpochMetric] {
    var changed = metrics
    let old = changed[index]
    changed[index] = EpochMetric(
      epoch: old.epoch, split: old.split, metric: old.metric, layer: old.layer, value: value)
    return changed
  }

  @Test
  func `the same numbers agree, zeros of either sign, NaN, and more metrics beside included`() {
    #expect(Self.replay(Self.outcome()).agrees)
    #expect(Self.replay(Self.outcome(Self.changing(1, to: -0.0))).agrees)
    let more = Self.metrics + [EpochMetric(epoch: 2, split: .test, metric: .error, value: 1)]
    #expect(Self.replay(Self.outcome(more)).agrees)
  }

  @Test
  func `one last bit differs, and the first epoch and metric that do are named`() {
    let replay = Self.replay(Self.outcome(Self.changing(2, to: 1.0.nextUp), final: "other"))
    #expect(replay.first?.what == "training loss after epoch 2")
    #expect(replay.first?.recorded == "1.0" && replay.first?.now == "1.0000000000000002")
    #expect(replay.differences.count == 2 && !replay.agrees)
    #expect(replay.agrees(within: 1e-12))
  }

  @Test
  func `what is near is told from what is far, and a number that is missing or not finite is never near`() {
    let near = Self.replay(Self.outcome(Self.changing(0, to: 2.02)))
    #expect(near.agrees(within: 0.01) && !near.agrees(within: 0.009))
    #expect(((near.largest ?? 0) - 0.02 / 2.02).magnitude < 1e-15)
    #expect(!Self.replay(Self.outcome(Array(Self.metrics.dropFirst()))).agrees(within: 1e9))
    #expect(!Self.replay(Self.outcome(Self.changing(3, to: 1))).agrees(within: 1e9))
  }

  @Test
  func `another order, another start or another end is never near, and comes first where it is the cause`() {
    for (again, what) in [
      (Self.outcome(Self.changing(0, to: 3), order: "other"), "the batch order"),
      (Self.outcome(Self.changing(0, to: 3), initial: "other"), "the initial weights of hidden1"),
      (Self.outcome(status: .diverged(epoch: 2)), "its end"),
    ] {
      let replay = Self.replay(again)
      #expect(replay.first?.what == what)
      #expect(!replay.agrees(within: 1e9))
    }
    #expect(Self.replay(Self.outcome(correctness: [3])).first?.recorded == "3 right")
  }
}
