import Randomness

/// What laying out a network's stages needs to know beside its kind: the rest of the trial and the room it has.
package struct NetworkLayout {
  package let dropout: DropoutPlacement
  package let regularization: Regularization
  package let learning: Learning
  /// The most examples of a batch.
  package let capacity: Int
  package let plan: ReplicatePlan

  package init(
    dropout: DropoutPlacement, regularization: Regularization, optimizer: Optimizer, capacity: Int, plan: ReplicatePlan
  ) {
    self.dropout = dropout
    self.regularization = regularization
    learning = Learning(optimizer, clipsGradients: regularization.clipNorm != nil)
    self.capacity = capacity
    self.plan = plan
  }

  /// Makes a dense layer with first weights from its own stream.
  func dense(
    _ name: String, _ inputs: Int, to outputs: Int, isFirst: Bool = false, _ initialization: Initialization
  ) -> DenseLayer {
    DenseLayer(
      name: name, inputs: inputs, outputs: outputs, isFirst: isFirst, capacity: capacity,
      initialization: initialization, learning: learning, plan: plan)
  }

  /// Makes the gate of residual block `block`, counted from 1, of so many.
  func gate(_ name: String, block: Int, of count: Int) -> ResidualGate {
    let survival = dropout.residual?.survival(ofBlock: block, of: count) ?? BranchSurvival()
    return ResidualGate(name: name, survival: survival, capacity: capacity)
  }

  /// Makes an activation with the noise of a site after it.
  func activation(_ activation: Activation, site: String, _ dropout: Dropout = .none, units: Int) -> ActivationSite {
    ActivationSite(
      activation: activation, noise: NoiseSite(name: site, dropout: dropout, units: units, capacity: capacity),
      sparsity: regularization.sparsity, capacity: capacity)
  }
}
