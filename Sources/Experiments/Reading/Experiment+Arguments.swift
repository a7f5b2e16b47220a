import Specifications

extension Experiment {
  /// What `run` is given beside its file so that this experiment comes of it: `--tier NAME` and `path=value`.
  ///
  /// Claims are left out, on which no trial depends, and so is all if the source cannot be read any more.
  package var arguments: [String] {
    let tierArguments = tier.map { ["--tier", $0.rawValue] } ?? []
    guard let plain = Self.tree(of: source, tier: tier) else { return tierArguments }
    return tierArguments + Self.changes(from: plain, to: effective)
  }

  /// The tree of a file with a tier in effect, as it would be archived.
  private static func tree(of text: String, tier: Tier?) -> SpecNode? {
    let problems = Problems()
    do throws(SpecError) {
      var changes = SpecChanges(try YAMLReader.read(text, file: "", problems), problems)
      changes.apply(tier: tier)
      let archived = try YAMLReader.read(changes.effective.yaml, file: "", problems)
      return problems.found.isEmpty ? archived : nil
    } catch {
      return nil
    }
  }

  /// Fields that differ or were added, then those that were removed; within `trial` field by field.
  private static func changes(from plain: SpecNode, to effective: SpecNode, under path: String = "") -> [String] {
    let entries = (effective.entries ?? []).filter { path != "" || !["claims", "tier"].contains($0.key) }
    let set = entries.flatMap { entry -> [String] in
      let (here, before) = (path + entry.key, plain[entry.key])
      if before == entry.value { return [] }
      if here.hasPrefix("trial"), let before, before.entries != nil, entry.value.entries != nil {
        return changes(from: before, to: entry.value, under: here + ".")
      }
      return ["\(here)=\(entry.value.flow)"]
    }
    let removed = (plain.entries ?? []).filter { entry in
      effective[entry.key] == nil && (path != "" || entry.key != "claims")
    }
    return set + removed.map { "~\(path)\($0.key)" }
  }
}
