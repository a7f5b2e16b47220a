import Experiments
import NeuralNets
import Specifications
import Testing

struct TrialIDTests {
  private func ids(_ text: String = Sample.text, _ overrides: [String] = [], data: String = "d") throws -> [TrialID] {
    let plan = Plan(try Sample.read(text, overrides)) { _ in data }
    return plan.measurement(choices: plan.configurations.map { _ in 0 }).map(\.id)
  }

  @Test
  func `the digested text is what it was when the golden identity was written`() throws {
    let plan = Plan(try Sample.read()) { _ in "d" }
    let trial = plan.measurement(choices: [0, 0, 0])[1]
    #expect(
      TrialID.canonical(spec: trial.spec, seed: trial.seed, replicate: trial.replicate, data: "d") == """
        {"data":"d","engine":"\(EngineVersion.masks)","replicate":"0","seed":"2014","trial":{"dataset":{"name":\
        "synthetic-digits","test":"100","training":"200","validation":"100"},"dropout":{"hidden":{"bernoulli":{"rate":\
        "0.2"}}},"network":{"mlp":{"hidden":["16","16"]}},"optimizer":{"sgd":{"learningRate":"0.1","momentum":"0.9"}},\
        "training":{"batchSize":"20","epochs":"2"}}}
        """)
  }

  @Test(.enabled(if: EngineVersion.masks == 1, "the golden value belongs to engine version 1"))
  func `a golden identity stays as it is`() throws {
    #expect(try ids()[1].hex == "51b11720f87c10041b153dacf0423881813fc0d9bb3f95580493939602d474b9")
    #expect(try ids()[1].short == String(try ids()[1].hex.prefix(8)))
  }

  @Test(arguments: ["none", "{ gaussian: { rate: 0.2 } }", "{ concrete: {} }"])
  func `the line of an archived specification gives the id with its own seed, replicate and data alone`(
    _ dropout: String
  ) throws {
    let text = Sample.bare().replacing("{ hidden: none }", with: "{ hidden: \(dropout) }")
    let trial = try #require(Plan(try Sample.read(text)) { _ in "d" }.measurement(choices: []).last)
    let identity = try #require(ArchivedIdentity(spec: trial.spec.node.flow))
    func gives(_ seed: String = "2014", _ replicate: Int = 2, _ data: String = "d") -> Bool {
      identity.gives(trial.id.hex, seed: seed, replicate: replicate, data: data, experiment: "rates")
    }
    #expect(gives() && !gives("2015") && !gives("2014", 1) && !gives("2014", 2, "e"))
    let other = try #require(ArchivedIdentity(spec: trial.spec.node.flow.replacing("epochs: 2", with: "epochs: 3")))
    #expect(!other.gives(trial.id.hex, seed: "2014", replicate: 2, data: "d", experiment: "rates"))
    #expect(ArchivedIdentity(spec: "{ epochs") == nil)
  }

  @Test
  func `an imported run is known by its seed and its experiment wherever it stands`() throws {
    let text = "rate,seed,test.error\n0.5,3,0.1\n0.5,7,0.2\n"
    let runs = try ImportedRuns(
      Array(text.utf8), file: "r.csv", request: ImportRequest(name: "torch", question: "?", factors: ["rate"]))
    for trial in runs.trials.map(\.trial) {
      let identity = try #require(ArchivedIdentity(spec: trial.spec.node.flow))
      #expect(identity.isOfAnotherProgram)
      let seed = String(trial.seed)
      #expect(identity.gives(trial.id.hex, seed: seed, replicate: 5, data: "of the file", experiment: "torch"))
      #expect(!identity.gives(trial.id.hex, seed: seed, replicate: 0, data: "of the file", experiment: "jax"))
      #expect(!identity.gives(trial.id.hex, seed: "8", replicate: 0, data: "of the file", experiment: "torch"))
    }
  }

  @Test(arguments: [
    ("none", 1), ("{ bernoulli: { rate: 0.2 } }", 1), ("{ alpha: { rate: 0.2 } }", 1), ("{ standout: {} }", 1),
    ("{ gaussian: { rate: 0 } }", 1), ("{ gaussian: { rate: 0.2 } }", 2), ("{ uniform: { spread: 0.2 } }", 2),
    ("{ variational: {} }", 2), ("{ concrete: {} }", 3), ("{ concrete: { weightRegularizer: 0 } }", 3),
    ("[none, { gaussian: { rate: 0.2 } }]", 2),
    ("{ scheduled: { variant: { gaussian: { rate: 0.2 } }, curve: { ramp: { until: 1 } } } }", 2),
  ])
  func `the engine version is raised where noise is real-valued, and nowhere else`(
    _ dropout: String, _ version: Int
  ) throws {
    let text = Sample.bare().replacing("{ hidden: none }", with: "{ hidden: \(dropout) }")
    let spec = try #require(Plan(try Sample.read(text)) { _ in "d" }.measurement(choices: [0]).first).spec
    #expect(EngineVersion.of(spec) == version)
    #expect(
      TrialID.canonical(spec: spec, seed: 1, replicate: 0, data: "d").contains("\"engine\":\"\(version)\""))
  }

  @Test(arguments: [
    ("{ weights: { dropConnect: { rate: 0.5 } } }", 3), ("{ weights: { dropConnect: { rate: 0, group: 2 } } }", 1),
    ("{ weights: { gaussianDropConnect: { rate: 0.5 } } }", 1),
    ("{ weights: { fast: { input: 0.2, hidden: 0.5 } } }", 1),
    ("{ hidden: { gaussian: { rate: 0.2 } }, weights: { dropConnect: { rate: 0.5 } } }", 3),
  ])
  func `the engine version is raised where masks act on weights`(_ dropout: String, _ version: Int) throws {
    let text = Sample.bare().replacing("{ hidden: none }", with: dropout)
    let spec = try #require(Plan(try Sample.read(text)) { _ in "d" }.measurement(choices: [0]).first).spec
    #expect(EngineVersion.of(spec) == version)
    #expect(DropoutPlacement(recurrent: RecurrentDropout(weights: Rate(0.5))).masksWeights)
    let onStates = RecurrentDropout(input: Rate(0.5), state: .tied(rate: Rate(0.5)))
    #expect(!DropoutPlacement(recurrent: onStates).masksWeights)
  }

  @Test(arguments: [
    ("concrete", "concrete", 4), ("[none, concrete]", "[none, concrete]", 4),
    ("[none, concrete]", "[concrete, none]", 3),
    ("{ concrete: { weightRegularizer: 0 } }", "concrete", 3), ("concrete", "{ gaussian: { rate: 0.2 } }", 3),
  ])
  func `the engine version is raised where two sites regularise the same weights`(
    _ sums: String, _ hidden: String, _ version: Int
  ) throws {
    let text = Sample.bare().replacing("{ hidden: none }", with: "{ sums: \(sums), hidden: \(hidden) }")
      .replacing("hidden: [16, 16]", with: "hidden: [16, 16], batchNorm: true")
    let spec = try #require(Plan(try Sample.read(text)) { _ in "d" }.measurement(choices: [0]).first).spec
    #expect(EngineVersion.of(spec) == version)
  }

  @Test(arguments: [("none", 1), ("global", 5), ("{ local: { rate: 0.1 } }", 5)])
  func `the engine version is raised where paths are dropped`(_ paths: String, _ version: Int) throws {
    let network = "fractal: { channels: [2], columns: 2 }"
    let text = Sample.bare().replacing("{ hidden: none }", with: "{ paths: \(paths) }")
      .replacing("mlp: { hidden: [16, 16] }", with: network)
    let spec = try #require(Plan(try Sample.read(text)) { _ in "d" }.measurement(choices: [0]).first).spec
    #expect(EngineVersion.of(spec) == version)
  }

  @Test(arguments: [("1", 1), ("2", 2), ("1, 2 with real-valued noise", 2), (EngineVersion.title, 5)])
  func `a program's versions tell which it had`(_ title: String, _ newest: Int) {
    #expect(EngineVersion.title(title, names: newest))
    #expect(!EngineVersion.title(title, names: newest + 1))
    #expect(EngineVersion.title(title, names: 1) == (title != "2"))
  }

  @Test(arguments: [
    ("name: rates", "name: other"), ("question: Which rate is best?", "question: Why?\nnotes: many"),
    ("seed: 2014", "seed: 2014\nkeep: weights"), ("seed: 2014", "seed: 2014\nmetric: { name: nll }"),
    ("rate: 0.2", "retention: 0.8"), ("retention: 0.5", "rate: 0.50"), ("epochs: 2", "epochs: 2, schedule: constant"),
    ("epochs: 2", "epochs: 2, evaluate: { every: 1, training: 1000, test: last }"),
    ("momentum: 0.9", "nesterov: false, momentum: 9e-1"), ("hidden: [16, 16]", "activation: relu, hidden: [16, 16]"),
    ("dropout: { hidden: none }", "dropout: { input: none, hidden: none }\n  regularization: {}"),
    ("[0.1, 0.03]", "[1e-1, 0.03, 0.3]"), ("seeds: [901]", "seeds: [77, 78]"),
    ("baseline: { trial.dropout.hidden: none }\n", ""),
    ("rate: 0.2", "rate: 0.2, convention: inverted"),
    ("  optimizer: { sgd: { learningRate: 0.1,", "  # a comment\n  optimizer: { sgd: { learningRate: 0.7,"),
  ])
  func `what changes no number keeps the identity`(found: String, replacement: String) throws {
    #expect(Sample.text.contains(found))
    #expect(try ids(Sample.changed(found, replacement)) == ids())
  }

  @Test(arguments: [
    ("seed: 2014", "seed: 2015"), ("epochs: 2", "epochs: 3"), ("momentum: 0.9", "momentum: 0.8"),
    ("epochs: 2", "epochs: 2, evaluate: { every: 2 }"), ("training: 200", "training: 201"),
    ("name: synthetic-digits", "name: mnist"), ("[0.1, 0.03]", "[0.2, 0.03]"),
  ])
  func `what changes a number changes every identity`(found: String, replacement: String) throws {
    #expect(Set(try ids(Sample.changed(found, replacement))).isDisjoint(with: Set(try ids())))
  }

  @Test
  func `other data is another trial, more replicates keep the first ones`() throws {
    #expect(Set(try ids(data: "e")).isDisjoint(with: Set(try ids())))
    #expect(try ids(Sample.text, ["replicates=5"]).prefix(9) == ids()[...])
  }
}
