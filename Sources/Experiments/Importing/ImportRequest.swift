/// How the table of another program is to be read, and what is asked of it.
package struct ImportRequest: Hashable, Sendable {
  /// The name of the experiment in the archive.
  package var name: String
  package var question: String
  /// The columns that tell configurations apart.
  package var factors: [String]
  /// Other names for columns, by the names in the file.
  package var renamed: [String: String]
  /// Columns that are left out.
  package var ignored: [String]
  /// Whether shares, such as errors, are written in percent.
  package var isPercent: Bool
  /// What the comparison is about, such as `test.error`; nil for it, or for the only measure.
  package var metric: String?
  /// Factors and values of the configuration that others are compared with; none for no comparison.
  package var baseline: [ImportedFactor]

  package init(
    name: String, question: String, factors: [String], renamed: [String: String] = [:], ignored: [String] = [],
    isPercent: Bool = false, metric: String? = nil, baseline: [ImportedFactor] = []
  ) {
    self.name = name
    self.question = question
    self.factors = factors
    self.renamed = renamed
    self.ignored = ignored
    self.isPercent = isPercent
    self.metric = metric
    self.baseline = baseline
  }
}
