import Experiments
import Specifications
import Testing

struct InferencePlanTests {
  private static func problems(_ inference: String) -> String {
    Sample.problems(Sample.text + "\ninference: \(inference)")
  }

  @Test
  func `modes are read and written back, and are no part of a trial`() throws {
    let plain = try Sample.read()
    let text = "[{ monteCarlo: { mean: geometric, samples: 10 } }, maskLeftOn]"
    let asked = try Sample.read(Sample.text + "\ninference: \(text)")
    #expect(plain.inference == InferencePlan())
    #expect(asked.inference.modes == [.monteCarlo(samples: 10, mean: .geometric), .fault(.maskLeftOn)])
    #expect(asked.inference.node.flow == text)
    let ids = [plain, asked].map { experiment in
      Plan(experiment) { _ in "digest" }.measurement(choices: [0, 0, 0]).map(\.id)
    }
    #expect(ids[0] == ids[1])
  }

  @Test
  func `weight scaling is always asked first, other modes where they fit`() throws {
    let experiment = try Sample.read(
      Sample.text + "\ninference: { modes: [{ monteCarlo: { samples: 2 } }], splits: [validation, test] }")
    let requests = experiment.configurations.map { experiment.inference.requests(for: $0.spec).map(\.key) }
    #expect(requests[0] == ["validation weightScaling", "test weightScaling"])
    #expect(
      requests[1] == [
        "validation weightScaling", "validation { monteCarlo: { samples: 2 } }", "test weightScaling",
        "test { monteCarlo: { samples: 2 } }",
      ])
    let plan = Plan(experiment) { _ in "digest" }
    #expect(plan.tuning.allSatisfy { $0.trial.inference.isEmpty })
    #expect(plan.measurement(choices: [0, 0, 0])[1].inference.count == 4)
  }

  @Test(arguments: [
    ("[monteCarlo]", "monteCarlo lacks the key 'samples'"),
    ("[{ monteCarlo: { samples: 0 } }]", "samples is '0', allowed is a whole number from 1 to 100000"),
    ("[maskLeftOf]", "unknown name 'maskLeftOf' in inference mode (did you mean 'maskLeftOn'?)"),
    ("[maskLeftOn, maskLeftOn]", "inference lists maskLeftOn twice"),
    ("[reestimate]", "inference asks for reestimate, which fits no configuration: the network has no batch norm"),
    ("[singleColumn]", "inference asks for singleColumn, which fits no configuration: only fractal networks have"),
    ("[{ singleColumn: { column: 0 } }]", "column is '0', allowed is"),
    ("[gaussianClosedForm]", "inference asks for gaussianClosedForm, which fits no configuration: no weights are"),
    ("{ modes: [maskLeftOn], splits: [training] }", "splits is [training], allowed is a list of validation and test"),
    ("{ splits: [test] }", "inference lacks the key 'modes'"),
    ("{ modes: [maskLeftOn], bank: 0 }", "bank is '0', allowed is a whole number from 1 to 100000"),
    ("{ modes: [], bank: 10 }", "inference has a bank of masks, but asks for no mode"),
  ])
  func `what cannot be asked is refused with its reason`(_ inference: String, _ reason: String) {
    #expect(Self.problems(inference).contains(reason), "\(Self.problems(inference))")
  }

  @Test
  func `a bank of masks is asked along with every mode, and stands in its words`() throws {
    let text = "{ bank: 20, modes: [{ monteCarlo: { samples: 2 } }] }"
    let asked = try Sample.read(Sample.text + "\ninference: \(text)").inference
    #expect(asked.node.flow == text && asked.bank == 20 && asked != InferencePlan(modes: asked.modes))
    let words = ["{ bank: 20, mode: weightScaling }", "{ bank: 20, mode: { monteCarlo: { samples: 2 } } }"]
    let requests = asked.requests(for: try Sample.read().configurations[1].spec)
    #expect(requests.map(\.key) == words.map { "test \($0)" })
    #expect(requests.map(\.words).map { InferenceRequest.read(archived: $0, on: .test) } == requests)
    #expect(InferenceRequest.read(archived: "{ bank: 0, mode: weightScaling }", on: .test) == nil)
    let plain = InferenceRequest(mode: .meanWeights, split: .test)
    #expect(InferenceRequest.read(archived: plain.words, on: .test) == plain && plain.words == "meanWeights")
  }

  @Test
  func `a bank of masks needs dropout and classes or symbols`() {
    let plain = Sample.bare() + "\ninference: { modes: [weightScaling], bank: 10 }"
    #expect(Sample.problems(plain).contains("bank of masks, but no configuration has dropout"))
    let numbers = Sample.problems(
      Sample.text + "\ninference: { modes: [weightScaling], bank: 10 }", ["+trial.loss=meanSquaredError"])
    #expect(numbers.contains("gives neither"), "\(numbers)")
  }

  @Test
  func `only probabilities of classes are compared`() {
    let numbers = Sample.problems(
      Sample.text + "\ninference: [maskLeftOn]", ["+trial.loss=meanSquaredError"])
    #expect(
      numbers.contains(
        "inference compares probabilities of classes or symbols, or real numbers, and meanSquaredError on classes "
          + "gives neither"))
    let unread = Sample.problems(
      Sample.text + "\ninference: [maskLeftOn]", ["+trial.training.evaluate={ test: never }"])
    #expect(unread.contains("inference is measured on test, which some configuration does not evaluate"), "\(unread)")
  }

  @Test(arguments: [
    (1, [1]), (2, [1, 2]), (7, [1, 2, 5, 7]), (100, [1, 2, 5, 10, 20, 50, 100]),
    (300, [1, 2, 5, 10, 20, 50, 100, 200, 300]),
  ])
  func `errors are written down at round numbers and at the end`(_ samples: Int, _ marks: [Int]) {
    #expect(InferenceMode.marks(upTo: samples) == marks)
  }

  @Test
  func `every mode reads what it writes, in YAML and in the archive`() throws {
    for choice in InferenceMode.choices {
      let problems = Problems()
      let node = try YAMLReader.read(choice.example, file: "example")
      let mode = try #require(InferenceMode.read(node, problems), "\(choice.name): \(problems.found)")
      #expect(InferenceMode.read(archived: mode.text) == mode)
      #expect(mode.title.count < 40 && choice.summary.count <= 150)
    }
    #expect(InferenceMode.read(archived: "{ telepathy: {} }") == nil)
  }
}
