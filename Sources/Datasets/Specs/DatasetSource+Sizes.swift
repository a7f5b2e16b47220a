extension DatasetSource {
  /// Examples in the training and the test files; nil for a folder, whose files tell.
  package var sizes: (training: Int, test: Int)? {
    switch self {
    case .syntheticDigits: (SyntheticDigits.trainingCount, SyntheticDigits.testCount)
    case .twoMoons, .spirals, .gaussianBlobs: (PlanarExamples.trainingCount, PlanarExamples.testCount)
    case .generated(let set): set.recipe.sizes
    case .named(let set): set.sizes
    case .folder: nil
    }
  }

  /// The shape of one example; nil for a folder, whose files tell.
  package var shape: ExampleShape? {
    switch self {
    case .syntheticDigits: ExampleShape(height: SyntheticDigits.side, width: SyntheticDigits.side)
    case .twoMoons, .spirals, .gaussianBlobs: ExampleShape(height: 1, width: 2)
    case .generated(let set): set.recipe.shape
    case .named: ExampleShape(height: 28, width: 28)
    case .folder: nil
    }
  }

  /// Whether its examples are points of the plane, not pictures.
  package var isPlanar: Bool {
    switch self {
    case .twoMoons, .spirals, .gaussianBlobs: true
    case .syntheticDigits, .generated, .named, .folder: false
    }
  }
}

extension NamedDataset {
  /// Examples in the published training and test files.
  package var sizes: (training: Int, test: Int) {
    switch self {
    case .mnist, .fashionMNIST, .kmnist, .emnistMNIST: (60_000, 10_000)
    case .emnistBalanced: (112_800, 18_800)
    case .emnistByClass, .emnistByMerge: (697_932, 116_323)
    case .emnistDigits: (240_000, 40_000)
    case .emnistLetters: (124_800, 20_800)
    }
  }
}
