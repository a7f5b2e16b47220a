import Datasets
import Experiments
import NeuralNets
import Specifications

/// Everything that can be written in an experiment, and every plot that comes of it.
package enum Catalog {
  /// Every kind, in the order in which it is printed.
  package static let sections: [CatalogSection] =
    [CatalogBlocks.section] + networks + dropout + training + measures

  private static let networks: [CatalogSection] = [
    CatalogSection("network", NetworkSpec.self, title: "Networks"),
    CatalogSection("activation", Activation.self, title: "Activations"),
    CatalogSection("initialization", Initialization.self, title: "First weights"),
    CatalogSection("pool", PoolSpec.self, title: "Pooling"),
  ]

  private static let dropout: [CatalogSection] = [
    CatalogSection("dropout", Dropout.self, title: "Dropout of activations", draw: DropoutPictures.activations),
    CatalogSection(
      "residual", ResidualDropout.self, title: "Dropout of residual branches", draw: DropoutPictures.branches),
    CatalogSection("paths", PathDropout.self, title: "Dropout of paths", draw: DropoutPictures.paths),
    CatalogSection("survival", SurvivalSchedule.self, title: "Survival by depth", draw: DropoutPictures.survival),
    CatalogSection("weights", WeightDropout.self, title: "Dropout of weights", draw: DropoutPictures.weights),
    CatalogSection("recurrent", title: "Dropout inside recurrent layers", isDropout: true, entries: recurrentParts),
    CatalogSection(
      "state", StateNoise.self, title: "Noise on the state of recurrent layers", draw: DropoutPictures.state),
    CatalogSection("attention", title: "Dropout inside attention", isDropout: true, entries: attentionParts),
    CatalogSection("embedding", title: "Dropout on embeddings", isDropout: true, entries: embeddingParts),
    CatalogSection("curve", RateCurve.self, title: "Curves of a rate over training", draw: DropoutPictures.curve),
    CatalogSection("twoPasses", title: "Two passes per example", isDropout: true, entries: twoPasses),
    CatalogSection("explicit", title: "Dropout as a penalty", isDropout: true, entries: penalties),
    CatalogSection("inference", InferenceMode.self, title: "Inference", draw: InferencePictures.pictures),
    CatalogSection("convention", Convention.self, title: "Conventions of the scale", draw: { _ in [] }),
    CatalogSection("schedule", Schedule.self, title: "Schedules of the learning rate", draw: DropoutPictures.schedule),
  ]

  private static let training: [CatalogSection] = [
    CatalogSection("gate", Gate.self, title: "What must be reached to be compared"),
    CatalogSection("loss", Loss.self, title: "Losses"),
    CatalogSection("gradient", GradientRule.self, title: "Gradients that steps follow"),
    CatalogSection("optimizer", NeuralNets.Optimizer.self, title: "Optimizers"),
    CatalogSection("dataset", title: "Data sets", entries: DatasetSource.choices.map(CatalogEntry.init(ofDataset:))),
    CatalogSection("normalization", Normalization.self, title: "Normalisation of features"),
    CatalogSection("subset", SubsetRule.self, title: "Training subsets"),
  ]

  private static let measures: [CatalogSection] = [
    CatalogSection("metric", Metric.self, title: "Metrics"),
    CatalogSection("inferenceMetric", InferenceMetric.self, title: "Metrics of inference"),
    CatalogSection("also", ExtraMeasure.self, title: "Measures that are asked for"),
    CatalogSection("split", Split.self, title: "Splits"),
    CatalogSection("probe", ProbeRequest.self, title: "Probes of trained networks"),
    CatalogSection(
      "plot", title: "Plots of a report",
      entries: PlotRecipe.all.map {
        CatalogEntry(name: $0.name, summary: $0.summary, formula: $0.formula, source: $0.source)
      }),
  ]
}

// MARK: - Parts of the dropout block that are no closed lists

extension Catalog {
  private static let quarter = Rate(0.25)

  private static let recurrentParts: [CatalogEntry] = [
    CatalogEntry(
      name: "input", summary: "One mask per sequence on the inputs of a recurrent layer, the same at every step.",
      formula: "x_t enters as (r / p) ⊙ x_t, one r ~ Bernoulli(p) per sequence and input",
      source: "Gal & Ghahramani 2016, section 4", example: "{ recurrent: { input: { rate: 0.25 } } }",
      pictures: { try DropoutPictures.recurrent(RecurrentDropout(input: quarter)) }),
    CatalogEntry(
      name: "weights", summary: "One mask per batch on the recurrent weights, the same at every step (weight-drop).",
      formula: "U enters as (M / p) ⊙ U, one M ~ Bernoulli(p) per batch",
      source: "Merity, Keskar & Socher 2018, section 3",
      example: "{ recurrent: { weights: { rate: 0.25 } } }",
      pictures: { try DropoutPictures.recurrent(RecurrentDropout(weights: quarter)) }),
  ]

  private static let twoPasses: [CatalogEntry] = [
    CatalogEntry(
      name: "rDrop",
      summary: "Every example passes twice with masks of its own, and the two answers are drawn together.",
      formula: "(CE₁ + CE₂) / 2 + α / 4 (KL(p₁ ‖ p₂) + KL(p₂ ‖ p₁)), half of the paper's loss",
      source: "Liang et al. 2021, eq. 4", example: "regularization: { rDrop: 1 }")
  ]

  private static let penalties: [CatalogEntry] = [
    CatalogEntry(
      name: "explicitDropout",
      summary: "What dropout ahead of the last layer adds to the loss on average, as a penalty without any mask.",
      formula: "(q / p) / 2 · mean over examples of Σ_j h_j² w_jᵀ H w_j, H = ∂²L / ∂y²",
      source: "Wager, Wang & Liang 2013, eq. 8; Wei, Kakade & Ma 2020",
      example: "regularization: { explicitDropout: 0.5 }")
  ]

  private static let attentionParts: [CatalogEntry] = [
    CatalogEntry(
      name: "weights", summary: "Drops attention weights, each by itself, behind the softmax.",
      formula: "(r / p) ⊙ softmax(Q Kᵀ / √width)", source: "Vaswani et al. 2017, section 5.4",
      example: "{ attention: { weights: { rate: 0.25 } } }",
      pictures: { try DropoutPictures.attention(AttentionDropout(weights: quarter)) }),
    CatalogEntry(
      name: "heads", summary: "Drops whole heads per example (DropHead).",
      formula: "head h counts r_h / p, one r_h ~ Bernoulli(p) per example", source: "Zhou et al. 2020, section 3",
      example: "{ attention: { heads: { rate: 0.25 } } }",
      pictures: { try DropoutPictures.attention(AttentionDropout(heads: quarter)) }),
  ]

  private static let embeddingParts: [CatalogEntry] = [
    CatalogEntry(
      name: "words", summary: "Drops words: every occurrence of a word in a sequence is zero.",
      formula: "W[w] counts r_w / p, one r_w ~ Bernoulli(p) per sequence and word",
      source: "Gal & Ghahramani 2016, section 4.2", example: "{ embedding: { words: { rate: 0.25 } } }",
      pictures: { try DropoutPictures.words(quarter) })
  ]
}
