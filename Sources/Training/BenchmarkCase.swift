import Datasets
import Experiments
import NeuralNets
import Randomness
import Specifications
import Tensors

/// A network whose training speed is measured, the same as in `Benchmarks/peer.py`.
package enum BenchmarkCase: String, CaseIterable, Sendable {
  /// 784-1024-1024-1024-10, batch 128.
  case a
  /// 784-256-256-10, batch 64.
  case b
  /// Two 5 × 5 convolutions of 32 and 64 channels with pooling, 1024-128-10, batch 64; channels dropped at .25.
  case c
  /// Residual stages of 16, 32 and 64 channels, two blocks each, batch 64; stochastic depth to .5, a gate per example.
  case d
  /// LSTM of 128 units over the 28 rows of an image, batch 64; tied masks of .25 on inputs and state.
  case e

  var network: NetworkSpec { network(.relu) }

  func network(_ activation: Activation) -> NetworkSpec {
    switch self {
    case .a: .mlp(MLPSpec(hidden: [1024, 1024, 1024]))
    case .b: .mlp(MLPSpec(hidden: [256, 256]))
    case .c:
      .cnn(
        CNNSpec(
          convolutions: [32, 64].map { ConvolutionSpec(channels: $0, kernel: 5, pool: .max(size: 2, stride: 2)) },
          hidden: [128], activation: activation))
    case .e: .recurrent(RecurrentSpec(cell: .lstm, units: 128))
    case .d: .resnet(ResNetSpec(stages: [16, 32, 64], blocks: 2))
    }
  }

  private var dropout: DropoutPlacement {
    func bernoulli(_ rate: Double) -> Dropout { .bernoulli(rate: Rate(rate), convention: .inverted) }
    return switch self {
    case .a, .b: DropoutPlacement(input: bernoulli(0.2), hidden: .same(bernoulli(0.5)))
    case .c:
      DropoutPlacement(hidden: .same(bernoulli(0.5)), maps: .each([.none, .spatial(rate: Rate(0.25))]))
    case .e:
      DropoutPlacement(recurrent: RecurrentDropout(input: Rate(0.25), state: .tied(rate: Rate(0.25))))
    case .d:
      DropoutPlacement(
        residual: .stochasticDepth(StochasticDepth(survival: .linear(last: 0.5), gate: .example, convention: .inverted))
      )
    }
  }

  var batchSize: Int {
    switch self {
    case .a: 128
    case .b, .c, .d, .e: 64
    }
  }

  /// The network with its dropout, or without.
  package func trial(dropout: Bool, dataset: DatasetSpec) -> TrialSpec {
    TrialSpec(
      dataset: dataset, network: network, dropout: dropout ? self.dropout : DropoutPlacement(),
      loss: .crossEntropy(labelSmoothing: 0), regularization: Regularization(),
      optimizer: .sgd(learningRate: 0.01, momentum: .constant(0.9), nesterov: false),
      training: TrainingSpec(
        batchSize: batchSize, epochs: 1_000_000, schedule: .constant,
        evaluate: EvaluationSpec(every: 1_000_000, training: 0, test: .never)))
  }
}

/// Training speed of one network on one thread, measured over a span of wall time.
package struct SpeedMeasurement: Hashable, Sendable {
  package let examples: Int
  package let seconds: Double
  /// Seconds on the monotonic clock at the end of the first step.
  package let firstStepAt: Double
  package let peakMemory: Int

  /// CPU seconds of the thread per step.
  package let stepSeconds: Double

  /// Trains for `seconds` after twenty steps of warm-up.
  package static func measure(
    _ trial: PlannedTrial, on data: DealtExamples, seconds: Double
  ) -> SpeedMeasurement {
    let trainer = Trainer(trial, on: data)
    var steps = 0
    var firstStepAt = 0.0
    var (begin, end) = (ResourceUse.now(), ResourceUse.now())
    let warmUp = 20
    _ = Result {
      try trainer.train(isCancelled: {
        let now = ResourceUse.now()
        if steps == 1 { firstStepAt = now.wall }
        if steps == warmUp { begin = now }
        if steps > warmUp, now.wall - begin.wall >= seconds {
          end = now
          return true
        }
        steps += 1
        return false
      })
    }
    let size = trial.spec.training.batchSize
    let perEpoch = (data.training.count + size - 1) / size
    let examples = (warmUp..<max(steps, warmUp)).reduce(0) { sum, step in
      sum + (step % perEpoch == perEpoch - 1 ? data.training.count - size * (perEpoch - 1) : size)
    }
    return SpeedMeasurement(
      examples: examples, seconds: end.wall - begin.wall, firstStepAt: firstStepAt,
      peakMemory: ResourceUse.peakMemory(), stepSeconds: (end.cpu - begin.cpu) / Double(max(1, steps - warmUp)))
  }
}
