import Specifications

/// Which examples a trial learns from and is judged on: the `dataset:` block of a trial.
package struct DatasetSpec: Hashable, Sendable {
  package var source: DatasetSource
  /// Examples per split; training and validation are dealt from the training files, class-stratified.
  package var training: Int
  package var validation: Int
  /// The first so many examples of the test files.
  package var test: Int
  /// Probability that a training label is replaced by another class; validation and test stay untouched.
  package var labelNoise: Double
  /// Probability that a training label is redrawn from all classes alike; 1 gives random labels.
  package var randomLabels: Double
  package var normalization: Normalization
  package var augmentation: Augmentation?
  package var subset: SubsetRule
  /// Which sample with replacement of the training examples is learned from, counted from 1; nil for all of them.
  package var bootstrap: Int?
  /// The classes whose examples are kept, renumbered from 0 in this order; nil for all.
  package var classes: [Int]?

  package init(
    source: DatasetSource, training: Int, validation: Int, test: Int, labelNoise: Double = 0,
    normalization: Normalization = .unit, augmentation: Augmentation? = nil, subset: SubsetRule = .perReplicate,
    randomLabels: Double = 0, bootstrap: Int? = nil, classes: [Int]? = nil
  ) {
    self.source = source
    self.training = training
    self.validation = validation
    self.test = test
    self.labelNoise = labelNoise
    self.randomLabels = randomLabels
    self.normalization = normalization
    self.augmentation = augmentation
    self.subset = subset
    self.bootstrap = bootstrap
    self.classes = classes
  }
}

// MARK: - Reading and writing

extension DatasetSpec: Specified {
  package static let allowed = "the block dataset"

  package static func read(_ node: SpecNode, _ problems: Problems) -> DatasetSpec? {
    guard var map = MapReader(node, of: "dataset", problems) else { return nil }
    let source = readSource(&map)
    let training = map.required("training", in: Bounds.atLeast(1))
    let validation = map.required("validation", in: Bounds.atLeast(0))
    let test = map.required("test", in: Bounds.atLeast(0))
    let labelNoise = map.optional("labelNoise", default: 0.0, in: .zeroToOne)
    let randomLabels = map.optional("randomLabels", default: 0.0, in: .zeroToOne)
    let normalization = map.optional("normalization", default: Normalization.unit)
    let augmentation = map.unlessNone("augmentation", Augmentation.self)
    let subset = map.optional("subset", default: SubsetRule.perReplicate)
    let bootstrap = map.unlessNone("bootstrap", Int.self, in: .atLeast(1))
    let classes = map.unlessNone("classes", [Int].self, in: KeptClasses.bounds)
    map.finish()
    guard let source, let training, let validation, let test, let labelNoise, let randomLabels, let normalization,
      let augmentation, let subset, let bootstrap, let classes
    else { return nil }
    let spec = DatasetSpec(
      source: source, training: training, validation: validation, test: test, labelNoise: labelNoise,
      normalization: normalization, augmentation: augmentation, subset: subset,
      randomLabels: randomLabels, bootstrap: bootstrap, classes: classes)
    if case .generated(let recipe) = source,
      let misfit = spec.misfit(features: recipe.recipe.featureKind, targets: recipe.recipe.targets)
    {
      problems.report(map.place(of: misfit.key), misfit.message)
      return nil
    }
    return spec
  }

  /// The first key that features or targets of these kinds cannot have, with the sentence that says so.
  func misfit(features: StoredFeatures.Kind, targets: TargetShape) -> (key: String, message: String)? {
    if augmentation != nil, features != .bytes {
      return ("augmentation", "augmentation moves images, but the features of \(source.title) are \(features)")
    }
    if normalization == .standardized, features == .symbols {
      return ("normalization", "standardized is for numbers, but the features of \(source.title) are symbols")
    }
    if case .classes(let count) = targets { return KeptClasses(self).misfit(of: count, in: source.title) }
    if classes != nil {
      return ("classes", "classes can be kept where the target is one, but that of \(source.title) is \(targets)")
    }
    if labelNoise != 0 {
      return ("labelNoise", "labelNoise is for classes, but the target of \(source.title) is \(targets)")
    }
    if randomLabels != 0 {
      return ("randomLabels", "randomLabels is for classes, but the target of \(source.title) is \(targets)")
    }
    return nil
  }

  private static func readSource(_ map: inout MapReader) -> DatasetSource? {
    let name = map.ifPresent("name", DatasetSource.self, or: "path")
    let path = map.ifPresent("path", String.self, or: "name")
    guard let name, let path else { return nil }
    switch (name, path) {
    case (let source?, nil): return source
    case (nil, let path?):
      if !path.isEmpty { return .folder(path: path) }
      map.problems.report(map.place(of: "path"), "path is empty, allowed is a folder of IDX files")
    case (nil, nil):
      map.problems.reportGap(map.place, "dataset needs 'name' (of a data set) or 'path' (of a folder of IDX files)")
    case (_?, _?):
      map.problems.report(map.place, "dataset has both 'name' and 'path'; give one")
    }
    return nil
  }

  package var node: SpecNode {
    var entries: [(String, SpecNode)] = [
      ("training", training.node), ("validation", validation.node), ("test", test.node),
    ]
    switch source {
    case .folder(let path): entries.append(("path", .text(path)))
    case .syntheticDigits, .twoMoons, .spirals, .gaussianBlobs, .named, .generated:
      entries.append(("name", source.node))
    }
    if labelNoise != 0 { entries.append(("labelNoise", labelNoise.node)) }
    if randomLabels != 0 { entries.append(("randomLabels", randomLabels.node)) }
    if normalization != .unit { entries.append(("normalization", normalization.node)) }
    if let augmentation { entries.append(("augmentation", augmentation.node)) }
    if subset != .perReplicate { entries.append(("subset", subset.node)) }
    if let bootstrap { entries.append(("bootstrap", bootstrap.node)) }
    if let classes { entries.append(("classes", classes.node)) }
    return .map(entries)
  }
}
