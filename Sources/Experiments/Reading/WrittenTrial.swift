import Specifications

/// The trial as it is written, with the parts that `vary` replaces at every point and no configuration shows.
struct WrittenTrial {
  private let node: SpecNode
  private let replaced: [SpecNode]

  /// Finds them in the tree of an experiment.
  init(of experiment: SpecNode) {
    let trial = experiment["trial"] ?? SpecNode(.map([]), place: experiment.place)
    let axes = experiment["vary"].flatMap { Variations.read($0, Problems()) }?.axes ?? []
    node = trial
    replaced = axes.flatMap(Self.replacedPaths).compactMap { trial.node(at: $0.tail) }
  }

  /// The paths of an axis whose value all of its points set, each by itself or with a part around it.
  private static func replacedPaths(of axis: [[VariedField]]) -> [SpecPath] {
    Set(axis.joined().map(\.path)).filter { path in
      axis.allSatisfy { point in point.contains { $0.path.leads(to: path) } }
    }.sorted()
  }

  /// Reports what is wrong within those parts; what is not written there, or does not fit the rest, is nobody's mistake.
  func check(_ problems: Problems) {
    let nodes = replaced.flatMap(\.withAllBelow)
    guard node["imported"] == nil, !nodes.isEmpty else { return }
    let places = Set(nodes.filter { !$0.isEmpty }.map(\.place) + nodes.flatMap { ($0.entries ?? []).map(\.place) })
    let found = Problems(allowingGaps: true)
    _ = TrialSpec.parts(of: node, found)
    for problem in found.found where places.contains(problem.place) { problems.report(problem.place, problem.message) }
  }
}

extension SpecNode {
  /// The node and all nodes beneath it.
  fileprivate var withAllBelow: [SpecNode] {
    switch content {
    case .scalar: [self]
    case .list(let items): [self] + items.flatMap(\.withAllBelow)
    case .map(let entries): [self] + entries.flatMap(\.value.withAllBelow)
    }
  }

  /// Whether nothing is written but the key, or brackets with nothing between them.
  fileprivate var isEmpty: Bool {
    switch content {
    case .scalar(let text, let quoted): text.isEmpty && !quoted
    case .list(let items): items.isEmpty
    case .map(let entries): entries.isEmpty
    }
  }
}
