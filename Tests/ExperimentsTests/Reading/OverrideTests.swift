import Datasets
import Experiments
import NeuralNets
import Specifications
import Testing

struct OverrideTests {
  @Test(arguments: [
    ("a=1", "set a 1"), ("a.b=text", "set a.b text"), ("a=", "set a null"), ("+a=1", "add a 1"), ("~a.b", "remove a.b"),
    ("a={ b: [1, 2] }", "set a { b: [1, 2] }"), ("a=[1,2]", "set a [1, 2]"), ("a='1,2'", "set a \"1,2\""),
    ("a=1,2", "sweep a 1 2"),
    (
      "a=none,{ bernoulli: { rate: 0.5, convention: classic } }",
      "sweep a none { bernoulli: { rate: 0.5, convention: classic } }"
    ),
    ("a=range(1,4)", "sweep a 1 2 3"), ("a=range(0,1,0.25)", "sweep a 0 0.25 0.5 0.75"),
    ("a=range(0.1,0.5,0.1)", "sweep a 0.1 0.2 0.3 0.4"), ("a=range(1e-4, 4e-4, 1e-4)", "sweep a 0.0001 0.0002 0.0003"),
    ("a=b=c", "set a \"b=c\""), ("nonsense", "override 'nonsense': an override is key=value, +key=value or ~key"),
    ("=1", "override '=1': '' is no path; write keys with dots between"),
    ("a..b=1", "override 'a..b=1': 'a..b' is no path; write keys with dots between"),
    (
      "a=range(4,1)",
      "override 'a=range(4,1)': range(a,b,step) needs numbers with a below b, a step above 0 and at most 10000 values"
    ),
    (
      "a=range(0,1,0)",
      "override 'a=range(0,1,0)': range(a,b,step) needs numbers with a below b, a step above 0 and at most 10000 values"
    ),
    ("a=[1", "override 'a=[1': this is not YAML: did not find expected ',' or ']'"),
  ])
  func `an override is read as it is typed`(text: String, meaning: String) {
    #expect(Self.meaning(of: text) == meaning)
  }

  private static func meaning(of text: String) -> String {
    do {
      let override = try Override(text)
      switch override.change {
      case .set(let value): return "set \(override.path) \(value.flow)"
      case .add(let value): return "add \(override.path) \(value.flow)"
      case .remove: return "remove \(override.path)"
      case .sweep(let values): return "sweep \(override.path) " + values.map(\.flow).joined(separator: " ")
      }
    } catch {
      return "\(error)"
    }
  }

