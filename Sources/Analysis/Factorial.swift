import Experiments
import Statistics

/// Every combination of two levels of several factors: what each does, and what they do to each other.
package struct Factorial: Sendable {
  /// A field that has two values.
  package struct Factor: Hashable, Sendable {
    package let path: String
    /// The value of the first configuration, and the other one.
    package let low: String
    package let high: String

    /// The last part of the path, such as `weightDecay`.
    package var name: String { path.split(separator: ".").last.map(String.init) ?? path }
  }

  /// What an effect is taken over.
  package enum Kind: Hashable, Sendable {
    /// Of one factor, over all settings of the others.
    case main
    /// Of one factor where all others are at their high level.
    case simple
    /// Half the change that one factor makes to the effect of another, over all settings of the rest.
    case interaction
  }

  /// One effect on the experiment's metric: replicate by replicate, hence paired.
  package struct Effect: Sendable {
    package let kind: Kind
    /// Indices into `factors`, one, or two of an interaction.
    package let factors: [Int]
    package let values: [ReplicateValue]
    /// Nil with fewer than two replicates.
    package let interval: Interval?
    package let mean: Double
  }

  package let factors: [Factor]
  /// Main effects, simple effects of three factors or more, interactions.
  package let effects: [Effect]

  /// Returns nil unless the configurations are all combinations of at least two factors of two levels.
  ///
  /// Only replicates count at which every configuration has a value. Source: Box, Hunter & Hunter 2005, chapter 5.
  package init?(of summary: ExperimentSummary) {
    let configurations = summary.configurations
    guard let first = configurations.first, first.fields.count >= 2 else { return nil }
    var factors: [Factor] = []
    for field in first.fields {
      let values = configurations.map { $0.fields.first { $0.path == field.path }?.value ?? "" }
      guard let other = values.first(where: { $0 != field.value }), Set(values) == [field.value, other] else {
        return nil
      }
      factors.append(Factor(path: field.path, low: field.value, high: other))
    }
    let settings = configurations.map { configuration in
      factors.map { factor in configuration.fields.contains { $0.path == factor.path && $0.value == factor.high } }
    }
    guard configurations.count == 1 << factors.count, Set(settings).count == settings.count else { return nil }
    self.factors = factors
    let table = Table(configurations, settings: settings, level: summary.level)
    guard !table.replicates.isEmpty else { return nil }
    let single = factors.indices.compactMap { table.effect(.main, [$0]) }
    let simple = factors.count < 3 ? [] : factors.indices.compactMap { table.effect(.simple, [$0]) }
    let pairs = factors.indices.flatMap { a in factors.indices.filter { $0 > a }.map { [a, $0] } }
    effects = single + simple + pairs.compactMap { table.effect(.interaction, $0) }
  }
}

/// The values of every setting at the replicates that all have.
private struct Table {
  let settings: [[Bool]]
  let level: Double
  let replicates: [ReplicateValue]
  /// By replicate, then by setting.
  let values: [[Double]]

  init(_ configurations: [ConfigurationSummary], settings: [[Bool]], level: Double) {
    self.settings = settings
    self.level = level
    let complete = (configurations.first?.values ?? []).filter { value in
      configurations.allSatisfy { $0.values.contains { $0.replicate == value.replicate } }
    }
    replicates = complete
    values = complete.map { value in
      configurations.compactMap { $0.values.first { $0.replicate == value.replicate }?.value }
    }
  }

  func effect(_ kind: Factorial.Kind, _ factors: [Int]) -> Factorial.Effect? {
    let signs = settings.map { sign(of: $0, kind, factors) }
    let count = Double(signs.count { $0 != 0 }) / 2
    let found = values.map { row in zip(signs, row).reduce(0.0) { $0 + $1.0 * $1.1 } / count }
    guard let sample = Sample(found), let mean = sample.mean else { return nil }
    return Factorial.Effect(
      kind: kind, factors: factors,
      values: zip(replicates, found).map { ReplicateValue(replicate: $0.replicate, trial: $0.trial, value: $1) },
      interval: Interval.studentT(sample, level: level), mean: mean)
  }

  /// What a setting counts in an effect: 1, −1, or 0 where the effect is taken elsewhere.
  private func sign(of setting: [Bool], _ kind: Factorial.Kind, _ factors: [Int]) -> Double {
    if kind == .simple, setting.indices.contains(where: { !factors.contains($0) && !setting[$0] }) { return 0 }
    return factors.reduce(1.0) { $0 * (setting[$1] ? 1 : -1) }
  }
}
