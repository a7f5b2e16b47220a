import Datasets
import NeuralNets
import Specifications

extension TrialSpec {
  /// Reports what each part allows but the whole does not; `node` is the tree it was read from.
  func check(against node: SpecNode, _ problems: Problems) {
    func place(_ path: String) -> Place { node.node(at: SpecPath(path))?.place ?? node.place }
    func report(_ path: String, _ message: String) { problems.report(place(path), message) }
    checkDataset(report)
    checkAnswers(report)
    checkNetwork(report)
    if training.batchSize > dataset.training {
      report(
        "training.batchSize",
        "batchSize is \(training.batchSize), more than the \(dataset.training) training examples")
    }
    if case .adamW = optimizer, regularization.weightDecay > 0 {
      report("regularization.weightDecay", "adamW decays weights itself; give its weightDecay only")
    }
    checkMeaning { problems.reportNewly(place($0), $1) }
  }

  private func checkDataset(_ report: (String, String) -> Void) {
    let sizes = [("training", dataset.training), ("validation", dataset.validation), ("test", dataset.test)]
    for (key, size) in sizes where size > DatasetSpec.mostExamples {
      report("dataset.\(key)", "\(key) is \(size), allowed are at most \(DatasetSpec.mostExamples) examples")
      return
    }
    if let known = dataset.source.sizes {
      let asked = dataset.training + dataset.validation
      if asked > known.training {
        report(
          "dataset.training",
          "training \(dataset.training) and validation \(dataset.validation) need \(asked) examples, "
            + "\(dataset.source.title) has \(known.training)")
      }
      if dataset.test > known.test {
        report("dataset.test", "test is \(dataset.test), \(dataset.source.title) has \(known.test) test examples")
      }
    }
    if dataset.augmentation != nil, dataset.source.isPlanar {
      report("dataset.augmentation", "augmentation moves pictures, and \(dataset.source.title) has none")
    }
  }

  private func checkNetwork(_ report: (String, String) -> Void) {
    checkLengths(report)
    checkLastWeights(report)
    if !isWithoutHiddenLayers { checkPlaces(report) }
    checkShapes(report)
    checkLearnedInput(report)
    checkGradient(report)
    guard regularization.sparsity != nil else { return }
    switch network.kind.activation {
    case .relu, .sigmoid: break
    case .leakyReLU, .tanh, .gelu, .selu, .identity:
      report("regularization.sparsity", "sparsity needs activations from 0 up: relu or sigmoid")
    }
  }
}

extension TrialSpec {
  /// Reports lists that have not one entry for each layer of their place.
  private func checkLengths(_ report: (String, String) -> Void) {
    for (place, length) in dropout.lengths {
      let layers = network.kind.layers(at: place) + (place == .weights && dropout.weights.actsOnOutput ? 1 : 0)
      guard length != layers, layers > 0 || place == .hidden || place == .sums else { continue }
      report(
        "dropout.\(place.rawValue)",
        "dropout.\(place.rawValue) lists \(length) \(place.entries) for \(layers) \(place.layers)")
    }
  }

  /// Reports a list whose entry of the last layer is for hidden layers.
  private func checkLastWeights(_ report: (String, String) -> Void) {
    guard dropout.weights.actsOnOutput, case .each(let entries) = dropout.weights, let last = entries.last,
      entries.count == network.hiddenWidths.count + 1, last != .none && !last.actsOnOutput
    else { return }
    report(
      "dropout.weights",
      "dropout.weights ends with \(last.variant.name), which is for the weights of hidden layers; the last layer takes "
        + "fast or none")
  }

  /// Reports noise in places that the kind of network lacks.
  func checkPlaces(_ report: (String, String) -> Void) {
    for place in DropoutPlace.allCases where dropout.places.contains(place) && !network.kind.places.contains(place) {
      let allowed = DropoutPlace.allCases.filter(network.kind.places.contains).map(\.rawValue)
      report(
        "dropout.\(place.rawValue)",
        "a network of the kind \(network.name) has no place '\(place.rawValue)' for dropout; it has "
          + allowed.joined(separator: ", "))
    }
  }

  /// Reports an input whose rate is learned where no gradient reaches the input.
  private func checkLearnedInput(_ report: (String, String) -> Void) {
    guard dropout.input.learned != nil else { return }
    switch network {
    case .mlp, .resmlp, .autoencoder, .linear: return
    case .cnn, .resnet, .recurrent, .vit, .fractal:
      report(
        "dropout.input",
        "\(dropout.input.name) learns from the gradient of the input, which a network of the kind \(network.name) "
          + "does not compute; use it in another place, or a fixed rate here")
    }
  }

  /// Whether a place is behind the activation of dense layers.
  private func hasSums(_ place: String) -> Bool {
    switch network {
    case .mlp, .cnn, .resmlp, .autoencoder, .vit: place == "hidden"
    case .resnet, .recurrent, .fractal, .linear: false
    }
  }

  /// Reports variants where their shape is missing.
  private func checkShapes(_ report: (String, String) -> Void) {
    let places = [
      ("input", [dropout.input]), ("hidden", dropout.hidden.variants), ("branches", dropout.branches.variants),
      ("sums", dropout.sums.variants),
      ("maps", dropout.maps.variants),
    ]
    for (place, variants) in places + [("maps", dropout.maps.variants)] {
      for variant in variants {
        guard case .standout = variant, !hasSums(place) else { continue }
        report("dropout.\(place)", "standout needs pre-activations, which are in dropout.hidden of dense layers only")
      }
    }
    for (place, variants) in places { checkShapes(of: variants, at: place, report) }
  }

  /// Reports what needs maps or an image where there is none.
  func checkShapes(of variants: [Dropout], at place: String, _ report: (String, String) -> Void) {
    for variant in variants.map(\.variant) {
      if case .dropBlock = variant, place != "maps" {
        report("dropout.\(place)", "dropBlock drops squares of maps, and dropout.\(place) has none; use dropout.maps")
      }
      if case .cutout = variant, place != "input" || dataset.source.isPlanar || dataset.source.featureKind != .bytes {
        report("dropout.\(place)", "cutout drops squares of input images; use it as dropout.input with a set of images")
      }
      if case .spatial = variant, place == "input" {
        report("dropout.input", "spatial dropout drops channels of maps, and the input is read as single features")
      }
    }
  }
}

extension LayerDropout<WeightDropout> {
  /// Whether some entry is for every dense layer, the last one included.
  fileprivate var actsOnOutput: Bool { variants.contains(where: \.actsOnOutput) }
}

extension DropoutPlace {
  /// What a list has one of per layer, in words.
  fileprivate var entries: String {
    switch self {
    case .input, .embedding, .sums, .hidden, .maps, .residual, .branches, .weights, .paths: "variants"
    case .recurrent, .attention: "blocks"
    }
  }

  /// The layers that a list has one entry for each of, in words.
  fileprivate var layers: String {
    switch self {
    case .input, .embedding: "layers"
    case .sums, .hidden: "hidden layers"
    case .maps: "maps"
    case .recurrent: "recurrent layers"
    case .attention: "attention layers"
    case .weights: "dense layers"
    case .residual, .branches, .paths: "blocks"
    }
  }
}

extension DatasetSpec {
  /// More examples than any file of this format holds in memory.
  static let mostExamples = 100_000_000
}
