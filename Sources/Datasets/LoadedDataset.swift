import Files

/// A whole data set in memory with the digest that names its content.
package struct LoadedDataset: Hashable, Sendable {
  package let source: DatasetSource
  package let training: StoredExamples
  package let test: StoredExamples
  /// What has to be answered for each example.
  package let targetShape: TargetShape
  /// SHA-256 over the unpacked IDX files: training images, training labels, test images, test labels.
  package let digest: SHA256Digest
  /// The lowest mean loss that any answer can reach on average; nil where it is not known.
  ///
  /// The mean square for numbers, nats per symbol for symbols (the entropy rate: exp of it is a floor of perplexity).
  package let lowestLoss: Double?

  package init(
    source: DatasetSource, training: StoredExamples, test: StoredExamples, targets: TargetShape,
    digest: SHA256Digest, lowestLoss: Double? = nil
  ) {
    precondition(training.shape == test.shape, "training images are \(training.shape), test images \(test.shape)")
    self.source = source
    self.training = training
    self.test = test
    targetShape = targets
    self.digest = digest
    self.lowestLoss = lowestLoss
  }

  /// Images with classes.
  package init(
    source: DatasetSource, training: StoredExamples, test: StoredExamples, classes: Int, digest: SHA256Digest
  ) {
    self.init(source: source, training: training, test: test, targets: .classes(classes), digest: digest)
  }

  /// Channels that the last layer of a network needs: classes, numbers or symbols.
  package var classes: Int { targetShape.outputs }

  package var shape: ExampleShape { training.shape }
  /// Numbers per example.
  package var features: Int { shape.features }

  /// Throws when the set has fewer examples than the spec asks for.
  package func check(_ spec: DatasetSpec) throws(DatasetError) {
    let name = spec.source.title
    try checkKind(spec)
    let asked = spec.training + spec.validation
    let (inTraining, inTest) = (rows(of: training, spec).count, rows(of: test, spec).count)
    guard asked <= inTraining else {
      throw DatasetError(
        .unsuitable, name,
        "training \(spec.training) and validation \(spec.validation) need \(asked) examples, "
          + "the training files have \(inTraining)" + kept(spec))
    }
    guard spec.test <= inTest else {
      throw DatasetError(
        .unsuitable, name, "test \(spec.test) is more than the \(inTest) test examples" + kept(spec))
    }
    guard spec.labelNoise == 0 || classes > 1 else {
      throw DatasetError(.unsuitable, name, "labelNoise needs at least two classes, found \(classes)")
    }
  }

  private func kept(_ spec: DatasetSpec) -> String {
    spec.classes.map { " of the classes " + $0.map(String.init).joined(separator: ", ") } ?? ""
  }

  /// Throws when the spec asks for what its features or targets cannot have.
  private func checkKind(_ spec: DatasetSpec) throws(DatasetError) {
    guard let misfit = spec.misfit(features: training.features.kind, targets: targetShape) else { return }
    throw DatasetError(.unsuitable, spec.source.title, misfit.message)
  }
}
