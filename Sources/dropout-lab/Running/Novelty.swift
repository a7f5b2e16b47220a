import Experiments
import Specifications

/// Which fields make a trial differ from the nearest archived one.
struct Novelty {
  let fields: [String]
  let nearest: TrialID?

  /// `spec` and the archived specs are one line of YAML each.
  init(spec: String, replicate: Int, among archived: [(id: TrialID, spec: String, replicate: Int)]) throws {
    let own = Self.leaves(try YAMLReader.read(spec, file: "trial"))
    self.init(leaves: own, replicate: replicate, among: try KnownSpecs(archived))
  }

  fileprivate init(leaves own: [String: String], replicate: Int, among known: KnownSpecs) {
    var best: (id: TrialID, fields: [String])?
    for candidate in known.all {
      let other = candidate.leaves
      var differing = Set(own.keys).union(other.keys).filter { own[$0] != other[$0] }.sorted()
      if candidate.replicate != replicate { differing.append("replicate") }
      if differing.count < best?.fields.count ?? .max { best = (candidate.id, differing) }
    }
    fields = best?.fields ?? []
    nearest = best?.id
  }

  /// What makes it new, without saying which archived trial is nearest.
  var reason: String {
    guard nearest != nil else { return "the archive has no other trial" }
    return fields.isEmpty ? "another seed, data or engine version" : "new " + fields.joined(separator: ", ")
  }

  var text: String {
    guard let nearest else { return "the archive has no other trial" }
    if fields.isEmpty { return "like \(nearest.short), but another seed, data or engine version" }
    return "differs from \(nearest.short) in \(fields.joined(separator: ", "))"
  }

  fileprivate static func leaves(_ node: SpecNode, path: String = "trial") -> [String: String] {
    guard let entries = node.entries, !entries.isEmpty else { return [path: node.flow] }
    return entries.reduce(into: [:]) { leaves, entry in
      leaves.merge(Self.leaves(entry.value, path: "\(path).\(entry.key)")) { first, _ in first }
    }
  }
}

/// The archived specs, read once and asked often.
struct KnownSpecs {
  fileprivate let all: [(id: TrialID, leaves: [String: String], replicate: Int)]

  /// The specs are one line of YAML each; equal ones are read once.
  init(_ archived: [(id: TrialID, spec: String, replicate: Int)]) throws {
    var read: [String: [String: String]] = [:]
    all = try archived.map { trial in
      let leaves =
        try read[trial.spec] ?? Novelty.leaves(YAMLReader.read(trial.spec, file: "trial \(trial.id.short)"))
      read[trial.spec] = leaves
      return (trial.id, leaves, trial.replicate)
    }
  }

  func novelty(of trial: PlannedTrial) throws -> Novelty {
    let own = Novelty.leaves(try YAMLReader.read(trial.spec.node.flow, file: "trial"))
    return Novelty(leaves: own, replicate: trial.replicate, among: self)
  }
}
