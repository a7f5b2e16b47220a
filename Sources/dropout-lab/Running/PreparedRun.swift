import Archive
import Datasets
import Experiments
import Files
import NeuralNets
import Specifications
import Training

/// An experiment with its plan and its data loaded: everything a run needs, nothing written yet.
struct PreparedRun: Sendable {
  let plan: Plan
  let store: DatasetStore
  /// Digest of each configuration's data set, in configuration order.
  let digests: [String]
  /// Example shape of each configuration's data set and what its network answers, in configuration order.
  let shapes: [(input: MapShape, outputs: Int)]

  /// Loads the data sets and checks that they hold what the configurations ask for.
  init(_ experiment: Experiment, store: DatasetStore) throws {
    self.store = store
    try experiment.checkTrainable(file: experiment.name)
    var digests: [String] = []
    var shapes: [(input: MapShape, outputs: Int)] = []
    for configuration in experiment.configurations {
      let dataset = try store.load(configuration.spec.dataset.source, seed: experiment.seed)
      try dataset.check(configuration.spec.dataset)
      let input = MapShape(dataset.training.shape)
      if let misfit = configuration.spec.network.kind.misfit(input: input) {
        throw DatasetError(.unsuitable, configuration.spec.dataset.source.title, misfit)
      }
      try Self.checkEnumeration(configuration, of: experiment, dataset)
      for request in experiment.probes.requests(for: configuration.spec) {
        if let misfit = request.probe.misfit(input: input) {
          throw DatasetError(.unsuitable, configuration.label, "the probe \(request.name) does not fit: \(misfit)")
        }
      }
      digests.append(dataset.digest.hex)
      let targets = KeptClasses(configuration.spec.dataset).targets(of: dataset.targetShape)
      let task = LearningTask(of: configuration.spec, input: input, targets: targets)
      shapes.append((input, task.outputs))
    }
    self.digests = digests
    self.shapes = shapes
    plan = try Plan(experiment) { source in try store.load(source, seed: experiment.seed).digest.hex }
  }

  /// Refuses to enumerate the subnetworks of a network that is not small.
  private static func checkEnumeration(
    _ configuration: Configuration, of experiment: Experiment, _ dataset: LoadedDataset
  ) throws {
    let asks = experiment.inference.requests(for: configuration.spec).contains {
      if case .exhaustive = $0.mode { true } else { false }
    }
    guard asks else { return }
    let targets = KeptClasses(configuration.spec.dataset).targets(of: dataset.targetShape)
    let units = Subnetworks.units(of: configuration.spec, input: MapShape(dataset.training.shape), targets)
    let most = InferenceMode.mostEnumeratedUnits
    if units > most {
      throw DatasetError(
        .unsuitable, configuration.label,
        "exhaustive inference would ask 2^\(units) subnetworks; at most \(most) units may stand under masks")
    }
  }

  /// Key and digest of each data set, once.
  var data: [(key: String, digest: String)] {
    var found: [(key: String, digest: String)] = []
    for (configuration, digest) in zip(plan.configurations, digests) {
      let key = configuration.spec.dataset.source.key
      if !found.contains(where: { $0.key == key }) { found.append((key, digest)) }
    }
    return found
  }

  /// What a trial takes.
  func cost(of trial: PlannedTrial) -> Cost {
    let shape = shapes[trial.configuration]
    return Cost(
      of: trial.spec, input: shape.input, outputs: shape.outputs, inference: trial.inference, probes: trial.probes)
  }
}
