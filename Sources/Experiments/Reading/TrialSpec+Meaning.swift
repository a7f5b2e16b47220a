import Datasets
import NeuralNets
import Specifications

extension TrialSpec {
  /// Reports what can be trained but does nothing, or something else than it says; earlier versions took it.
  func checkMeaning(_ report: (String, String) -> Void) {
    checkBatchNorm(report)
    checkUnread(report)
    checkAdded(report)
    if case .linear(let model) = network, model.kind == .logistic, answerKind != .classes {
      report("network", "logistic is a model of classes, and the network answers with \(answerKind.title); use linear")
    }
    if let embedding = dropout.embedding { checkEmbedding(embedding.vectors, report) }
  }

  /// Reports normalisation by a single row, and weights that are averaged without the statistics they have.
  private func checkBatchNorm(_ report: (String, String) -> Void) {
    if let reason = singleRow(of: dataset.training) { report("training.batchSize", reason) }
    if training.averageFrom != nil, hasBatchNorm {
      report(
        "training.averageFrom",
        "averaged weights have other statistics than those that batch normalisation keeps of the steps; "
          + "leave out averageFrom or batch normalisation")
    }
  }

  /// Why a batch of so many training examples has a single row that is normalised by itself; nil where none has.
  func singleRow(of count: Int) -> String? {
    guard normalizesRows else { return nil }
    if training.batchSize == 1 { return "batch normalisation has no variance of a batch of one example" }
    guard count % training.batchSize == 1 else { return nil }
    return "batch normalisation has no variance of one example, which the last of \(count) in batches of "
      + "\(training.batchSize) are"
  }

  /// Whether a normalisation has one row per example, and not those of many positions.
  private var normalizesRows: Bool {
    switch network {
    case .mlp(let network): network.batchNorm && !network.hidden.isEmpty
    case .resmlp(let network): network.batchNorm
    case .cnn, .resnet, .fractal, .recurrent, .vit, .autoencoder, .linear: false
    }
  }

  /// Whether it is a perceptron without any hidden layer.
  var isWithoutHiddenLayers: Bool {
    if case .mlp(let network) = network { network.hidden.isEmpty } else { false }
  }
}

// MARK: - Places that do not exist

extension TrialSpec {
  /// Reports noise that nothing reads.
  private func checkUnread(_ report: (String, String) -> Void) {
    if isWithoutHiddenLayers {
      checkPlaces(report)
      if let entry = dropout.weights.variants.first(where: { $0 != .none && !$0.actsOnOutput }) {
        report(
          "dropout.weights",
          "\(entry.variant.name) is for the weights of hidden layers, and the network has none; use fast")
      }
    }
    if case .recurrent(let network) = network, network.cell == .gru,
      let recurrent = dropout.recurrent, recurrent.variants.contains(where: \.holdsCell)
    {
      let place = recurrent.length == nil ? "dropout.recurrent.state" : "dropout.recurrent"
      report(place, "a GRU has no cell beside its state; give zoneout its hidden rate alone")
    }
    if case .fractal(let network) = network, network.columns == 1, !dropout.paths.isNone {
      report("dropout.paths", "blocks of one column have a single path, which is never dropped")
    }
  }

  private func checkEmbedding(_ vectors: Dropout, _ report: (String, String) -> Void) {
    checkShapes(of: [vectors], at: "embedding.vectors", report)
    if case .standout = vectors {
      report(
        "dropout.embedding.vectors", "standout needs pre-activations, which are in dropout.hidden of dense layers only")
    }
    if vectors.learned != nil { checkRuleOfLearned(report) }
  }
}

// MARK: - What is added to the loss

extension TrialSpec {
  /// Reports penalties that see nothing, or see something else.
  private func checkAdded(_ report: (String, String) -> Void) {
    if regularization.rDrop != nil, !dropout.differs(inBatchesOf: training.batchSize) {
      report(
        "regularization.rDrop",
        "no noise is drawn for examples of their own, so that both passes of rDrop are one; leave it out, or add such "
          + "noise")
    }
    if regularization.sparsity != nil, let index = network.rectifyingPooling {
      report(
        "regularization.sparsity",
        "sparsity does not see the maps of convolution \(index + 1), whose pooling by the maximum takes relu in; use "
          + "average pooling, or sigmoid")
    }
    if let rate = regularization.explicitDropout, rate.dropping > 0, loss == .meanSquaredError,
      case .linear(let model) = network, model.kind == .logistic
    {
      report(
        "regularization.explicitDropout",
        "explicitDropout of logistic is known for crossEntropy, since two classes share one score; use linear for "
          + "meanSquaredError")
    }
  }
}

extension RecurrentDropout {
  /// Whether units of the memory keep their old value.
  fileprivate var holdsCell: Bool {
    if case .zoneout(let cell, _) = state { cell.dropping > 0 } else { false }
  }
}

extension NetworkSpec {
  /// The first convolution whose ReLU is taken in by its pooling; nil where each activation is a layer of its own.
  fileprivate var rectifyingPooling: Int? {
    guard case .cnn(let network) = self, network.activation == .relu else { return nil }
    return network.convolutions.firstIndex { if case .max = $0.pool { true } else { false } }
  }
}
