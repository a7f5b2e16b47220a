import Datasets
import NeuralNets
import Specifications

/// What theory expects of everything that draws noise in a trial, over the steps of its last epoch.
///
/// The places of the trial's own network are asked. Nothing is known of trials of other programs; in a folder of images,
/// whose shape only its files tell, nothing of noise that depends on it.
package struct ExpectedNoise: Sendable {
  private let places: [String: NoiseExpectation]

  package init(of spec: TrialSpec) {
    let steps = spec.training.lastSteps(examples: spec.dataset.training)
    let known = spec.auditing.compactMap { place in
      place.expectation(over: steps).map { (place.auditName, $0) }
    }
    places = Dictionary(known) { first, _ in first }
  }

  /// Of the spec of an archived trial; nil where this version does not read it.
  package init?(archived node: SpecNode) {
    guard let spec = TrialSpec(archived: node) else { return nil }
    self.init(of: spec)
  }

  /// Of the place whose metrics stand under a path name; nil where nothing is known of it.
  package subscript(place: String) -> NoiseExpectation? { places[place] }
}

extension TrialSpec {
  /// Everything in the trial's network that draws noise whose law is known.
  fileprivate var auditing: [any NoiseAuditing] {
    // Almost every set of images has this shape.
    let shape = MapShape(dataset.source.shape ?? ExampleShape(height: 28, width: 28))
    guard imported == nil, network.kind.misfit(input: shape) == nil else { return [] }
    // How many classes a network answers makes no difference to its noise.
    let targets = if case .generated(let set) = dataset.source { set.targets } else { TargetShape.classes(2) }
    let task = LearningTask(of: self, input: shape, targets: targets)
    let places = network.auditing(dropout: dropout, input: shape, outputs: task.outputs, steps: task.steps)
    guard dataset.source.shape == nil else { return places }
    return places.filter { ($0 as? NoiseSite)?.dropout.isExpectedByShape != true }
  }
}

extension TrainingSpec {
  /// The shares of training at which the steps of the last epoch begin; of many steps some, evenly.
  package func lastSteps(examples: Int) -> [Double] {
    let count = (examples + batchSize - 1) / batchSize
    return stride(from: 0, to: count, by: 1 + count / 256).map { index in
      (Double(epochs - 1) + Double(index) / Double(count)) / Double(epochs)
    }
  }
}
