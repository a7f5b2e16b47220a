import Experiments
import Specifications
import Testing

struct ImportedRunsTests {
  private static func runs(
    _ text: String, factors: [String] = ["rate"], renamed: [String: String] = [:], ignored: [String] = [],
    percent: Bool = false, metric: String? = nil, baseline: [ImportedFactor] = []
  ) throws -> ImportedRuns {
    try ImportedRuns(
      Array(text.utf8), file: "r.csv",
      request: ImportRequest(
        name: "torch", question: "Does it help?", factors: factors, renamed: renamed, ignored: ignored,
        isPercent: percent, metric: metric, baseline: baseline))
  }

  private static func problems(_ text: String, _ change: (String) throws -> ImportedRuns) -> [String] {
    do {
      _ = try change(text)
      return []
    } catch {
      return "\(error)".split(separator: "\n").map(String.init)
    }
  }

  private static let wide = """
    rate,seed,test.error,val_acc
    0,7,0.05,0.94
    0,3,0.06,0.93
    0.50,7,.04,0.95
    0.5,3,4.5e-2,0.96

    """

  @Test
  func `a wide table becomes configurations, seeds and measures`() throws {
    let runs = try Self.runs(
      Self.wide.replacing("\n\n", with: "\n"), baseline: [ImportedFactor(name: "rate", text: "0.0")])
    let experiment = runs.plan.experiment
    #expect(experiment.configurations.map(\.label) == ["rate 0", "rate 0.5"])
    #expect(experiment.configurations.map(\.baseline) == [nil, 0])
    #expect(experiment.imported?.seeds == [7, 3])
    #expect(experiment.replicates == 2)
    #expect(runs.runs.map(\.seed) == [7, 3, 7, 3])
    let values = runs.runs.map { run in run.metrics.map(\.value) }
    #expect(values == [[0.94, 0.05], [0.93, 0.06], [0.95, 0.04], [0.96, 0.045]])
    #expect(runs.runs[3].places.map { "\($0)" } == ["r.csv:5:14", "r.csv:5:7"])
    #expect(runs.trials.count == 4)
    let again = try Experiment.read(yaml: experiment.effective.yaml, file: "archive")
    #expect(again.configurations == experiment.configurations && again.imported == experiment.imported)
  }

  @Test
  func `a run is the same trial wherever it stands in a file, and never one of another name`() throws {
    let text = Self.wide.replacing("\n\n", with: "\n")
    let lines = text.split(separator: "\n")
    let turned = ([lines[0]] + lines[1...].reversed()).joined(separator: "\n")
    let first = Set(try Self.runs(text).trials.map(\.trial.id))
    #expect(first.count == 4)
    #expect(Set(try Self.runs(turned).trials.map(\.trial.id)) == first)
    let other = try ImportedRuns(
      Array(text.utf8), file: "r.csv", request: ImportRequest(name: "jax", question: "?", factors: ["rate"]))
    #expect(first.isDisjoint(with: other.trials.map(\.trial.id)))
  }

