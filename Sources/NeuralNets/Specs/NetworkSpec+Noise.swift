import Randomness

extension NetworkSpec {
  /// Everything that draws noise in a network of this kind, from the input up, as it is laid out for training.
  ///
  /// The network is made for one example and never trained: what its places expect needs no weights. Sites without noise
  /// are left out: one stands at the input beside the site of noise that is learned there.
  package func auditing(
    dropout: DropoutPlacement, input: MapShape, outputs: Int, steps: Int = 1
  ) -> [any NoiseAuditing] {
    Network(
      self, dropout: dropout, regularization: Regularization(),
      optimizer: .sgd(learningRate: 1, momentum: .constant(0), nesterov: false), input: input, outputs: outputs,
      steps: steps, capacity: 1, plan: RandomPlan(seed: 0).replicate(0)
    ).auditing.filter { place in
      guard let site = place as? NoiseSite else { return true }
      return site.dropout != Dropout.none
    }
  }
}
