extension Int {
  /// The number with its noun: `1 trial`, `2 trials`.
  package func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