  @Test
  func `a long table has rows per epoch and split, and a missing run is counted as failed`() throws {
    let text = """
      rate,seed,epoch,split,error,status
      0,1,1,validation,0.2,completed
      0,1,2,validation,0.1,completed
      0,1,2,test,0.12,completed
      0,2,1,validation,nan,diverged
      0.5,1,2,validation,0.3,completed
      0.5,1,2,test,0.4,completed
      """
    let runs = try Self.runs(text)
    #expect(
      runs.runs.map(\.state) == [
        .completed, .diverged(epoch: 1), .completed, .failed(reason: "the imported file has no row of it"),
      ])
    #expect(runs.runs[0].metrics.map(\.epoch) == [1, 2, 2])
    #expect(runs.runs[0].metrics.map(\.split) == [.validation, .validation, .test])
  }

  @Test
  func `percent become shares, and other names are read by --rename`() throws {
    let text = "model,run,Fehler,note\nplain,1,4.5,x\nplain,2,5,y\n"
    let runs = try Self.runs(
      text, factors: ["model"], renamed: ["run": "seed", "Fehler": "test.error"], ignored: ["note"], percent: true)
    #expect(runs.runs.map { $0.metrics[0].value } == [0.045, 0.05])
  }

  @Test(arguments: [
    ("rate,seed,test.error,lr\n1,1,.1,2\n", "r.csv:1:22: unknown column 'lr'; if it tells configurations apart"),
    ("seed,test.eror,rate\n1,.1,2\n", "r.csv:1:6: unknown column 'test.eror' (did you mean 'test.error'?)"),
    ("rate,test.error\n1,.1\n", "r.csv:1:1: there is no column 'seed'"),
    ("rate,seed\n1,1\n", "r.csv:1:1: there is no measure"),
    ("rate,seed,error\n1,1,.1\n", "r.csv:1:11: what was 'error' measured on?"),
    ("rate,seed,split,test.error\n1,1,test,.1\n", "r.csv:1:17: the column 'split' says"),
    ("rate,seed,test.error,test_error\n1,1,.1,.1\n", "r.csv:1:22: this column measures the same as another"),
    ("rate,seed,seed,test.error\n1,1,1,.1\n", "r.csv:1:11: the column 'seed' stands twice"),
    ("rate,seed,test.error\n", "r.csv:1:1: the file has a header and no rows"),
    ("rate,seed,test.error\n1,1,nan\n", "r.csv:2:5: error is nan, which is no result"),
    ("rate,seed,test.error\n1,1,\n", "r.csv:2:5: error is empty"),
    ("rate,seed,test.error\n1,1,3.1\n", "r.csv:2:5: error is 3.1, allowed is a number from 0 to 1; are these percent?"),
    ("rate,seed,test.error\n1,1,\"0,031\"\n", "r.csv:2:5: error is '0,031', expected a number; decimals have a point"),
    ("rate,seed,test.error\n1,1.5,.1\n", "r.csv:2:3: seed is '1.5', allowed is a whole number of at least 0"),
    (
      "rate,seed,epoch,test.error\n1,1,9223372036854775807,.1\n",
      "r.csv:2:5: epoch is '9223372036854775807', allowed is a whole number from 0 to 1000000000"
    ),
    ("rate,seed,test.error\n,1,.1\n", "r.csv:2:1: rate is empty; write none"),
    ("rate,seed,test.error\nrelu,1,.1\n relu,2,.1\n", "r.csv:3:1: rate is ' relu', with blanks at an end"),
    ("seed,rate,test.error\n1,\"0.5 \",.1\n", "r.csv:2:3: rate is '0.5 ', with blanks at an end"),
    ("rate,seed,test.error\n1,1,.1\n1,1,.2\n", "r.csv:3:1: this row stands for the same run as line 2"),
    (
      "rate,seed,epoch,test.error\n1,1,1,.1\n1,1,1,.1\n",
      "r.csv:3:1: this row stands for the same run and epoch as line 2"
    ),
    ("rate,seed,status,test.error\n1,1,exploded,.1\n", "r.csv:2:5: unknown status 'exploded' in this row"),
    ("rate,seed,epoch,test.error,test.nll\n1,1,1,.1,\n", "r.csv:2:1: this run has no value of test.nll at any epoch"),
    (
      "rate,seed,test.nll,test.loss\n1,1,1,1\n",
      "r.csv:1:1: which measure is compared? Say --metric; the file has test.nll"
    ),
  ])
  func `what cannot be read is refused at its place`(text: String, message: String) {
    let problems = Self.problems(text) { try Self.runs($0) }
    #expect(problems.first?.hasPrefix(message) == true, "\(problems)")
  }

  @Test
  func `very many rows, configurations and seeds are read in the order of first appearance`() throws {
    let rows = (0..<12_000).map { "v\($0 / 2),\(($0 * 7) % 2),test,.1" }
    let problems = Self.problems((["rate,seed,split,error"] + rows + ["v0,1,tset,.1"]).joined(separator: "\n")) {
      try Self.runs($0)
    }
    #expect(
      problems == [
        "r.csv:12002:6: unknown split 'tset' in this row (did you mean 'test'?); allowed: training, validation, test"
      ])
    let runs = try Self.runs((["rate,seed,split,error"] + rows[..<4_000]).joined(separator: "\n"))
    #expect(runs.runs.map(\.seed) == (0..<4_000).map { $0 % 2 })
    #expect(runs.runs.map(\.configuration) == (0..<4_000).map { $0 / 2 })
    #expect(runs.plan.experiment.configurations.map(\.label) == (0..<2_000).map { "v\($0)" })
  }

  @Test
  func `a file in which hardly any configuration shares a seed is refused before its missing runs are made`() {
    let rows = (0..<20_000).map { "v\($0),\($0),.1" }
    let problems = Self.problems((["rate,seed,test.error"] + rows).joined(separator: "\n")) { try Self.runs($0) }
    #expect(
      problems == [
        "r.csv:1:1: 20000 configurations × 20000 seeds are 400000000 runs, of which the file has 20000; at most 10000 "
          + "may be missing, or as many as there are: configurations are paired by seeds that they share"
      ])
  }

  @Test
  func `of very many columns the first are named`() {
    let names = (0..<300).map { "c\($0)" }
    let text = names.joined(separator: ",") + "\n" + names.map { _ in "1" }.joined(separator: ",")
    let ignored = names + ["d"]
    let problems = Self.problems(text) { try Self.runs($0, factors: [], ignored: ignored) }
    #expect(
      problems.first
        == "r.csv:1:1: --ignore names 'd', which is no column (did you mean 'c0'?); there are "
        + names[..<100].joined(separator: ", ") + " and 200 more", "\(problems)")
  }

  @Test(arguments: ["val.nll", "validation.nll", "val_nll", "valid.nll"])
  func `the compared measure has the names that a column has`(name: String) throws {
    let text = "rate,seed,val.nll,test.error\n0,1,.3,.1\n1,1,.2,.2\n"
    var request = ImportRequest(name: "torch", question: "?", factors: ["rate"])
    request.metric = name
    let runs = try ImportedRuns(Array(text.utf8), file: "r.csv", request: request)
    #expect(runs.plan.experiment.metric == MetricChoice(name: .nll, split: .validation, at: .last))
  }

  @Test
  func `text that is not UTF-8, a wrong factor and a wrong baseline are refused`() {
    #expect(throws: SpecError.self) {
      try ImportedRuns(
        [0xFF, 0x2C], file: "r.csv", request: ImportRequest(name: "torch", question: "?", factors: []))
    }
    let text = "rate,seed,test.error\n0,1,.1\n1,1,.2\n"
    let factor = Self.problems(text) { try Self.runs($0, factors: ["rat"]) }
    #expect(factor.contains { $0.contains("--factors names 'rat', which is no column (did you mean 'rate'?)") })
    let seed = Self.problems(text) { try Self.runs($0, factors: ["rate", "seed"]) }
    #expect(seed == ["r.csv:1:1: --factors names 'seed', which tells the runs of a configuration apart and pairs them"])
    let baseline = Self.problems(text) { try Self.runs($0, baseline: [ImportedFactor(name: "rate", text: "2")]) }
    #expect(baseline.contains { $0.contains("baseline matches no configuration") }, "\(baseline)")
  }
}
