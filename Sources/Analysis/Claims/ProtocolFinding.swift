import Experiments
import Foundation
import Specifications

/// How far an experiment was run as it had been fixed beforehand.
package struct ProtocolFinding: Hashable, Sendable {
  package enum State: Hashable, Sendable {
    case notFrozen
    case frozenBefore
    /// What differs from the frozen specification, one sentence each.
    case changedAfter([String])
    /// So many trials had been read when it was frozen.
    case frozenLate(Int)
  }

  package let state: State
  package let freezing: Freezing?
  /// How the number of replicates changed after the freeze, or after a verdict could be read; nil when it did not.
  package let growth: String?
  /// Claims that were written, or read from a file, after the trials; nil when they belong to the specification.
  package let claimsFile: String?
  /// How the claims differ from those that stood whenever the trials could be read; empty where they are frozen.
  package let lateClaims: [String]

  /// Holds an experiment against what was frozen of the same name and tier.
  ///
  /// `read` are earlier versions of the same plan whose verdicts could be read before this one was begun; where nothing
  /// was frozen in time, more replicates than they had are an extension.
  package init(
    of experiment: Experiment, freezings: [Freezing], claimsFile: String? = nil, read: [Experiment] = []
  ) {
    let own = freezings.filter { $0.name == experiment.name && $0.tier == experiment.tier }
    let freezing = own.last { $0.trialsRead == 0 } ?? own.last
    self.freezing = freezing
    self.claimsFile = claimsFile
    let isFrozen = freezing.map { $0.trialsRead == 0 } ?? false
    lateClaims = isFrozen || claimsFile != nil ? [] : Self.claimChanges(after: read, to: experiment)
    guard let freezing, let frozen = Self.tree(freezing.effective) else {
      (state, growth) = (.notFrozen, Self.growth(after: read, to: experiment))
      return
    }
    growth =
      freezing.trialsRead > 0
      ? Self.growth(after: read, to: experiment) ?? Self.growth(from: frozen, to: experiment)
      : Self.growth(from: frozen, to: experiment)
    let changes = Self.changes(from: frozen, to: experiment.effective)
    if freezing.trialsRead > 0 {
      state = .frozenLate(freezing.trialsRead)
    } else {
      state = changes.isEmpty ? .frozenBefore : .changedAfter(changes)
    }
  }

  private static func tree(_ text: String) -> SpecNode? {
    do { return try YAMLReader.read(text, file: "the frozen specification") } catch { return nil }
  }

  // MARK: What changed

  /// Keys that may change without touching what is decided; replicates have a sentence of their own.
  private static let free = ["name", "question", "notes", "tier", "keep", "replicates", "claims"]

  private static func changes(from frozen: SpecNode, to current: SpecNode) -> [String] {
    let keys = Set(((frozen.entries ?? []) + (current.entries ?? [])).map(\.key)).subtracting(free).sorted()
    let empty = SpecNode(.map([]))
    let fields = keys.flatMap { key in
      SpecDifference.all(current[key] ?? empty, from: frozen[key] ?? empty, under: key).map(words)
    }
    return claimChanges(claims(frozen), claims(current)) + fields
  }

  private static func claims(_ tree: SpecNode) -> [(id: String, node: SpecNode)] {
    guard case .list(let items) = tree["claims"]?.content else { return [] }
    return items.compactMap { item in item["id"]?.plainText.map { ($0, item) } }
  }

  private static func claimChanges(
    _ frozen: [(id: String, node: SpecNode)], _ current: [(id: String, node: SpecNode)]
  ) -> [String] {
    let gone = frozen.map(\.id).filter { id in !current.contains { $0.id == id } }
    let new = current.map(\.id).filter { id in !frozen.contains { $0.id == id } }
    return told(gone, "removed") + told(new, "added")
      + current.flatMap { claim -> [String] in
        guard let before = frozen.first(where: { $0.id == claim.id }) else { return [] }
        return SpecDifference.all(claim.node, from: before.node, under: claim.id).map(words)
      }
  }

  private static func told(_ ids: [String], _ verb: String) -> [String] {
    if ids.isEmpty { return [] }
    return [ids.count == 1 ? "claim \(ids[0]) was \(verb)" : "claims \(ids.joinedInWords()) were \(verb)"]
  }

  /// Against every version that could be read, the first one first: a later change does not hide an earlier one.
  private static func claimChanges(after read: [Experiment], to experiment: Experiment) -> [String] {
    var found: [String] = []
    for earlier in read where earlier.tier == experiment.tier {
      found += claimChanges(claims(earlier.effective), claims(experiment.effective)).filter { !found.contains($0) }
    }
    return found
  }

  private static func words(_ difference: SpecDifference) -> String {
    "\(difference.path) was \(difference.other ?? "at its default") and is \(difference.own ?? "at its default")"
  }

  private static func growth(from frozen: SpecNode, to experiment: Experiment) -> String? {
    guard let before = frozen["replicates"]?.plainText.flatMap({ Int($0) }), before != experiment.replicates else {
      return nil
    }
    let now = experiment.replicates
    if now < before { return "reduced from \(before) to \(now) replicates after it was frozen" }
    let declared = frozen["extension"]?.plainText.flatMap { Int($0) }
    if let declared, now <= declared {
      return
        "extended from \(before) to \(now) replicates as declared in the freeze; every level is halved for the two looks"
    }
    return "extended from \(before) to \(now) after looking"
  }

  /// What to say of replicates that came, or were left out, after verdicts could be read; nil where none were.
  private static func growth(after read: [Experiment], to experiment: Experiment) -> String? {
    let now = experiment.replicates
    let same = read.filter { $0.tier == experiment.tier }
    if let most = same.map(\.replicates).max(), most > now {
      return "reduced from \(most) to \(now) replicates after looking"
    }
    let looks = same.filter { $0.replicates < now }
    guard let first = looks.min(by: { $0.replicates < $1.replicates }) else { return nil }
    // Levels are halved for two looks only where the extension stands in the specification that is judged, too.
    if let declared = first.extensionTo, now <= declared, experiment.extensionTo == declared, looks.count == 1 {
      return
        "extended from \(first.replicates) to \(now) replicates as declared before; every level is halved for the two looks"
    }
    let between = Set(looks.map(\.replicates)).sorted().dropFirst().map(String.init)
    let way = between.isEmpty ? "" : " by way of \(between.joinedInWords())"
    return "extended from \(first.replicates)\(way) to \(now) after looking"
  }
}

