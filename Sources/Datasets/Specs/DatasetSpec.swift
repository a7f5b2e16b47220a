/// Which examples a trial learns from and is judged on: the `dataset:` block of a trial.
package struct DatasetSpec: Hashable, Sendable {
  package var source: DatasetSource
  /// Examples per split; training and validation are dealt from the training files, class-stratified.
  package var training: Int
  package var validation: Int
  package var test: Int
  /// Share of training labels replaced by another class, validation and test untouched.
  package var labelNoise: Double
  package var normalization: Normalization
  package var augmentation: Augmentation?
  package var subset: SubsetRule

  package init(
    source: DatasetSource, training: Int, validation: Int, test: Int, labelNoise: Double = 0,
    normalization: Normalization = .unit, augmentation: Augmentation? = nil, subset: SubsetRule = .perReplicate
  ) {
    self.source = source
    self.training = training
    self.validation = validation
    self.test = test
    self.labelNoise = labelNoise
    self.normalization = normalization
    self.augmentation = augmentation
    self.subset = subset
  }
}

/// Where examples come from.
package enum DatasetSource: Hashable, Sendable {
  case syntheticDigits
  case twoMoons
  case spirals
  case gaussianBlobs
  /// An IDX data set known by name: mnist, fashion-mnist, kmnist, emnist-…
  case named(String)
  /// A folder of IDX files.
  case folder(path: String)
}

/// What happens to raw values before training.
package enum Normalization: String, CaseIterable, Hashable, Sendable {
  case none
  /// Pixels / 255.
  case unit
  /// Zero mean, unit variance over the training examples, one mean and deviation for all features.
  case standardized
}

/// Random shift and rotation of training images, drawn anew at each presentation.
package struct Augmentation: Hashable, Sendable {
  /// Largest shift in pixels along each axis.
  package var shift: Double
  /// Largest rotation in degrees.
  package var rotation: Double

  package init(shift: Double = 0, rotation: Double = 0) {
    self.shift = shift
    self.rotation = rotation
  }
}

/// Whether replicates differ in which training examples they see.
package enum SubsetRule: String, CaseIterable, Hashable, Sendable {
  case perReplicate, fixed
}
