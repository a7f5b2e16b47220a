import Experiments
import Files
import Foundation
import GRDB
import NeuralNets

extension Archive {
  /// Kept weights that are not those of their trial.
  struct ForeignWeights {
    let row: Int64
    let trial: String
    let field: String
    let expected: String
    let found: String
  }

  /// The trials whose kept weights are not those that the digests of their final weights name, or have names that lead elsewhere.
  ///
  /// Weights of classic dropout are kept multiplied by its factor, and statistics of batch normalisation rounded: of
  /// networks with either only names are checked.
  static func foreignWeights(of trial: String? = nil, _ database: Database) throws -> [ForeignWeights] {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT id, hex, spec, finalWeights FROM trial
          WHERE EXISTS (SELECT 1 FROM weight WHERE weight.trial = trial.id)
          \(trial == nil ? "" : "AND hex = ?") ORDER BY id
          """), arguments: trial.map { [$0] } ?? [])
    return try rows.compactMap { try problem(of: $0, database) }
  }

  private static func problem(of trial: Row, _ database: Database) throws -> ForeignWeights? {
    func foreign(_ field: String, _ expected: String, _ found: String) throws -> ForeignWeights {
      try ForeignWeights(
        row: trial.value("id"), trial: trial.value("hex"), field: field, expected: expected, found: found)
    }
    let names = try String.fetchAll(
      database.cachedStatement(sql: "SELECT name FROM weight WHERE trial = ? ORDER BY position"),
      arguments: [try trial.value("id") as Int64])
    if let strange = names.first(where: { $0.wholeMatch(of: /[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*/) == nil }) {
      return try foreign("name", "letters, digits, _ and -, with dots between them", strange)
    }
    let expected = try trial.value("finalWeights") as String
    guard SHA256Digest(hex: expected) != nil, try !isRounded(names, spec: trial.value("spec")) else { return nil }
    let found = try digest(ofWeightsOf: trial.value("id"), database)
    return found == expected ? nil : try foreign("SHA-256 of the weights", expected, found)
  }

  /// The digest that training took of the same numbers: array by array, without the factors that stand beside them.
  private static func digest(ofWeightsOf trial: Int64, _ database: Database) throws -> String {
    var hash = SHA256()
    let rows = try Row.fetchCursor(
      database.cachedStatement(sql: "SELECT name, \"values\" FROM weight WHERE trial = ? ORDER BY position"),
      arguments: [trial])
    while let row = try rows.next() {
      if try !(row.value(0) as String).hasSuffix(".evaluation_factor") { hash.update(try row.value(1) as Data) }
    }
    return hash.finish().hex
  }

  private static func isRounded(_ names: [String], spec: String) -> Bool {
    if names.contains(where: { $0.hasSuffix(".running_mean") || $0.hasSuffix(".running_var") }) { return true }
    // Only a plain perceptron, whose layers have numbers for names, has factors folded into its weights.
    guard names.first == "0.weight" else { return false }
    return TrialSpec(archived: spec).map { $0.dropout.foldsFactors } ?? true
  }
}

extension DropoutPlacement {
  /// Whether activations of a perceptron are multiplied by a factor at evaluation.
  fileprivate var foldsFactors: Bool { ([input] + hidden.variants).contains { $0.laws.evaluationFactor != 1 } }
}
