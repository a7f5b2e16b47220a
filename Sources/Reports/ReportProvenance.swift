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
  /// What was trained again and how it agreed, oldest first.
  package let checks: [ReportCheck]
  /// What the page's record says of where it comes from.
  package var origin: ReportOrigin

  package init(
    version: String, specificationDigest: String, specification: String, facts: [ReportFact], compute: String? = nil,
    reproduction: [String] = [], checks: [ReportCheck] = [], origin: ReportOrigin = ReportOrigin()
  ) {
    self.version = version
    self.specificationDigest = specificationDigest
    self.specification = specification
    self.facts = facts
    self.compute = compute
    self.reproduction = reproduction
    self.checks = checks
    self.origin = origin
  }
}

/// One check of an experiment by training trials again.
package struct ReportCheck: Hashable, Sendable {
  /// Such as `5 of 40 trials reproduced bit for bit on 2026-11-28 with 0.1.0 on x86-64`.
  package let text: String
  package let holds: Bool

  package init(_ text: String, holds: Bool) {
    self.text = text
    self.holds = holds
  }
}

/// What a page is made from, for its record.
package struct ReportOrigin: Hashable, Sendable {
  /// How it is made beyond its form: `templates`, `claims …`.
  package var options: [String]
  /// What beside the trials goes into it.
  package var basis: [String]
  package var trials: [PageRecord.Item]

  package init(options: [String] = [], basis: [String] = [], trials: [PageRecord.Item] = []) {
    self.options = options
    self.basis = basis
    self.trials = trials
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
