import Files
import Specifications

/// The specification of an archived trial, of which it can be said whether a trial's id is made.
///
/// The text that was archived is digested as it is, so that what an earlier version wrote still gives its id.
package struct ArchivedIdentity: Sendable {
  private let trial: String
  private let isImported: Bool

  /// Reads a spec in one line of YAML; nil where it is none.
  package init?(spec line: String) {
    guard let node = SpecNode(flow: line), case .map(let entries) = node.content else { return nil }
    trial = node.canonical
    isImported = entries.contains { $0.key == "imported" }
  }

  /// Whether an id is the digest of this specification with seed, replicate and data, by any version of the engine.
  ///
  /// `experiment` names the data of a trial that another program trained.
  package func gives(_ id: String, seed: String, replicate: Int, data: String, experiment: String) -> Bool {
    func isDigest(_ engine: String, _ replicate: Int, _ data: String) -> Bool {
      let text = TrialID.canonical(trial: trial, engine: engine, seed: seed, replicate: replicate, data: data)
      return SHA256.digest(of: text).hex == id
    }
    if isImported { return isDigest(TrialID.anotherProgram, 0, Plan.data(importedAs: experiment)) }
    return Self.engines.contains { isDigest(String($0), replicate, data) }
  }

  /// Whether two say the same in other words, such as quoted or not.
  package func agrees(with other: ArchivedIdentity) -> Bool { trial == other.trial }

  /// Whether another program trained such trials: they are known by their seeds, and their place among these may change.
  package var isOfAnotherProgram: Bool { isImported }

  /// A newer program may have trained a trial by an engine that this one does not know.
  private static let engines = 1...99
}

extension TrialSpec {
  /// Of an archived trial; nil where this version does not read it.
  package init?(archived node: SpecNode) {
    let problems = Problems()
    problems.takesOlder = true
    guard let spec = TrialSpec.read(node, problems), problems.found.isEmpty else { return nil }
    self = spec
  }

  /// The same of its one line of YAML.
  package init?(archived line: String) {
    guard let node = SpecNode(flow: line) else { return nil }
    self.init(archived: node)
  }
}
