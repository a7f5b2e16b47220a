import Experiments
import Testing

@testable import Reports

/// What is known of an experiment before it is run is refused before it is run.
struct StatedTests {
  /// What is wrong with a body below the sample's experiment, or below one of its own.
  private func problems(_ body: String, withExperiment: Bool = true) -> [String] {
    do {
      try NotebookSample.bound(body, withExperiment: withExperiment).checkExperiments()
      return []
    } catch {
      return "\(error)".split(separator: "\n").map(String.init)
    }
  }

  /// The line of the notebook in which a body below the experiment begins.
  private var line: Int { NotebookSample.experiment.split(separator: "\n", omittingEmptySubsequences: false).count + 8 }

  @Test(arguments: [
    ("{{ claim.rates.C2.verdict }}", 0, "1: unknown claim 'C2' in 'rates' (did you mean 'C1'?); allowed: C1"),
    ("```{claim}\n#| experiment: rates\n#| id: C9\n```", 2, "8: unknown claim 'C9' in 'rates'"),
    ("```{claim}\n#| experiment: rates\n#| ids: [C1, D1]\n```", 2, "14: unknown claim 'D1' in 'rates'"),
    ("{{ rates.half.test.perplexity }}", 0, "1: 'half' of 'rates' has no test.perplexity: "),
    ("{{ rates.plain-half.test.meanSquare.sd }}", 0, "1: 'plain' of 'rates' has no test.meanSquare: "),
    ("A {{ rates.half.training.sparsity }}", 0, "3: training.sparsity belongs to layers; write the name of one behind"),
    ("{{ rates.plain-half.training.weightNorm.sd }}", 0, "1: training.weightNorm belongs to layers; write the name"),
    (
      "```{plot}\n#| experiment: rates\n#| recipe: distribution\n#| metric: test.perplexity\n```",
      3, "12: no configuration of 'rates' has what is measured"
    ),
  ])
  func `what an experiment does not state or measure is refused`(body: String, offset: Int, message: String) {
    let found = problems(body)
    let expected = "sample.md:\(line + offset):\(message)"
    #expect(found.first?.hasPrefix(expected) == true, "\(found), not \(expected)")
  }

  @Test
  func `what it states and measures is not`() {
    let body = """
      {{ claim.rates.C1.verdict }} {{ rates.half.test.error.interval }} {{ rates.half-plain.validation.nll.sd }}

      {{ rates.half.training.sparsity.hidden1 }}

      ```{claim}
      #| experiment: rates
      ```

      ```{plot}
      #| experiment: rates
      #| recipe: distribution
      #| metric: validation.nll
      ```
      """
    #expect(problems(body) == [])
  }

  private static let plain = ClaimSample.experiment

  private func cell(_ options: String) -> String { "```{experiment}\n\(options)\n\(Self.plain)\n```" }

  @Test(arguments: [
    ("#| tier: look", "sample.md:8:10: tier look: the experiment has no such tier; it has: none"),
    ("#| set: [seed=2, replicats=3]", "sample.md:8:18: set 'replicats=3': "),
    ("#| set:\n#|   - replicates", "sample.md:9:8: set 'replicates': an override is key=value"),
    (
      "#| set: [tier=look]",
      "sample.md:8:10: set 'tier=look': 'tier' is no key to override; choose a tier with the key 'tier' of the cell"
    ),
    ("#| show: claims", "sample.md:7:1: the experiment 'rates' states no claims"),
  ])
  func `what is wrong with a key of the cell stands at that key`(options: String, message: String) {
    let found = problems(cell(options), withExperiment: false)
    #expect(found.first?.hasPrefix(message) == true, "\(found)")
  }

  @Test
  func `the commands of a page are the notebook's own, and put a report beside a page of the same name`() throws {
    func commands(_ file: String) throws -> [String] {
      var answers = NotebookAnswers(version: "0.1.0")
      answers.experiments["rates"] = .given(NotebookSample.answer)
      let evaluated = try EvaluatedNotebook(try NotebookSample.bound("Text.", file: file), answers: answers)
      return NotebookTrials(evaluated).models.flatMap(\.commands)
    }
    let last = ["dropout-lab verify", "dropout-lab reproduce rates --trials 5"]
    #expect(
      try commands("a/sample.md") == ["dropout-lab run a/sample.md student=0 tier=look", "dropout-lab report rates"]
        + last)
    #expect(
      try commands("rates.md")
        == ["dropout-lab run rates.md student=0 tier=look", "dropout-lab report rates --out report"] + last)
  }
}
