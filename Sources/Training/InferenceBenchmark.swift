import Datasets
import Experiments
import NeuralNets
import Randomness
import Specifications
import Tensors

/// What it costs to ask a network of dense layers, way by way: the same weights, the same images, one thread.
package final class InferenceBenchmark {
  /// A way of asking.
  package enum Way: String, CaseIterable, Sendable {
    case plain, inverted, classic, folded, monteCarlo, closedForm, moments

    /// The way for readers; the design of each is in `docs/inference.md`.
    package func title(samples: Int) -> String {
      switch self {
      case .plain: "network without dropout"
      case .inverted: "inverted dropout, evaluation"
      case .classic: "classic dropout, × p at run time"
      case .folded: "classic dropout, p folded into the weights"
      case .monteCarlo: "Monte Carlo, \(InferenceBenchmark.masks) masks"
      case .closedForm: "DropConnect, Gaussian closed form"
      case .moments: "DropConnect, Gaussian moments, \(samples) samples"
      }
    }
  }

  /// Masks of Monte-Carlo inference.
  package static let masks = 50
  private static let batch = 250

  private let data: Examples
  private let plan: ReplicatePlan
  private let networks: [Way: Network]
  private let gaussian: GaussianInference?
  private let features: FloatBuffer
  private let sums: PredictionSums
  private let samples: Int
  private var positions = [UInt32](repeating: 0, count: InferenceBenchmark.batch)

  /// Trains a network for one epoch, so that its activations are as sparse as trained ones, and gives all ways its
  /// weights; nil for a kind that is not of dense layers alone.
  package init?(_ network: BenchmarkCase, on data: DealtExamples, samples: Int) {
    guard case .mlp = network.network else { return nil }
    self.data = data.test
    self.samples = samples
    let plan = RandomPlan(seed: 1).replicate(0)
    self.plan = plan
    let input = MapShape(data.test.shape)
    var spec = network.trial(
      dropout: true, dataset: DatasetSpec(source: .syntheticDigits, training: 1, validation: 0, test: 0))
    spec.training.epochs = 1
    func layOut(_ dropout: DropoutPlacement) -> Network {
      Network(
        spec.network, dropout: dropout, regularization: Regularization(), optimizer: spec.optimizer, input: input,
        outputs: data.test.classes, capacity: Self.batch, plan: plan)
    }
    let trainer = Trainer(
      PlannedTrial(
        id: TrialID(hex: ""), spec: spec, seed: 1, replicate: 0, configuration: 0, position: 0,
        purpose: .measurement, keepsWeights: true), on: data)
    guard case .success(let trained) = Result(catching: { try trainer.train() }), let weights = trained.outcome.weights
    else { return nil }
    var networks: [Way: Network] = [:]
    for way in Way.allCases {
      let own = layOut(way.dropout(spec.dropout))
      let folded = way == .folded
      for (place, (parameter, tensor)) in zip(own.parameters, weights).enumerated() {
        let factor = Float(folded && place % 2 == 0 ? (place == 0 ? 0.8 : 0.5) : 1)
        own.set(parameter, tensor.values.map { $0 * factor })
      }
      networks[way] = own
    }
    self.networks = networks
    gaussian = networks[.closedForm].map { GaussianInference($0) }
    features = FloatBuffer(Self.batch * input.units)
    sums = PredictionSums(capacity: Self.batch, classes: data.test.classes)
  }

  /// Wall seconds of one round over all images.
  package func measure(_ way: Way) -> Double {
    let start = ResourceUse.now().wall
    for batch in data.batches(of: Self.batch) {
      data.gather(batch, into: UnsafeMutableBufferPointer(start: features.base, count: features.count))
      for (row, index) in batch.enumerated() { positions[row] = data.positions[Int(index)] }
      sums.clear()
      positions.withUnsafeBufferPointer {
        ask(way, UnsafeBufferPointer(rebasing: $0[0..<batch.count]))
      }
    }
    return ResourceUse.now().wall - start
  }

  private func ask(_ way: Way, _ examples: UnsafeBufferPointer<UInt32>) {
    guard let network = networks[way] else { return }
    switch way {
    case .plain, .inverted, .classic, .folded:
      network.forward(features.base, examples: examples, pass: .evaluation)
      sums.add(network.logits, rows: examples.count, weight: 1, mean: .arithmetic)
    case .monteCarlo:
      for sample in 0..<Self.masks {
        network.forward(features.base, examples: examples, pass: .sampling(plan, sample: sample))
        sums.add(network.logits, rows: examples.count, weight: 1, mean: .arithmetic)
      }
    case .closedForm, .moments:
      guard let gaussian else { return }
      gaussian.forward(
        features.base, examples: examples, plan: plan, samples: way == .moments ? samples : nil)
      sums.add(gaussian.logits, rows: examples.count, weight: 1, mean: .arithmetic)
    }
  }
}

extension InferenceBenchmark.Way {
  /// The dropout of the network that is asked this way.
  fileprivate func dropout(_ trained: DropoutPlacement) -> DropoutPlacement {
    func bernoulli(_ rate: Double, _ convention: Convention) -> Dropout {
      .bernoulli(rate: Rate(rate), convention: convention)
    }
    return switch self {
    case .plain, .folded: DropoutPlacement()
    case .inverted, .monteCarlo: trained
    case .classic:
      DropoutPlacement(input: bernoulli(0.2, .classic), hidden: .same(bernoulli(0.5, .classic)))
    case .closedForm, .moments:
      DropoutPlacement(weights: .dropConnect(DropConnect(rate: Rate(0.5))))
    }
  }
}
