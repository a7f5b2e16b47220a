/// Where a trial's numbers come from: program, commit, toolchain, system, data.
package struct Provenance: Hashable, Sendable {
  /// Name and value, in the order in which they are shown.
  package let facts: [Fact]

  package struct Fact: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The uncommitted changes that a fact names by their digest; nil where there are none or too many.
  package let patch: String?

  package init(facts: [Fact], patch: String? = nil) {
    self.facts = facts
    self.patch = patch
  }

  /// Reads facts from their text.
  package init(text: String) {
    patch = nil
    facts = text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: ":", maxSplits: 1)
      guard let name = parts.first else { return nil }
      return Fact(name: String(name), value: parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
    }
  }

  /// One `name: value` per line.
  package var text: String {
    facts.map { "\($0.name): \($0.value.replacing("\n", with: " "))" }.joined(separator: "\n")
  }
}