  @Test
  func `a path has at most 32 keys, wherever it is written`() throws {
    func path(_ count: Int) -> String { "trial.optimizer" + String(repeating: ".a", count: count - 2) }
    func excess(_ count: Int) -> String { "the path 'trial.optimizer.a.a…' has \(count) keys, allowed are at most 32" }
    #expect(try Override(path(32) + "=1").path.keys.count == 32)
    for count in [33, 20_000] { #expect(Self.meaning(of: path(count) + "=1").hasSuffix("': " + excess(count))) }
    let long = path(1001)
    for (line, place) in [
      ("vary:\n  ? \(long)\n  : [1]", "12:5"), ("vary:\n  list:\n  - ? \(long)\n    : 1", "13:7"),
      ("tiers:\n  look:\n    ? \(long)\n    : 1", "13:7"),
      ("tune:\n  ? \(long)\n  : [1, 2]\n  seeds: [901]\n  on: validation.error", "12:5"),
      ("baseline:\n  ? \(long)\n  : 1", "12:5"),
      ("baseline: { trial.dropout.hidden: none, within: [\(long)] }", "11:50"),
      ("claims:\n- id: C\n  statement: s\n  level:\n    of:\n      ? \(long)\n      : 1\n    atMost: 1", "16:9"),
    ] {
      let found = Sample.problems(Sample.bare([line]))
      #expect(found == "a.yaml:\(place): " + excess(1001))
    }
  }

  @Test
  func `the longest key with dots that exists is found, at the end of a long path, too`() throws {
    let tree = try YAMLReader.read("a.b.c: { d: 1 }\na: { b.c: 2, b: 3 }\nx: {}", file: "a.yaml")
    for (path, value) in [("a.b.c.d", "1"), ("a.b.c", "{ d: 1 }"), ("a.b", "3"), ("a.b.d", nil)] {
      #expect(tree.node(at: SpecPath(path))?.flow == value)
    }
    let long = String(repeating: ".a", count: 20_000)
    #expect(tree.node(at: SpecPath("x" + long)) == nil)
    #expect(tree.removing(SpecPath("a.b" + long)) == nil)
  }

  @Test
  func `overrides change what is written, in the order typed`() throws {
    #expect(try Sample.read(Sample.text, ["replicates=10"]).replicates == 10)
    #expect(try Sample.read(Sample.text, ["replicates=10", "replicates=2"]).replicates == 2)
    #expect(
      try Sample.read(Sample.text, ["trial.dataset.name=mnist"]).configurations[0].spec.dataset.source.title == "mnist")
    #expect(try Sample.read(Sample.text, ["trial.training.epochs=7"]).configurations[2].spec.training.epochs == 7)
    #expect(
      try Sample.read(Sample.text, ["~tune", "trial.optimizer.sgd.learningRate=1"]).configurations[0].candidates == [])
    #expect(try Sample.read(Sample.text, ["+keep=weights"]).keepsWeights)
    #expect(try Sample.read(Sample.text, ["tune.seeds=[901, 902]"]).tuning?.seeds == [901, 902])
    #expect(try Sample.read(Sample.text, ["vary.trial.dropout.hidden=[none]"]).configurations.count == 1)
    #expect(try Sample.read(Sample.text, ["~vary.trial.dropout.hidden"]).configurations.count == 1)
  }

  @Test
  func `a sweep is one more axis whose arms have their own baseline`() throws {
    let experiment = try Sample.read(Sample.text, ["trial.training.epochs=2,4"])
    #expect(
      experiment.configurations.map(\.label) == [
        "none, epochs 2", "none, epochs 4", "bernoulli 0.2, epochs 2", "bernoulli 0.2, epochs 4",
        "bernoulli retention 0.5, epochs 2", "bernoulli retention 0.5, epochs 4",
      ])
    #expect(experiment.configurations.map(\.baseline) == [nil, nil, 0, 1, 0, 1])
    #expect(
      try Sample.read(Sample.text, ["trial.dropout.hidden=none,{ gaussian: { rate: 0.3 } }"]).configurations.count == 2)
  }

  @Test(arguments: [
    (
      ["trial.training.epoch=2"],
      """
      override 'trial.training.epoch=2': unknown key 'epoch' in training (did you mean 'epochs'?); allowed: \
      batchSize, epochs, schedule, evaluate, gradient, averageFrom
      """
    ),
    (["+seed=3"], "override '+seed=3': 'seed' is there already; change it with seed=…"),
    (["~keep"], "override '~keep': 'keep' is not there, so it cannot be removed"),
    (
      ["seed=1,2"],
      "override 'seed=1,2': only paths that begin with trial. can be swept; quote a text that holds commas"
    ),
    (
      ["trial.dropout.hidden=none"],
      """
      override 'trial.dropout.hidden=none': 'trial.dropout.hidden' is varied, so this value would not be used; change \
      or remove it in vary
      """
    ),
    (
      ["trial.optimizer.sgd.learningRate=1"],
      """
      override 'trial.optimizer.sgd.learningRate=1': 'trial.optimizer.sgd.learningRate' is tuned, so this value would \
      not be used; change or remove it in tune
      """
    ),
    (
      ["trial.dropout.input.bernoulli.rate=0.5", "replicates=0"],
      "override 'replicates=0': replicates is '0', allowed is a whole number from 1 to 10000"
    ),
    (
      ["trial.network.mlp.hidden.first=3"],
      """
      override 'trial.network.mlp.hidden.first=3': 'trial.network.mlp.hidden.first' leads through \
      'trial.network.mlp.hidden', which is a list; set 'trial.network.mlp.hidden' as a whole instead
      """
    ),
    (["tier=look"], "override 'tier=look': 'tier' is no key to override; choose a tier with --tier"),
    (
      ["nonsense", "a=[1"],
      "override 'a=[1': this is not YAML: did not find expected ',' or ']'\noverride 'nonsense': an override is key=value, +key=value or ~key"
    ),
  ])
  func `an override that cannot be is named in the message`(overrides: [String], said: String) {
    #expect(Sample.problems(Sample.text, overrides) == said)
  }

  @Test
  func `tiers and scale change the effective specification`() throws {
    let text = Sample.text + "\ntiers: { look: { trial.training.epochs: 1, replicates: 2 } }"
    let look = try Sample.read(text, ["replicates=5"], tier: .look, scale: 0.25)
    #expect(look.tier == .look)
    #expect(look.replicates == 5)
    let spec = look.configurations[0].spec
    #expect(
      [spec.training.epochs, spec.dataset.training, spec.dataset.validation, spec.dataset.test] == [1, 50, 100, 100])
    #expect(try Sample.read(text, scale: 0.001).configurations[0].spec.dataset.training == 20)
    #expect(try Sample.read(text, scale: 1.5).configurations[0].spec.training.epochs == 3)
    // Products of binary fractions lie a little above: 100 × .07 was 8 epochs.
    let long = Sample.changed("epochs: 2", "epochs: 100")
    let exact = try Sample.read(long, scale: 0.07)
    #expect(exact.configurations[0].spec.training.epochs == 7)
    #expect(exact.scaledAsBefore?.configurations[0].spec.training.epochs == 8)
    #expect(exact.scaledAsBefore?.configurations[0].candidates.map(\.training.epochs) == [8, 8])
    #expect(try Sample.read(long, scale: 0.071).configurations[0].spec.training.epochs == 8)
    #expect(try Sample.read(long, scale: 0.5).scaledAsBefore == nil)
    #expect(try Sample.read(long).scaledAsBefore == nil)
    #expect(Sample.problems(text, tier: .full) == "--tier full: the experiment has no such tier; it has: look")
    #expect(Sample.problems(Sample.text, tier: .look) == "--tier look: the experiment has no such tier; it has: none")
    #expect(
      Sample.problems(text, scale: 1e9) == "--scale: scale is '1000000000', allowed is a number above 0, at most 1000")
    #expect(Sample.problems(text, scale: .nan) == "--scale: expected a number, found 'nan'")
    #expect(
      Sample.problems(text, scale: 400)
        == "a.yaml:7:48: training 80000 and validation 100 need 80100 examples, synthetic-digits has 60000")
  }
}
