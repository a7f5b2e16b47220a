import Foundation
import Testing

/// What a run on other machines says and does where something was done before it, or does not go well.
@Suite(.serialized)
struct HandoverTests {
  /// Two parameter sets of one recipe, two replicates.
  private static let recipes = """
    name: two
    question: Do both come through?
    seed: 1
    replicates: 2
    metric: { name: meanSquare }
    trial:
      dataset: { name: linear-regression, training: 50, validation: 10, test: 20 }
      network: linear
      loss: meanSquaredError
      optimizer: { sgd: { learningRate: 0.001 } }
      training: { batchSize: 10, epochs: 2 }
    vary:
      trial.dataset.name:
        - { linear-regression: { correlation: 0.7 } }
        - { linear-regression: { correlation: 0.9 } }
    """

  @Test func `two parameter sets of a recipe are two data sets, here and in a run folder`() throws {
    try Program.inFolder { program in
      try program.write(Self.recipes, to: "two.yaml")
      try program.expect(0, "run", "two.yaml", "--results", "local")
      let expected = try program.run("export", "two", "--results", "local").output
      try program.expect(0, "run", "two.yaml", "--engine", "folder", "--run-folder", "run")
      for task in 0..<4 { try program.expect(0, "worker", "--run", "run", "--trial", "\(task)") }
      try program.expect(0, "collect", "run", "--results", "over")
      #expect(try program.run("export", "two", "--results", "over").output == expected)
      let trial = try #require(expected.split(separator: "\r\n").last?.prefix(8)).description
      for results in ["local", "over"] {
        let shown = try program.run("show", trial, "--results", results).output
        for correlation in ["0.7", "0.9"] {
          #expect(shown.contains("data { linear-regression { correlation \(correlation) } }"), "\(shown)")
        }
      }
    }
  }
}
