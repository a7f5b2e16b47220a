import Datasets
import NeuralNets
import Specifications

extension TrialSpec: Specified {
  package static let allowed = "the block trial"

  package static func read(_ node: SpecNode, _ problems: Problems) -> TrialSpec? {
    guard let trial = parts(of: node, problems) else { return nil }
    guard trial.imported == nil else { return trial }
    let before = problems.found.count
    trial.check(against: node, problems)
    return problems.found.count == before ? trial : nil
  }

  /// Reads each part by itself, whether they fit each other or not.
  static func parts(of node: SpecNode, _ problems: Problems) -> TrialSpec? {
    guard var map = MapReader(node, of: "trial", problems) else { return nil }
    if map.has("imported") {
      let imported = ImportedConfiguration.read(&map)
      map.finish()
      return imported.map { TrialSpec(imported: $0) }
    }
    let dataset = map.required("dataset", DatasetSpec.self)
    let network = map.required("network", NetworkSpec.self)
    let dropout = map.optional("dropout", default: DropoutPlacement())
    let loss = map.optional("loss", default: Loss.crossEntropy(labelSmoothing: 0))
    let regularization = map.optional("regularization", default: Regularization())
    let optimizer = map.required("optimizer", Optimizer.self)
    let training = map.required("training", TrainingSpec.self)
    map.finish()
    guard let dataset, let network, let dropout, let loss, let regularization, let optimizer, let training else {
      return nil
    }
    return TrialSpec(
      dataset: dataset, network: network, dropout: dropout, loss: loss, regularization: regularization,
      optimizer: optimizer, training: training)
  }

  package var node: SpecNode {
    if let imported { return .map([("imported", imported.factorsNode), ("measures", imported.measuresNode)]) }
    var entries: [(String, SpecNode)] = [
      ("dataset", dataset.node), ("network", network.node), ("optimizer", optimizer.node),
      ("training", training.node),
    ]
    if dropout != DropoutPlacement() { entries.append(("dropout", dropout.node)) }
    if loss != .crossEntropy(labelSmoothing: 0) { entries.append(("loss", loss.node)) }
    if regularization != Regularization() { entries.append(("regularization", regularization.node)) }
    return .map(entries)
  }
}

extension TrainingSpec: Specified {
  package static let allowed = "the block training"

  package static func read(_ node: SpecNode, _ problems: Problems) -> TrainingSpec? {
    guard var map = MapReader(node, of: "training", problems) else { return nil }
    let batchSize = map.required("batchSize", in: Bounds.atLeast(1))
    let epochs = map.required(
      "epochs", in: Bounds<Int>("a whole number from 1 to 1000000") { (1...1_000_000).contains($0) })
    let schedule = map.optional("schedule", default: Schedule.constant)
    let evaluate = map.optional("evaluate", default: EvaluationSpec())
    let gradient = map.optional("gradient", default: GradientRule.drawn)
    let averageFrom = map.ifPresent("averageFrom", Double.self, in: .zeroToBelowOne)
    map.finish()
    guard let batchSize, let epochs, let schedule, let evaluate, let gradient, let averageFrom else { return nil }
    return TrainingSpec(
      batchSize: batchSize, epochs: epochs, schedule: schedule, evaluate: evaluate, gradient: gradient,
      averageFrom: averageFrom)
  }

  package var node: SpecNode {
    var entries = [("batchSize", batchSize.node), ("epochs", epochs.node)]
    if schedule != .constant { entries.append(("schedule", schedule.node)) }
    if evaluate != EvaluationSpec() { entries.append(("evaluate", evaluate.node)) }
    if gradient != .drawn { entries.append(("gradient", gradient.node)) }
    if let averageFrom { entries.append(("averageFrom", averageFrom.node)) }
    return .map(entries)
  }
}

extension EvaluationSpec: Specified {
  package static let allowed = "the block evaluate"

  package static func read(_ node: SpecNode, _ problems: Problems) -> EvaluationSpec? {
    guard var map = MapReader(node, of: "evaluate", problems) else { return nil }
    let standard = EvaluationSpec()
    let every = map.optional("every", default: standard.every, in: .atLeast(1))
    let training = map.optional("training", default: standard.training, in: .atLeast(1))
    let test = map.optional("test", default: standard.test)
    let also = map.optional("also", default: standard.also)
    map.finish()
    guard let every, let training, let test, let also else { return nil }
    return EvaluationSpec(every: every, training: training, test: test, also: also)
  }

  package var node: SpecNode {
    let standard = EvaluationSpec()
    var entries: [(String, SpecNode)] = []
    if every != standard.every { entries.append(("every", every.node)) }
    if training != standard.training { entries.append(("training", training.node)) }
    if test != standard.test { entries.append(("test", test.node)) }
    if !also.isEmpty { entries.append(("also", also.node)) }
    return .map(entries)
  }

