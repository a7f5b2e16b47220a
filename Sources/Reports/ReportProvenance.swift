/// Where a report's numbers come from, as the command knows it from the archive.
package struct ReportProvenance: Hashable, Sendable {
  /// The version of the program that makes the page.
  package let version: String
  /// SHA-256 of the effective specification.
  package let specificationDigest: String
  /// The effective specification in YAML.
  package let specification: String
  /// Program, commit, toolchain, machine and data of the trials, in the order in which they are shown.
  package let facts: [ReportFact]
  /// What training took, such as `12 minutes of CPU time in 90 trials`; nil when it is not known.
  package let compute: String?
  /// The commands that make the same numbers again and check them.
  package let reproduction: [String]

  package init(
    version: String, specificationDigest: String, specification: String, facts: [ReportFact], compute: String? = nil,
    reproduction: [String] = []
  ) {
    self.version = version
    self.specificationDigest = specificationDigest
    self.specification = specification
    self.facts = facts
    self.compute = compute
    self.reproduction = reproduction
  }
}

/// A term and what holds for it.
package struct ReportFact: Hashable, Sendable {
  package let term: String
  package let text: String
  /// Whether the text is a digest, a path or a command.
  package let isCode: Bool

  package init(_ term: String, _ text: String, isCode: Bool = false) {
    self.term = term
    self.text = text
    self.isCode = isCode
  }
}
