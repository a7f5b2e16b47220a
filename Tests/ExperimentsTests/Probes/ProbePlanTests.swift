import Experiments
import Specifications
import Testing

struct ProbePlanTests {
  private static func problems(_ probes: String, _ overrides: [String] = []) -> String {
    Sample.problems(Sample.text + "\nprobes: \(probes)", overrides)
  }

  @Test
  func `probes are read and written back, and are no part of a trial`() throws {
    let plain = try Sample.read()
    let text = "[unitRemoval, { pairInteraction: { examples: 500, pairs: 300, split: validation } }]"
    let asked = try Sample.read(Sample.text + "\nprobes: \(text)")
    #expect(plain.probes == ProbePlan())
    #expect(
      asked.probes.requests == [
        ProbeRequest(.unitRemoval),
        ProbeRequest(.pairInteraction(pairs: 300), sample: ProbeSample(split: .validation, examples: 500)),
      ])
    #expect(asked.probes.node.flow == text)
    let plans = [plain, asked].map { Plan($0) { _ in "digest" } }
    let trials = plans.map { $0.measurement(choices: [0, 0, 0]) }
    #expect(trials[0].map(\.id) == trials[1].map(\.id))
    #expect(trials[0].allSatisfy { !$0.isAsked } && trials[1].allSatisfy { $0.probes.count == 2 })
    #expect(plans[1].tuning.allSatisfy { $0.trial.probes.isEmpty })
  }

  @Test
  func `predictions of training examples are compared where all replicates have the same`() {
    let asked = "[{ predictions: { split: training } }]"
    let reason = "compares the replicates' predictions, whose training examples differ"
    #expect(Self.problems(asked).contains(reason))
    #expect(!Self.problems(asked, ["trial.dataset.subset=fixed"]).contains(reason))
    #expect(!Self.problems("[predictions]").contains(reason))
  }

  @Test(arguments: [
    ("[unitRemovel]", "unknown name 'unitRemovel' in probe (did you mean 'unitRemoval'?)"),
    ("unitRemoval", "expected a list, found"),
    ("[unitRemoval, unitRemoval]", "probes lists unitRemoval twice"),
    ("[{ unitRemoval: { examples: 0 } }]", "examples is '0', allowed is a whole number of at least 1"),
    ("[{ unitRemoval: { split: exam } }]", "unknown name 'exam' in split"),
    ("[{ pairInteraction: { pairs: 0, split: test } }]", "pairs is '0', allowed is a whole number from 1 to 100000"),
    ("[{ removalCurve: { order: 3 } }]", "unknown key 'order' in removalCurve (did you mean 'orders'?)"),
  ])
  func `what cannot be read is refused with its reason, once`(_ probes: String, _ reason: String) {
    let problems = Self.problems(probes)
    #expect(problems.contains(reason), "\(problems)")
    #expect(problems.split(separator: "\n").count { $0.contains("unknown key") } <= 1)
  }

  @Test
  func `what no configuration can answer is refused at its place`() {
    let numbers = Self.problems("[unitRemoval]", ["+trial.loss=meanSquaredError"])
    #expect(
      numbers.contains(
        "the probe unitRemoval fits no configuration: meanSquaredError on classes gives no probabilities of classes"))
    let unread = Self.problems("[{ removalCurve: { split: test } }]", ["+trial.training.evaluate={ test: never }"])
    #expect(unread.contains("the probe removalCurve looks at test, which some configuration does not evaluate"))
    let (line, column) = (Sample.text.split(separator: "\n", omittingEmptySubsequences: false).count + 1, 10)
    #expect(unread.contains(":\(line):\(column):"), "\(unread)")
  }

  @Test
  func `every probe reads what it writes, in YAML and in the archive`() throws {
    for choice in ProbeRequest.choices {
      let problems = Problems()
      let node = try YAMLReader.read(choice.example, file: "example")
      let request = try #require(ProbeRequest.read(node, problems), "\(choice.name): \(problems.found)")
      #expect(ProbeRequest.read(archived: request.key) == request)
      #expect(request.probe.title.count < 50 && choice.summary.count <= 150)
      #expect(!choice.formula.isEmpty && !choice.source.isEmpty)
      guard let usual = request.probe.usualSample else { continue }
      let other = ProbeRequest(request.probe, sample: ProbeSample(split: .validation, examples: usual.examples + 1))
      #expect(ProbeRequest.read(archived: other.key) == other && other.key != request.key)
    }
    #expect(ProbeRequest.read(archived: "{ telepathy: {} }") == nil)
  }

  @Test
  func `a scale below 1 asks for less, and what is written out in claims goes along`() throws {
    let text =
      Sample.text + """

        probes: [unitRemoval, { unitRemoval: { examples: 4000 } }, { pairInteraction: { examples: 60, pairs: 300 } }, \
        { gradientNoise: { batches: 100, masks: 8 } }, filters, predictions]
        claims:
          - id: C27
            statement: Single units matter.
            measure: { probe: unitRemoval, statistic: accuracyDropHigh, layer: hidden1 }
            level: { of: { trial.dropout.hidden: none }, atLeast: 0 }
        """
    let whole = try Sample.read(text)
    let small = try Sample.read(text, scale: 0.1)
    #expect(
      small.probes.node.flow
        == "[{ unitRemoval: { examples: 200 } }, { unitRemoval: { examples: 400 } }, "
        + "{ pairInteraction: { examples: 50, pairs: 50 } }, { gradientNoise: { batches: 10, examples: 200, masks: 8 } }, "
        + "filters, { predictions: { examples: 50 } }]")
    #expect(small.claims.map(\.id) == whole.claims.map(\.id))
    // What is archived stands as it was asked, and more than all is not looked at.
    let again = try Experiment.read(yaml: small.effective.yaml, file: "archived", source: text)
    #expect(again.probes == small.probes && again.configurations == small.configurations)
    for scale in [1.0, 2.0] { #expect(try Sample.read(text, scale: scale).probes == whole.probes) }
    #expect(try Sample.read(text + "\nscale: 0.1").probes == whole.probes)
  }

  @Test
  func `probes that a scale makes the same are asked once, those written twice are refused`() throws {
    let small = try Sample.read(
      Sample.text + "\nprobes: [{ unitRemoval: { examples: 100 } }, { unitRemoval: { examples: 200 } }]", scale: 0.1)
    #expect(small.probes.requests.map(\.sample?.examples) == [50])
    #expect(
      Sample.problems(Sample.text + "\nprobes: [unitRemoval, unitRemoval]", scale: 0.1).contains("lists"))
  }
}
