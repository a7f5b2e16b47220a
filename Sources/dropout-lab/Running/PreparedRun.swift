import Archive
import Datasets
import Experiments
import Files
import NeuralNets

/// An experiment with its plan and its data loaded: everything a run needs, nothing written yet.
struct PreparedRun: Sendable {
  let plan: Plan
  let store: DatasetStore
  /// Digest of each configuration's data set, in configuration order.
  let digests: [String]
  /// Example shape and classes of each configuration's data set, in configuration order.
  let shapes: [(input: MapShape, outputs: Int)]

  /// Loads the data sets and checks that they hold what the configurations ask for.
  init(_ experiment: Experiment, store: DatasetStore) throws {
    self.store = store
    var digests: [String] = []
    var shapes: [(input: MapShape, outputs: Int)] = []
    for configuration in experiment.configurations {
      let dataset = try store.load(configuration.spec.dataset.source, seed: experiment.seed)
      try dataset.check(configuration.spec.dataset)
      if let misfit = configuration.spec.network.kind.misfit(input: MapShape(dataset.training.shape)) {
        throw DatasetError(.unsuitable, configuration.spec.dataset.source.title, misfit)
      }
      guard case .classes = dataset.targetShape else {
        throw DatasetError(
          .unsuitable, configuration.spec.dataset.source.title,
          "its target is \(dataset.targetShape); trials learn classes only")
      }
      digests.append(dataset.digest.hex)
      shapes.append((MapShape(dataset.training.shape), dataset.classes))
    }
    self.digests = digests
    self.shapes = shapes
    plan = try Plan(experiment) { source in try store.load(source, seed: experiment.seed).digest.hex }
  }

  /// Title and digest of each data set, once.
  var data: [(title: String, digest: String)] {
    var found: [(title: String, digest: String)] = []
    for (configuration, digest) in zip(plan.configurations, digests) {
      let title = configuration.spec.dataset.source.title
      if !found.contains(where: { $0.title == title }) { found.append((title, digest)) }
    }
    return found
  }

  /// What a trial takes.
  func cost(of trial: PlannedTrial) -> Cost {
    let shape = shapes[trial.configuration]
    return Cost(of: trial.spec, input: shape.input, outputs: shape.outputs)
  }
}
