import Files
import Randomness

/// What one trial learns from, is tuned on and is judged on.
package struct DealtExamples: Sendable {
  /// Every beginning of these has nearly the class shares of the whole.
  package let training: Examples
  package let validation: Examples
  /// The first examples of the test files, in their order.
  package let test: Examples
  /// Moves training images when the spec asks for it.
  package let augmenter: Augmenter?
}

extension LoadedDataset {
  /// Deals the examples of one trial.
  ///
  /// Validation examples are chosen first, by a stream of the data set, so that all trials share them. The training
  /// examples come from the rest, by the replicate's `subset` stream or, for `subset: fixed`, one of the data set.
  /// A larger `training` holds nearly all examples of a smaller one. Label noise is addressed by the position in the
  /// data set, so the same example has the same wrong label everywhere, and a higher share only adds to them.
  package func deal(_ spec: DatasetSpec, seed: UInt64, replicate: Int) throws(DatasetError) -> DealtExamples {
    try check(spec)
    let plan = RandomPlan(seed: seed)
    let chance = plan.replicate(replicate)
    let pool = ClassPool(labels: training.labels, classes: classes)
    let (validation, rest) = pool.choose(spec.validation, by: plan.dataset("validation"))
    let stream = spec.subset == .fixed ? plan.dataset("subset") : chance.subset
    let (chosen, _) = rest.choose(spec.training, by: stream)
    let noise = LabelNoise(share: spec.labelNoise, classes: classes, stream: plan.dataset("labelNoise"))
    let scale = FeatureScale(spec.normalization, training: training, rows: chosen)
    return DealtExamples(
      training: examples(training, chosen, scale, labels: chosen.map { noise.label(training.labels[Int($0)], of: $0) }),
      validation: examples(training, validation, scale),
      test: examples(test, Array(0..<UInt32(spec.test)), scale, offset: training.count),
      augmenter: spec.augmentation.map { Augmenter($0, shape: shape, stream: chance.augmentation) })
  }

  private func examples(
    _ stored: StoredExamples, _ rows: [UInt32], _ scale: FeatureScale, labels: [UInt32]? = nil, offset: Int = 0
  ) -> Examples {
    Examples(
      of: stored, rows: rows, labels: labels ?? rows.map { UInt32(stored.labels[Int($0)]) }, offset: offset,
      classes: classes, scale: scale)
  }
}
