import Datasets
import Experiments

/// How wrong networks trained by the trial's own recipe are on training examples that each of them did not see.
///
/// The n training examples, in the order dealt, are cut into K folds of n / K; for each of them a network is trained from the
/// trial's first weights on all others, to the last epoch, and asked for the fold:
/// ```
/// Σ nₖ e(fold k) / n
/// ```
/// What normalises features is that of all training examples. There are no numbers where one of the networks diverged.
/// Source: Stone 1974.
struct CrossValidation {
  private let trained: TrainedNetwork
  private let folds: Int

  init(_ trained: TrainedNetwork, folds: Int) {
    self.trained = trained
    self.folds = folds
  }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    let count = trained.data.training.count
    var (error, loss) = (0.0, 0.0)
    for fold in 0..<folds {
      let held = Self.fold(fold, of: folds, count: count)
      let trainer = Trainer(trial, on: examples(without: held), evaluationBatch: trained.evaluationBatch)
      let outcome = try trainer.train(isCancelled: isCancelled).outcome
      guard let foldLoss = outcome.last(.loss, .validation) else { return [] }
      loss += foldLoss * Double(held.count)
      error += (outcome.last(.error, .validation) ?? 0) * Double(held.count)
    }
    let found = ProbeValue(.heldOutLoss, loss / Double(count))
    return trial.spec.answerKind.isChoice ? [ProbeValue(.heldOutError, error / Double(count)), found] : [found]
  }

  /// The places of a fold among so many examples: stretches one after the other, no two sizes more than 1 apart.
  static func fold(_ index: Int, of folds: Int, count: Int) -> Range<Int> {
    index * count / folds..<(index + 1) * count / folds
  }

  /// The trial, evaluated once, asked nothing and keeping nothing.
  private var trial: PlannedTrial {
    let whole = trained.trial
    var spec = whole.spec
    spec.training.evaluate = EvaluationSpec(every: spec.training.epochs, training: 0, test: .never)
    return PlannedTrial(
      id: whole.id, spec: spec, seed: whole.seed, replicate: whole.replicate, configuration: whole.configuration,
      position: whole.position, purpose: whole.purpose, keepsWeights: false)
  }

  /// A fold is for validation, the others are for training.
  private func examples(without held: Range<Int>) -> DealtExamples {
    let all = trained.data.training
    return DealtExamples(
      training: all.choosing((0..<all.count).filter { !held.contains($0) }), validation: all.choosing(held),
      test: trained.data.test.prefix(0), augmenter: trained.data.augmenter)
  }
}