  /// Every epoch, 1 000 training examples, the test split once at the end.
  package init() { self.init(every: 1, training: 1000, test: .last) }
}

extension TestEvaluation: Chosen {
  package static let noun = "test evaluation"
  package static let choices: [Choice<TestEvaluation>] = [
    Choice("last", .last, "Reads the test split once, after the last epoch."),
    Choice("never", .never, "Never reads the test split."),
  ]
}

extension ExtraMeasure: Chosen {
  package static let noun = "measure"
  package static let choices: [Choice<ExtraMeasure>] = [
    Choice("largestActivation", .largestActivation, "The largest magnitude of every layer's activations."),
    Choice("gradientNorm", .gradientNorm, "The norm of the gradient of every layer's weights at the last step."),
  ]
}

extension MetricChoice: Specified {
  package static let allowed = "the block metric"

  package static func read(_ node: SpecNode, _ problems: Problems) -> MetricChoice? {
    guard var map = MapReader(node, of: "metric", problems) else { return nil }
    let standard = MetricChoice()
    let name = map.optional("name", default: standard.name)
    let split = map.optional("split", default: standard.split)
    let at = map.optional("at", default: standard.at)
    map.finish()
    guard let name, let split, let at else { return nil }
    if !name.isOfNetwork {
      let allowed = Metric.allCases.filter(\.isOfNetwork).map(\.rawValue).joined(separator: ", ")
      problems.report(
        map.place(of: "name"), "\(name) is not one number per trial and split, allowed is one of: \(allowed)")
      return nil
    }
    if name == .gap, split == .training {
      problems.report(map.place(of: "name"), "gap is taken against the training split; choose validation or test")
      return nil
    }
    if at == .bestValidation, split == .test {
      problems.report(
        map.place(of: "at"), "the test split is read once, at the last epoch; bestValidation is not for it")
      return nil
    }
    return MetricChoice(name: name, split: split, at: at)
  }

  package var node: SpecNode { .map([("name", name.node), ("split", split.node), ("at", at.node)]) }

  /// Error on the test split at the last epoch.
  package init() { self.init(name: .error, split: .test, at: .last) }
}

extension Metric: Chosen {
  package static let noun = "metric"
  package static let choices: [Choice<Metric>] = allCases.map { metric in
    Choice(metric.rawValue, metric, metric.summary, formula: metric.formula, source: metric.source)
  }

  /// One sentence for the catalogue.
  package var summary: String {
    switch self {
    case .loss: "Mean of the loss that training minimises, regularisation excluded."
    case .error: "Share of examples whose most probable class is wrong."
    case .accuracy: "Share of examples whose most probable class is right."
    case .nll: "Mean negative log-likelihood of the true class, in nats."
    case .ece: "Expected calibration error over 15 bins of confidence."
    case .brier: "Mean squared distance of the probabilities from the one-hot label."
    case .perplexity: "Exponential of the mean negative log-likelihood of the next symbol."
    case .meanSquare: "Mean squared distance of the answered numbers from the true ones."
    case .gap: "Error of the split minus error on the evaluated training examples."
    case .sparsity: "Share of a layer's activations that are exactly zero, in evaluation mode."
    case .dropFraction: "Share of units that the masks dropped, counted while training."
    case .noiseMean: "Mean of the factors that the noise of a site had, counted while training."
    case .noiseVariance: "Variance of the factors that the noise of a site had, counted while training."
    case .weightNorm: "Euclidean norm of a layer's weights."
    case .varianceRatio: "Variance that a batch normalisation meets in evaluation over the running one of training."
    case .largestActivation: "Largest magnitude of a layer's activations over the evaluated training examples."
    case .boundedUnits: "Share of a layer's units whose weights lie at the bound of max-norm."
    case .gradientNorm: "Euclidean norm of the gradient of a layer's weights at the last step of the epoch."
    case .learningRate: "Learning rate at the last step of the epoch."
    case .penalty: "What learned rates and explicit dropout add to the loss that training minimises."
    case .learnedRate: "Probability of dropping that a site has learned, α / (1 + α) for Gaussian noise."
    }
  }
}

extension Split: Chosen {
  package static let noun = "split"
  package static let choices: [Choice<Split>] = [
    Choice("training", .training, "The first examples a trial trains on."),
    Choice("validation", .validation, "Examples held back from training, for choices."),
    Choice("test", .test, "The test files, read once."),
  ]
}

extension RepresentingEpoch: Chosen {
  package static let noun = "representing epoch"
  package static let choices: [Choice<RepresentingEpoch>] = [
    Choice("last", .last, "The value after the last epoch."),
    Choice(
      "bestValidation", .bestValidation,
      "The value at the evaluated epoch of lowest validation error (mean square for numbers)."),
  ]
}
