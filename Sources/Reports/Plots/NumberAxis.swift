import Analysis
import Experiments
import Plotting

/// The configurations of an experiment along a number that varies, such as a learning rate, one arm per line.
struct NumberAxis: Sendable {
  /// One line: configurations that agree in everything but the number and what goes with it.
  struct Arm: Sendable {
    let name: String
    let points: [(value: Double, configuration: ConfigurationSummary)]
  }

  let path: String
  let arms: [Arm]
  /// Whether values span more than a factor of eight, so that they are read on a logarithmic scale.
  let isLogarithmic: Bool

  /// Such as `Learning rate`.
  var title: String {
    switch path.split(separator: ".").last ?? "" {
    case "learningRate": "Learning rate"
    case "training": "Training examples"
    case "momentum": "Momentum"
    case "epochs": "Epochs"
    case "batchSize": "Batch size"
    case let last: String(last)
    }
  }

  /// Returns nil when no field with numbers has at least three of them in every arm.
  ///
  /// The field with the most values is taken; fields that follow it one to one, as in a zip, belong to the axis.
  init?(of summary: ExperimentSummary) {
    let configurations = summary.configurations
    let paths = configurations.first?.fields.map(\.path) ?? []
    func values(_ path: String) -> [String] { configurations.map { Self.value(of: path, in: $0) } }
    let numeric = paths.filter { path in values(path).allSatisfy { Self.number($0) != nil } }
    let counts = numeric.map { (path: $0, count: Set(values($0)).count) }
    guard let most = counts.map(\.count).max(), most >= 3, let found = counts.first(where: { $0.count == most }) else {
      return nil
    }
    path = found.path
    let own = values(found.path)
    let followers = Set(
      paths.filter { path in
        Set(zip(own, values(path)).map { [$0, $1] }).count == most
      })
    let others = paths.filter { !followers.contains($0) }
    var keys: [[String]] = []
    for configuration in configurations {
      let key = others.map { Self.value(of: $0, in: configuration) }
      if !keys.contains(key) { keys.append(key) }
      guard keys.count <= 12 else { return nil }
    }
    arms = keys.map { key in
      let members = configurations.filter { configuration in
        others.map { Self.value(of: $0, in: configuration) } == key
      }
      let points = members.compactMap { member in
        Self.number(Self.value(of: found.path, in: member)).map { (value: $0, configuration: member) }
      }
      return Arm(name: Self.name(others, key), points: points.sorted { $0.value < $1.value })
    }
    guard arms.allSatisfy({ $0.points.count >= 3 }) else { return nil }
    let all = own.compactMap(Self.number)
    guard let least = all.min(), let largest = all.max() else { return nil }
    isLogarithmic = least > 0 && largest > 8 * least
  }

  /// Nil for what has no place on an axis; an imported factor may be `nan` or `inf`.
  private static func number(_ text: String) -> Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }

  private static func value(of path: String, in configuration: ConfigurationSummary) -> String {
    configuration.fields.first { $0.path == path }?.value ?? ""
  }

  private static func name(_ paths: [String], _ values: [String]) -> String {
    zip(paths, values).map { path, value in
      let last = path.split(separator: ".").last.map(String.init) ?? path
      if value.isEmpty || value == "none" { return "no \(last)" }
      return value == "{}" ? "no \(last)" : "\(last) \(Self.short(value))"
    }.joined(separator: ", ")
  }

  /// A value without the marks of YAML and without the word before a rate.
  static func short(_ value: String) -> String {
    let plain = value.filter { !"{}:".contains($0) }
    return plain.split(separator: " ").filter { $0 != "rate" && $0 != "convention" }.joined(separator: " ")
  }
}