// MARK: - In sentences

extension ProtocolFinding {
  /// What a reader must know, the state first.
  package var sentences: [String] {
    let file = claimsFile.map { "The claims were written after the trials: they are read from \($0)." }
    let late =
      lateClaims.isEmpty ? nil : "Changed after its trials could be read: \(lateClaims.joined(separator: "; "))."
    return [stateSentence, growth.map { "The experiment was \($0)." }, file, late].compactMap { $0 }
  }

  /// Whether a reader must be warned.
  package var isFlagged: Bool {
    switch state {
    case .changedAfter, .frozenLate: true
    case .notFrozen, .frozenBefore:
      !lateClaims.isEmpty || ["after looking", "after it was frozen"].contains { growth?.hasSuffix($0) ?? false }
    }
  }

  /// What stands where the verdicts are shown: all of it where a reader must be warned, else nothing.
  package var warnings: [String] { isFlagged ? sentences : [] }

  private var stateSentence: String {
    switch state {
    case .notFrozen:
      return
        "Not frozen: nothing in the archive shows that claims, δ and replicates stood before the test split was read."
    case .frozenBefore: return "Frozen before the test split was read\(mark)."
    case .changedAfter(let changes):
      return "Frozen before the test split was read\(mark), changed after: \(changes.joined(separator: "; "))."
    case .frozenLate(let count):
      return
        "Frozen\(mark) after \(count) \(count == 1 ? "trial" : "trials") had been read: this freeze proves nothing."
    }
  }

  /// ` on 2026-11-28T15:00:00Z, digest 1a2b3c4d`.
  private var mark: String {
    guard let freezing else { return "" }
    let time = Date(timeIntervalSince1970: freezing.frozenAt.rounded(.down)).formatted(.iso8601)
    return " on \(time), commit \(freezing.commit.prefix(12)), digest \(freezing.digest.prefix(12))"
  }
}
