import Experiments
import Specifications
import Testing

/// Trials that would do nothing, or something else than they say: refused, but in archives.
struct MeaningTests {
  /// What stands in a trial instead of the plain parts, and at the end of the file.
  struct Case: CustomStringConvertible, Sendable {
    var dataset = "{ name: synthetic-digits, training: 200, validation: 100, test: 100 }"
    var network = "{ mlp: { hidden: [16, 16] } }"
    var dropout = "{}"
    var loss = "crossEntropy"
    var regularization = "{}"
    var training = "{ batchSize: 20, epochs: 2 }"
    var end = ""
    /// Where it is refused, and the beginning of why.
    var line = 0
    var reason = ""

    var description: String { reason.isEmpty ? text : reason }

    var text: String {
      """
      name: a
      question: Is it fine?
      seed: 1
      replicates: 3
      metric: { name: loss }
      trial:
        dataset: \(dataset)
        network: \(network)
        dropout: \(dropout)
        loss: \(loss)
        regularization: \(regularization)
        optimizer: { sgd: { learningRate: 0.1 } }
        training: \(training)
      \(end)
      """
    }
  }

  private static let normalized = "{ mlp: { hidden: [16, 16], batchNorm: true } }"
  private static let language =
    "{ name: { markov-language: { symbols: 8, steps: 10 } }, training: 200, validation: 0, test: 100 }"
  private static let model = "{ lstm: { units: 8, embedding: 8 } }"
  private static let line = "{ name: linear-regression, training: 200, validation: 0, test: 100 }"
  private static let half = "{ bernoulli: { rate: 0.5 } }"
  private static let pooled = "{ cnn: { convolutions: [{ channels: 4, kernel: 5, pool: { max: { size: 2 } } }] } }"

  static let refused: [Case] =
    [
      Case(
        network: normalized, training: "{ batchSize: 1, epochs: 2 }", line: 13,
        reason: "batch normalisation has no variance of a batch of one example"),
      Case(
        network: normalized, training: "{ batchSize: 199, epochs: 2 }", line: 13,
        reason: "batch normalisation has no variance of one example, which the last of 200 in batches of 199 are"),
      Case(
        network: "{ resmlp: { width: 8, blocks: 2 } }", training: "{ batchSize: 199, epochs: 2 }", line: 13,
        reason: "batch normalisation has no variance of one example"),
      Case(
        network: normalized, training: "{ batchSize: 53, epochs: 2 }", end: "probes: [crossValidation]", line: 14,
        reason: "the probe crossValidation fits no configuration: batch normalisation has no variance of one example, "
          + "which the last of 160 in batches of 53 are"),
      Case(
        network: normalized, training: "{ batchSize: 20, epochs: 2, averageFrom: 0.5 }", line: 13,
        reason: "averaged weights have other statistics"),
      Case(
        network: "{ fractal: { channels: [4], columns: 2 } }",
        training: "{ batchSize: 20, epochs: 2, averageFrom: 0.5 }",
        line: 13, reason: "averaged weights have other statistics"),
      Case(
        dropout: "{ hidden: { scheduled: { variant: \(half), curve: { late: { from: 1 } } } } }", line: 9,
        reason: "from is '1', allowed is a number above 0 and below 1"),
      Case(
        dataset: line, network: "logistic", loss: "normalLikelihood", line: 8,
        reason: "logistic is a model of classes, and the network answers with real numbers; use linear"),
      Case(
        network: "logistic", loss: "meanSquaredError", regularization: "{ explicitDropout: 0.5 }", line: 11,
        reason: "explicitDropout of logistic is known for crossEntropy"),
      Case(
        network: pooled, regularization: "{ sparsity: { target: 0.05, weight: 1 } }", line: 11,
        reason: "sparsity does not see the maps of convolution 1, whose pooling by the maximum takes relu in"),
    ] + places + passes + asked

  private static let places: [Case] = [
    Case(
      network: "{ gru: { units: 8 } }", dropout: "{ recurrent: { state: { zoneout: { cell: { rate: 0.5 } } } } }",
      line: 9, reason: "a GRU has no cell beside its state"),
    Case(
      network: "{ mlp: { hidden: [] } }", dropout: "{ hidden: \(half) }", line: 9,
      reason: "a network of the kind mlp has no place 'hidden' for dropout; it has input, weights"),
    Case(
      network: "{ mlp: { hidden: [] } }", dropout: "{ weights: { dropConnect: { rate: 0.5 } } }", line: 9,
      reason: "dropConnect is for the weights of hidden layers, and the network has none"),
    Case(
      network: "{ mlp: { hidden: [] } }", dropout: "{ weights: { gaussianDropConnect: { rate: 0.5 } } }", line: 9,
      reason: "gaussianDropConnect is for the weights of hidden layers, and the network has none"),
    Case(
      network: "{ fractal: { channels: [4], columns: 1 } }", dropout: "{ paths: global }", line: 9,
      reason: "blocks of one column have a single path"),
    Case(
      dataset: language, network: model,
      dropout: "{ embedding: { vectors: { dropBlock: { rate: 0.5, size: 7, gamma: paper } } } }", line: 9,
      reason: "dropBlock drops squares of maps, and dropout.embedding.vectors has none"),
    Case(
      dataset: language, network: model, dropout: "{ embedding: { vectors: { cutout: { size: 3 } } } }", line: 9,
      reason: "cutout drops squares of input images"),
    Case(
      dataset: language, network: model, dropout: "{ embedding: { vectors: { standout: {} } } }", line: 9,
      reason: "standout needs pre-activations"),
    Case(
      dataset: language, network: model, dropout: "{ embedding: { vectors: { variational: {} } } }",
      training: "{ batchSize: 20, epochs: 2, gradient: { averaged: { draws: 2 } } }", line: 13,
      reason: "the gradient averaged is for noise of a given size, not for rates that are learned"),
  ]

