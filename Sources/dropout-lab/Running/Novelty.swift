import Experiments
import Specifications

/// Which fields make a trial differ from the nearest archived one.
struct Novelty {
  let fields: [String]
  let nearest: TrialID?

  init(of trial: PlannedTrial, among archived: [(id: TrialID, spec: String, replicate: Int)]) throws {
    try self.init(spec: trial.spec.node.flow, replicate: trial.replicate, among: archived)
  }

  /// `spec` and the archived specs are one line of YAML each.
  init(spec: String, replicate: Int, among archived: [(id: TrialID, spec: String, replicate: Int)]) throws {
    let own = Self.leaves(try YAMLReader.read(spec, file: "trial"))
    var best: (id: TrialID, fields: [String])?
    for candidate in archived {
      let other = Self.leaves(try YAMLReader.read(candidate.spec, file: "trial \(candidate.id.short)"))
      var differing = Set(own.keys).union(other.keys).filter { own[$0] != other[$0] }.sorted()
      if candidate.replicate != replicate { differing.append("replicate") }
      if differing.count < best?.fields.count ?? .max { best = (candidate.id, differing) }
    }
    fields = best?.fields ?? []
    nearest = best?.id
  }

  var text: String {
    guard let nearest else { return "new: the archive has no other trial" }
    if fields.isEmpty { return "new: like \(nearest.short), but another seed, data or engine version" }
    return "new: differs from \(nearest.short) in \(fields.joined(separator: ", "))"
  }

  private static func leaves(_ node: SpecNode, path: String = "trial") -> [String: String] {
    guard let entries = node.entries, !entries.isEmpty else { return [path: node.flow] }
    return entries.reduce(into: [:]) { leaves, entry in
      leaves.merge(Self.leaves(entry.value, path: "\(path).\(entry.key)")) { first, _ in first }
    }
  }
}
