import Specifications

/// A file whose `claims:` judge an experiment that was archived without them: an experiment, or the list alone.
package struct ClaimsFile: Hashable, Sendable {
  package let file: String
  /// The experiment it is for; nil where the file does not say.
  package let name: String?
  private let tree: SpecNode

  /// Reads the file; throws `SpecError` when it has no claims.
  package init(yaml: String, file: String) throws(SpecError) {
    let tree = try YAMLReader.read(yaml, file: file)
    guard tree["claims"] != nil else { throw SpecError(tree.place, "the file has no 'claims'") }
    self.file = file
    self.tree = tree
    name = tree["name"]?.plainText
  }

  /// The list as it stands at a tier.
  func claims(at tier: Tier?, _ problems: Problems) -> SpecNode? {
    var changes = SpecChanges(tree, problems)
    if let tier, tree["tiers"]?[tier.rawValue] != nil { changes.apply(tier: tier) }
    return changes.effective["claims"]
  }
}

extension Plan {
  /// The same trials judged by other claims; throws `SpecError` where these do not fit the configurations.
  package func judged(by claims: ClaimsFile) throws(SpecError) -> Plan {
    let problems = Problems(takingOlder: true)
    let listed = claims.claims(at: experiment.tier, problems)
    let judged = listed.flatMap { experiment.judged(by: $0, problems) }
    guard let judged, problems.found.isEmpty else { throw SpecError(problems.found) }
    return Plan(self, of: judged)
  }

  /// The same trials judged by the claims of another experiment; throws where these do not fit.
  package func judged(byClaimsOf other: Experiment) throws(SpecError) -> Plan {
    let problems = Problems(takingOlder: true)
    let judged = experiment.judged(by: other.effective["claims"] ?? SpecNode(.list([])), problems)
    guard let judged, problems.found.isEmpty else { throw SpecError(problems.found) }
    return Plan(self, of: judged)
  }
}

extension Experiment {
  /// The experiment with another list of claims.
  fileprivate func judged(by claims: SpecNode, _ problems: Problems) -> Experiment? {
    let others = (effective.entries ?? []).filter { $0.key != "claims" }
    let tree = SpecNode(
      .map(others + [SpecEntry(key: "claims", value: claims, place: claims.place)]), place: effective.place)
    return Experiment.read(tree, source: source, problems)
  }
}