  private static let transformer = "{ vit: { patch: 14, width: 4, heads: 2, layers: 2, hidden: 4 } }"

  /// Lists that have not one entry per layer, and schedules of what has no rate of its own: never written before.
  static let lists: [Case] = [
    Case(
      network: transformer, dropout: "{ attention: [{ heads: { rate: 0.2 } }] }", line: 9,
      reason: "dropout.attention lists 1 blocks for 2 attention layers"),
    Case(
      network: "{ gru: { units: 8, layers: 2 } }", dropout: "{ recurrent: [{}, {}, { input: { rate: 0.2 } }] }",
      line: 9,
      reason: "dropout.recurrent lists 3 blocks for 2 recurrent layers"),
    Case(
      network: "{ gru: { units: 8, layers: 2 } }",
      dropout: "{ recurrent: [{}, { state: { zoneout: { cell: { rate: 0.5 } } } }] }", line: 9,
      reason: "a GRU has no cell beside its state"),
    Case(
      network: "{ fractal: { channels: [4, 4], columns: 2 } }", dropout: "{ paths: [global] }", line: 9,
      reason: "dropout.paths lists 1 variants for 2 blocks"),
    Case(
      network: transformer, dropout: "{ branches: [\(half)] }", line: 9,
      reason: "dropout.branches lists 1 variants for 2 blocks"),
    Case(
      network: transformer, dropout: "{ residual: [{ layerDrop: { rate: 0.3 } }, none, none, none] }", line: 9,
      reason: "dropout.residual lists 4 variants for 2 blocks"),
    Case(
      dropout: "{ weights: [{ dropConnect: { rate: 0.3 } }] }", line: 9,
      reason: "dropout.weights lists 1 variants for 2 dense layers"),
    Case(
      dropout: "{ weights: [{ fast: { input: 0.3 } }, none] }", line: 9,
      reason: "dropout.weights lists 2 variants for 3 dense layers"),
    Case(
      dropout: "{ weights: [{ fast: { input: 0.3 } }, none, { dropConnect: { rate: 0.3 } }] }", line: 9,
      reason: "dropout.weights ends with dropConnect, which is for the weights of hidden layers"),
    Case(
      network: "{ lstm: { units: 8 } }",
      dropout:
        "{ recurrent: { state: { scheduled: { variant: { zoneout: { hidden: { rate: 0.2 } } }, curve: ramp } } } }",
      line: 9,
      reason:
        "a schedule needs a variant with a rate that evaluation does not depend on, found zoneout: evaluation multiplies "
        + "by a number that belongs to one rate"),
    Case(
      network: "{ fractal: { channels: [4], columns: 2 } }",
      dropout: "{ paths: { scheduled: { variant: { mixed: { rate: 0.2 } }, curve: ramp } } }", line: 9,
      reason:
        "a schedule needs a variant whose dropping has a rate, local, found mixed: a single column is kept in all or in half"
    ),
    Case(
      network: "{ mlp: { hidden: [8, 8] } }", dropout: "{ weights: { scheduled: { variant: none, curve: ramp } } }",
      line: 9,
      reason: "a schedule needs a variant with a rate that evaluation does not depend on, found none: there is no rate"),
  ]

  /// Noise that both passes of R-Drop share.
  private static let passes: [Case] = [
    ("{ mlp: { hidden: [16] } }", "{}"),
    ("{ mlp: { hidden: [16] } }", "{ hidden: { bernoulli: { rate: 0.5, mask: batch } } }"),
    ("{ mlp: { hidden: [16] } }", "{ hidden: { bernoulli: { rate: 0 } } }"),
    ("{ mlp: { hidden: [16] } }", "{ weights: { dropConnect: { rate: 0.5, group: 40 } } }"),
    ("{ fractal: { channels: [4], columns: 2 } }", "{ paths: { local: { rate: 0.3 } } }"),
    ("{ gru: { units: 8 } }", "{ recurrent: { weights: { rate: 0.3 } } }"),
    (
      "{ resmlp: { width: 8, blocks: 2 } }",
      "{ residual: { stochasticDepth: { survival: { uniform: { survival: 0.5 } } } } }"
    ),
    (
      "{ vit: { patch: 14, width: 4, heads: 2, layers: 2, hidden: 4 } }",
      "{ residual: { scheduled: { variant: { layerDrop: { rate: 0.5 } }, curve: ramp } } }"
    ),
  ].map { network, dropout in
    Case(
      network: network, dropout: dropout, regularization: "{ rDrop: 1 }", line: 11,
      reason: "no noise is drawn for examples of their own, so that both passes of rDrop are one")
  }

