import Files

/// A whole data set in memory with the digest that names its content.
package struct LoadedDataset: Hashable, Sendable {
  package let source: DatasetSource
  package let training: StoredExamples
  package let test: StoredExamples
  package let classes: Int
  /// SHA-256 over the unpacked IDX files: training images, training labels, test images, test labels.
  package let digest: SHA256Digest

  package init(
    source: DatasetSource, training: StoredExamples, test: StoredExamples, classes: Int, digest: SHA256Digest
  ) {
    precondition(training.shape == test.shape, "training images are \(training.shape), test images \(test.shape)")
    self.source = source
    self.training = training
    self.test = test
    self.classes = classes
    self.digest = digest
  }

  package var shape: ExampleShape { training.shape }
  /// Numbers per example.
  package var features: Int { shape.features }

  /// Throws when the set has fewer examples than the spec asks for.
  package func check(_ spec: DatasetSpec) throws(DatasetError) {
    let name = spec.source.title
    let asked = spec.training + spec.validation
    guard asked <= training.count else {
      throw DatasetError(
        .unsuitable, name,
        "training \(spec.training) and validation \(spec.validation) need \(asked) examples, "
          + "the training files have \(training.count)")
    }
    guard spec.test <= test.count else {
      throw DatasetError(.unsuitable, name, "test \(spec.test) is more than the \(test.count) test examples")
    }
    guard spec.labelNoise == 0 || classes > 1 else {
      throw DatasetError(.unsuitable, name, "labelNoise needs at least two classes, found \(classes)")
    }
  }
}
