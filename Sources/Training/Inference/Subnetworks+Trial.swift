import Datasets
import Experiments
import NeuralNets
import Randomness

extension Subnetworks {
  /// The number of units under masks in the network of a trial on examples of a shape.
  package static func units(of spec: TrialSpec, input: MapShape, _ targets: TargetShape) -> Int {
    let task = LearningTask(of: spec, input: input, targets: targets)
    let network = Network(
      spec.network, dropout: spec.dropout, regularization: spec.regularization, optimizer: spec.optimizer,
      input: input, outputs: task.outputs, steps: task.steps, capacity: 1, plan: RandomPlan(seed: 0).replicate(0))
    return Subnetworks(of: network.sites).units
  }
}