  /// What finished networks cannot be asked.
  private static let asked: [Case] = [
    Case(
      network: "{ resmlp: { width: 8, blocks: 2 } }",
      dropout: "{ residual: { stochasticDepth: { survival: { uniform: { survival: 0.5 } } } } }",
      end: "inference: [oneSiteLeftOn]", line: 14,
      reason: "inference asks for oneSiteLeftOn, which fits no configuration: branches, paths and sums"),
    Case(
      dropout: "{ weights: { gaussianDropConnect: { rate: 0.5 } } }", end: "inference: [oneSiteLeftOn]", line: 14,
      reason: "inference asks for oneSiteLeftOn, which fits no configuration: branches, paths and sums"),
    Case(
      dropout: "{ hidden: { standout: {} } }", end: "probes: [sharpness]", line: 14,
      reason: "the probe sharpness fits no configuration: no gradient goes through the probabilities of standout"),
    Case(
      dataset: "{ name: linear-regression, training: 20, validation: 0, test: 100 }", network: "linear",
      loss: "meanSquaredError", end: "probes: [linearOptimum]", line: 14,
      reason: "the probe linearOptimum fits no configuration: least squares of 20 features need more than 20 training"),
    Case(
      training: "{ batchSize: 20, epochs: 2 }",
      end: "extension: 6\ntune: { trial.optimizer.sgd.learningRate: [0.1, 0.2], seeds: [4], on: validation.error }",
      line: 15, reason: "tune.seeds has 4, which is one of the 6 replicates of the extension"),
  ]

  @Test(arguments: refused + lists)
  func `what would do nothing, or something else, is one problem with its place`(_ written: Case) {
    let said = Sample.problems(written.text)
    #expect(said.hasPrefix("a.yaml:\(written.line):") && said.contains(": \(written.reason)"), "\(said)")
    #expect(said.split(separator: "\n").count == 1, "\(said)")
  }

  @Test(arguments: refused)
  func `an archive may hold it and opens, with everything that its trials were asked`(_ written: Case) throws {
    let read = try Experiment.read(yaml: written.text, file: "archive", source: written.text)
    let spec = try #require(read.configurations.first).spec
    #expect(read.inference.requests(for: spec).count == (read.inference.modes.isEmpty ? 0 : 2))
    #expect(read.probes.requests(for: spec) == read.probes.requests)
    let again = try Experiment.read(yaml: read.effective.yaml, file: "archive", source: written.text)
    #expect(again.configurations == read.configurations)
  }

  @Test(arguments: [
    Case(network: normalized, training: "{ batchSize: 198, epochs: 2 }"),
    Case(network: normalized, training: "{ batchSize: 53, epochs: 2 }"),
    Case(network: pooled, training: "{ batchSize: 199, epochs: 2, averageFrom: 0.5 }"),
    Case(network: "{ mlp: { hidden: [] } }", dropout: "{ weights: { fast: { input: 0.5 } } }"),
    Case(network: "{ gru: { units: 8 } }", dropout: "{ recurrent: { state: { zoneout: { hidden: { rate: 0.5 } } } } }"),
    Case(network: "linear", loss: "meanSquaredError", regularization: "{ explicitDropout: 0.5 }"),
    Case(dropout: "{ weights: { dropConnect: { rate: 0.5, group: 39 } } }", regularization: "{ rDrop: 1 }"),
    Case(
      network: "{ resmlp: { width: 8, blocks: 2 } }",
      dropout: "{ residual: { stochasticDepth: { survival: { linear: { last: 0.5 } }, gate: example } } }",
      regularization: "{ rDrop: 1 }"),
    Case(
      network: "{ cnn: { convolutions: [{ channels: 4, kernel: 5, pool: { average: { size: 2 } } }] } }",
      regularization: "{ sparsity: { target: 0.05, weight: 1 } }"),
    Case(
      dataset: language, network: model, dropout: "{ embedding: { vectors: { spatial: { rate: 0.5 } } } }"),
    Case(
      dataset: "{ name: linear-regression, training: 21, validation: 0, test: 100 }", network: "linear",
      dropout: "{ input: { bernoulli: { rate: 0.5, convention: classic } } }", loss: "meanSquaredError",
      end: "probes: [linearOptimum]"),
  ])
  func `what says what it does is taken`(_ written: Case) {
    let said = Sample.problems(written.text)
    #expect(said == "no problem", "\(said)")
  }
}
