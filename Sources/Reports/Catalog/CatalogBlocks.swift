import Datasets
import Experiments
import NeuralNets
import Specifications

/// The blocks of an experiment, each with every key it has, as their readers ask for them.
enum CatalogBlocks {
  static let section = CatalogSection("block", title: "Blocks of an experiment", entries: whole + parts)

  /// Has every block that a trial cannot do without, and a claim.
  static let specimen = """
    name: specimen
    question: Does dropout help?
    seed: 1
    replicates: 6
    trial:
      dataset: { name: synthetic-digits, training: 200, validation: 100, test: 100 }
      network: { mlp: { hidden: [16] } }
      optimizer: { sgd: { learningRate: 0.1 } }
      training: { batchSize: 50, epochs: 1 }
    vary: { trial.dropout.hidden: [none, { bernoulli: { rate: 0.5 } }] }
    claims:
      - id: C1
        statement: It does.
        contrast: { better: { trial.dropout.hidden: { bernoulli: { rate: 0.5 } } }, than: { trial.dropout.hidden: none } }
        delta: 0.01
    """

  private static let whole: [CatalogEntry] = {
    let maps = (try? Experiment.maps(reading: specimen)) ?? []
    func keys(_ noun: String) -> [AskedKey] { maps.first { $0.noun == noun }?.keys ?? [] }
    return [
      CatalogEntry(
        name: "experiment", summary: "What a file says: a question, a trial and what is varied of it.",
        example: "{ name: rates, question: Which rate?, seed: 1, replicates: 9, trial: { … }, vary: { … } }",
        keys: keys("the experiment")),
      CatalogEntry(
        name: "claim", summary: "A published statement in a form that trials can decide; an item of `claims`.",
        example: "{ id: C1, statement: It helps., contrast: { better: ARM, than: ARM }, delta: 0.01 }",
        keys: keys("a claim")),
      CatalogEntry(
        name: "trial", summary: "Everything that one training depends on, beside its replicate.",
        example: "trial: { dataset: { … }, network: { … }, optimizer: { … }, training: { … } }", keys: keys("trial")),
    ]
  }()

  private static let parts: [CatalogEntry] = [
    CatalogEntry(
      block: "metric", MetricChoice.self, "The number by which configurations are compared.",
      "{ name: error, split: test, at: last }"),
    CatalogEntry(
      block: "tune", Tuning.self,
      "A value chosen for every configuration, on validation and on seeds that are not compared.",
      "{ trial.optimizer.sgd.learningRate: [0.03, 0.1], seeds: [901], on: validation.error }"),
    CatalogEntry(
      block: "inference", InferencePlan.self, "Other ways in which trained networks are asked.",
      "{ modes: [{ monteCarlo: { samples: [1, 10] } }], splits: [test] }"),
    CatalogEntry(
      block: "published", PublishedValue.self, "What the source of a claim reports.",
      "{ value: 0.0125, mark: R, source: table 2 }"),
    CatalogEntry(
      block: "dataset", DatasetSpec.self, "Which examples a trial learns from and is judged on.",
      "{ name: mnist, training: 50000, validation: 10000, test: 10000 }"),
    CatalogEntry(
      block: "augmentation", Augmentation.self, "Random shifts and rotations of training images.",
      "{ shift: 2, rotation: 10 }"),
    CatalogEntry(
      block: "convolution", ConvolutionSpec.self, "One item of the convolutions of a network `cnn`.",
      "{ channels: 32, kernel: 5, stride: 1, padding: 2, pool: { max: { size: 2 } } }"),
    CatalogEntry(
      block: "dropout", DropoutPlacement.self, "What is dropped, place by place.",
      "{ input: { bernoulli: { rate: 0.2 } }, hidden: { bernoulli: { rate: 0.5 } } }"),
    CatalogEntry(
      block: "recurrent", RecurrentDropout.self, "What is dropped inside recurrent layers.",
      "{ input: { rate: 0.25 }, state: { tied: { rate: 0.25 } } }"),
    CatalogEntry(
      block: "attention", AttentionDropout.self, "What is dropped inside attention.",
      "{ weights: { rate: 0.1 }, heads: { rate: 0.1 } }"),
    CatalogEntry(
      block: "embedding", EmbeddingDropout.self, "What is dropped where symbols become vectors.",
      "{ words: { rate: 0.1 }, vectors: { bernoulli: { rate: 0.2 } } }"),
    CatalogEntry(
      block: "regularization", Regularization.self, "Penalties and bounds beside dropout.",
      "{ l2: 0.0001, maxNorm: 3, sparsity: { target: 0.05, weight: 0.001 } }"),
    CatalogEntry(
      block: "training", TrainingSpec.self, "How long and in which steps is trained.",
      "{ batchSize: 100, epochs: 20, schedule: linear }"),
    CatalogEntry(
      block: "evaluate", EvaluationSpec.self, "When and on how many examples is measured.",
      "{ every: 5, training: 1000, test: last, also: [gradientNorm] }"),
  ]
}
