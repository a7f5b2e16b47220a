import NeuralNets

extension TrialSpec {
  /// The survival of every residual branch from the input up, where the gates of so many counted what they dropped.
  ///
  /// Nil where so many cannot have counted, as in a trial of another network.
  package func branchSurvivals(gates: Int) -> [BranchSurvival]? {
    let count = dropout.residual.length == nil ? gates : branches
    guard count > 0 else { return nil }
    let survivals = (1...count).map { dropout.residual.survival(ofBlock: $0, of: count) }
    return survivals.count(where: countsGate) == gates ? survivals : nil
  }

  /// Whether a gate of this survival counts: in a list, a branch that always survives does not.
  package func countsGate(_ survival: BranchSurvival) -> Bool {
    dropout.residual.length == nil || survival.probability < 1
  }

  /// Residual branches of the network, of which a transformer has two per layer.
  private var branches: Int {
    if case .vit(let vit) = network { 2 * vit.layers } else { network.kind.layers(at: .residual) }
  }
}
