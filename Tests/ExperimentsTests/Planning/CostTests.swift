import Experiments
import NeuralNets
import Specifications
import Testing

struct CostTests {
  @Test
  func `multiply-adds are counted by hand`() throws {
    let evaluate = "epochs: 5, evaluate: { every: 2, training: 50 }"
    let spec = try Sample.read(Sample.changed("epochs: 2", evaluate)).configurations[0].spec
    let cost = Cost(of: spec, input: MapShape(channels: 784), outputs: 10)
    let forward = Double(784 * 16 + 16 * 16 + 16 * 10)
    #expect(cost.forward == forward)
    #expect(cost.training == 3 * forward * 200 * 5)
    #expect(cost.evaluation == forward * (3 * (50 + 100) + 100), "after epochs 2, 4 and 5, and the test split once")
    #expect(cost.seconds > 0 && cost.memory > 4 * forward)
  }

  @Test
  func `passes of inference and the networks of cross-validation are counted`() throws {
    let spec = try Sample.read().configurations[0].spec
    func cost(_ inference: [InferenceRequest] = [], _ probes: [ProbeRequest] = []) -> Cost {
      Cost(of: spec, input: MapShape(channels: 784), outputs: 10, inference: inference, probes: probes)
    }
    let plain = cost()
    #expect(plain.answers == 0)
    let masks = InferenceMode.monteCarlo(samples: 30, mean: .arithmetic)
    let asked = cost([
      InferenceRequest(mode: .weightScaling, split: .test), InferenceRequest(mode: masks, split: .validation),
    ])
    #expect(asked.answers == plain.forward * (100 + 30 * 100))
    var dropping = spec
    dropping.dropout.hidden = .same(.bernoulli(rate: Rate(0.5), convention: .inverted))
    for (spec, bank) in [(spec, 1.0), (dropping, 200)] {
      let held = [InferenceMode.weightScaling, masks].map { InferenceRequest(mode: $0, split: .validation, bank: 200) }
      let found = Cost(of: spec, input: MapShape(channels: 784), outputs: 10, inference: held, probes: [])
      #expect(found.answers == plain.forward * (100 + 30 * 100 + bank * 100))
    }
    let folds = cost([], [ProbeRequest(.crossValidation(folds: 10))])
    #expect(folds.answers == 9 * plain.training + 200 * plain.forward)
    #expect(folds.seconds - plain.seconds > 0.99 * folds.answers / 35e9 && folds.memory == plain.memory)
    let sample = ProbeSample(split: .test, examples: 60)
    let predictions = cost([], [ProbeRequest(.predictions(samples: 4), sample: sample)])
    #expect(predictions.answers == 4 * 60 * plain.forward)
  }

  @Test
  func `a trial runs on one core, however many there are`() throws {
    let spec = try Sample.read().configurations[0].spec
    let cost = Cost(of: spec, input: MapShape(channels: 784), outputs: 10)
    #expect(Cost.seconds(of: [cost], jobs: 64) == cost.seconds && Cost.memory(of: [cost], jobs: 64) == cost.memory)
    let four = [Cost](repeating: cost, count: 4)
    #expect(Cost.seconds(of: four, jobs: 2) == 2 * cost.seconds && Cost.memory(of: four, jobs: 2) == 2 * cost.memory)
    #expect(Cost.seconds(of: four, jobs: 3) > 1.3 * cost.seconds && Cost.seconds(of: [], jobs: 3) == 0)
  }

  @Test
  func `every mask on weights is counted where it is drawn, in training and in answers`() throws {
    let spec = try Sample.read().configurations[0].spec
    let weights = Double(784 * 16 + 16 * 16)
    func cost(_ dropout: WeightDropout, _ inference: [InferenceRequest] = []) -> Cost {
      var dropping = spec
      dropping.dropout.weights = .same(dropout)
      return Cost(of: dropping, input: MapShape(channels: 784), outputs: 10, inference: inference)
    }
    /// Multiply-adds per mask, weight and example that presents its own mask, above those of the plain network.
    func perMask(_ rate: Double, group: Int) -> Double {
      let dropped = cost(.dropConnect(DropConnect(rate: Rate(rate), group: group)))
      return (dropped.training - cost(.none).training) / (weights * 200 * 2) * Double(group)
    }
    // What was measured: 1.1 to 1.3 ns for a half, 1.5 to 1.7 for .3.
    #expect(perMask(0.5, group: 1) == 39 && perMask(0.3, group: 1) == 51 && perMask(0, group: 1) == 0)
    #expect(perMask(0.25, group: 1) == 40 && abs(perMask(0.5, group: 10) - 39) < 1e-9)
    let curve = WeightDropout.scheduled(.dropConnect(DropConnect(rate: Rate(0.5))), .ramp(until: 1))
    #expect(cost(curve).training == cost(.dropConnect(DropConnect(rate: Rate(0.3)))).training)

    func answers(_ mode: InferenceMode, bank: Int? = nil, group: Int = 1) -> Double {
      let request = InferenceRequest(mode: mode, split: .validation, bank: bank)
      return cost(.dropConnect(DropConnect(rate: Rate(0.5), group: group)), [request]).answers
    }
    let (forward, noisy) = (cost(.none).forward, cost(.none).forward + 9 * weights)
    #expect(answers(.monteCarlo(samples: 30, mean: .arithmetic)) == 100 * 30 * noisy)
    #expect(answers(.weightScaling, bank: 50) == 100 * (forward + 50 * noisy))
    #expect(answers(.weightScaling, bank: 50, group: 10) == 100 * (forward + 50 * (forward + 0.9 * weights)))
    #expect(answers(.gaussianMoments(samples: 100)) == 100 * (2 * forward + 100 * 200 * 32))
  }
}
