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

  package init(training: Examples, validation: Examples, test: Examples, augmenter: Augmenter?) {
    self.training = training
    self.validation = validation
    self.test = test
    self.augmenter = augmenter
  }
}

extension LoadedDataset {
  /// Deals the examples of one trial.
  ///
  /// Validation examples are chosen first, by a stream of the data set, so that all trials share them. The training
  /// examples come from the rest, by the replicate's `subset` stream or, for `subset: fixed`, one of the data set.
  /// A member of a bag learns from as many of these, drawn with replacement (Breiman 1996); an example drawn twice has
  /// one noise address. A larger `training` holds nearly all examples of a smaller one. Label noise is addressed by the position in the
  /// data set, so the same example has the same wrong label everywhere, and a higher share only adds to them.
  package func deal(_ spec: DatasetSpec, seed: UInt64, replicate: Int) throws(DatasetError) -> DealtExamples {
    try check(spec)
    let plan = RandomPlan(seed: seed)
    let chance = plan.replicate(replicate)
    let targets = KeptClasses(spec).targets(of: targetShape)
    let pool = self.pool(of: spec, targets)
    let (validation, rest) = pool.choose(spec.validation, by: plan.dataset("validation"))
    let stream = spec.subset == .fixed ? plan.dataset("subset") : chance.subset
    var (chosen, _) = rest.choose(spec.training, by: stream)
    if let member = spec.bootstrap {
      let draw = chance.bootstrap(member: member)
      chosen = chosen.indices.map { chosen[Int(draw.uniform(unit: $0) * Double(chosen.count))] }
    }
    let noise = LabelNoise(spec, classes: targets.outputs, plan)
    let scale = FeatureScale(spec.normalization, training: training, rows: chosen)
    return DealtExamples(
      training: examples(training, chosen, spec, scale, noise: noise),
      validation: examples(training, validation, spec, scale),
      test: examples(test, Array(rows(of: test, spec).prefix(spec.test)), spec, scale, offset: training.count),
      augmenter: spec.augmentation.map { Augmenter($0, shape: shape, stream: chance.augmentation) })
  }

  /// The training rows by class, all together when targets are of another kind.
  private func pool(of spec: DatasetSpec, _ targets: TargetShape) -> ClassPool {
    guard case .classes(let count) = targets else {
      return ClassPool(labels: Array(repeating: 0, count: training.count), classes: 1)
    }
    let numbers = KeptClasses(spec).numbers(of: classes)
    return ClassPool(labels: training.labels.map { numbers[Int($0)] }, classes: count)
  }

  /// The rows whose classes are kept, in file order.
  func rows(of stored: StoredExamples, _ spec: DatasetSpec) -> [UInt32] {
    let all = 0..<UInt32(stored.count)
    guard spec.classes != nil, !stored.labels.isEmpty else { return Array(all) }
    let numbers = KeptClasses(spec).numbers(of: classes)
    return all.filter { numbers[Int(stored.labels[Int($0)])] != nil }
  }

  private func examples(
    _ stored: StoredExamples, _ rows: [UInt32], _ spec: DatasetSpec, _ scale: FeatureScale, noise: LabelNoise? = nil,
    offset: Int = 0
  ) -> Examples {
    let kept = KeptClasses(spec)
    var labels: [UInt32] = []
    if !stored.labels.isEmpty {
      let numbers = kept.numbers(of: classes)
      labels = rows.compactMap { row in
        numbers[Int(stored.labels[Int(row)])].map { noise?.label($0, of: row) ?? UInt32($0) }
      }
    }
    return Examples(
      of: stored, rows: rows, labels: labels, offset: offset, targets: kept.targets(of: targetShape), scale: scale)
  }
}
