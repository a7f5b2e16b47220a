import Foundation
import Testing

/// Bad input gets one clear error, its exit code, and nothing is written.
@Suite(.serialized)
struct RefusalTests {
  static let broken: [(found: String, replacement: String, message: String)] = [
    ("epochs: 4", "epoch: 4", "small.yaml:10:30: unknown key 'epoch' in training (did you mean 'epochs'?)"),
    ("epochs: 4", "epochs: four", "small.yaml:10:38: expected a whole number, found 'four'"),
    ("rate: 0.2", "rate: 1", "small.yaml:13:53: rate is '1', allowed is a number from 0 to below 1"),
    ("seed: 3", "seed: 3\nseed: 4", "written twice"),
    ("name: synthetic-digits", "name: mnst", "unknown name 'mnst' in data set (did you mean 'mnist'?)"),
    ("hidden: [16]", "hidden: 16", "small.yaml:8:29: expected a list, found '16'"),
    ("question: Does it go all the way?\n", "", "lacks the key 'question'"),
    ("name: small", "name: Small One", "small letters, digits and hyphens"),
    ("trial:\n", "trial:\n\t", "small.yaml:7:1: a tab cannot indent YAML; use spaces"),
    ("batchSize: 20", "batchSize: 2000", "batchSize is 2000, more than the 200 training examples"),
    ("trial.dropout.hidden: [none", "trial.droput.hidden: [none", "unknown key 'droput'"),
  ]

  @Test
  func `a broken experiment is refused with its place, and nothing is written`() throws {
    try Program.inFolder { program in
      for (found, replacement, message) in Self.broken {
        try program.write(Program.small.replacing(found, with: replacement, maxReplacements: 1), to: "small.yaml")
        let ended = try program.run("run", "small.yaml")
        #expect(ended.code == 65, "\(replacement): \(ended.messages)")
        #expect(ended.messages.contains(message), "\(replacement): \(ended.messages)")
        let left = try program.files()
        #expect(left.isEmpty)
      }
    }
  }

  @Test
  func `wrong flags, missing files and names have their exit codes`() throws {
    try Program.inFolder { program in
      try program.expect(64, "run", "small.yaml", "--job", "2")
      try program.expect(64, "run", "small.yaml", "--jobs", "0")
      try program.expect(64, "nonsense")
      try program.expect(66, "run", "absent.yaml")
      try program.expect(66, "list")
      try program.expect(0, "check", "small.yaml")
      try program.expect(66, "run", "small.yaml", "trial.dataset.name=kmnist", "--data", "nowhere")
      let planned = try program.run("run", "small.yaml", "--dry-run")
      #expect(planned.output.contains("to train"))
      let left = try program.files()
      #expect(left.isEmpty)
    }
  }

  @Test(arguments: [
    (["rnu"], "unknown command 'rnu' (did you mean 'run'?)", "dropout-lab --help"),
    (["archive", "exprt"], "unknown command 'exprt' (did you mean 'export'?)", "'dropout-lab archive --help'"),
    (["export", "--list-view"], "Did you mean '--list-views'?", "Usage: dropout-lab export metrics"),
    (["export"], "an experiment's name is missing", "Usage: dropout-lab export metrics"),
    (["help", "lst"], "unknown command 'lst' (did you mean 'list'?)", "dropout-lab --help"),
    (["catalog", "optimiser"], "(did you mean 'optimizer'?)", "Usage: dropout-lab catalog"),
    (["catalog", "optimiser"], "(did you mean 'optimizer'?)", "See 'dropout-lab catalog --help'"),
  ])
  func `what is typed wrong is named with the usage of the verb that it was typed for`(
    words: [String], message: String, usage: String
  ) throws {
    try Program.inFolder { program in
      let ended = try program.run(words)
      #expect(ended.code == 64 && ended.messages.contains(message) && ended.messages.contains(usage), "\(ended)")
    }
  }

  @Test(arguments: [
    ["bench", "--inference", "--noise", "mlp"], ["bench", "--inference", "--seconds", "1"],
    ["bench", "--noise", "c", "--no-dropout"], ["bench", "--noise", "c", "--case", "a"], ["bench", "--rounds", "2"],
    ["bench", "--repeats", "2"], ["bench", "--samples", "2"], ["catalog", "--json", "--format", "html"],
    ["compare", "small:0", "small:1", "--json", "--report", "x"], ["forget", "small", "--dry-run", "--yes"],
    ["gc", "--dry-run", "--yes"], ["annotate", "small", "--tag", "a", "--untag", "a"],
    ["annotate", "small", "--star", "--unstar"], ["reproduce", "small", "--trials", "all", "--seed", "1"],
    ["run", "small.yaml", "--format", "single"], ["run", "small.yaml", "--why"],
    ["run", "small.yaml", "--templates", "."], ["run", "small.md", "--format", "ipynb", "--templates", "."],
    ["catalog", "dropout", "--templates", "."], ["data", "show", "mnist", "-o", "x.png", "--seed", "1"],
    ["data", "verify", "mnist", "fashion-mnist", "--seed", "1"],
    ["claims", "small", "--keep"],
  ])
  func `options that one of the others leaves nothing to do for are refused`(words: [String]) throws {
    try Program.inFolder { program in
      let before = try program.files()
      let ended = try program.run(words)
      #expect(ended.code == 64 && ended.messages.contains("Usage:"), "\(ended)")
      #expect(try program.files() == before)
    }
  }

  @Test
  func `of thousands of things that are wrong the first hundred are told, and how many more there are`() throws {
    try Program.inFolder { program in
      let file = program.folder.appending(path: "small.yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      let keys = (1...5000).map { "\nkey\($0): 1" }.joined()
      try Data((text.trimmingCharacters(in: .newlines) + keys).utf8).write(to: file)
      let ended = try program.run("run", "small.yaml", "--dry-run")
      let lines = ended.messages.split(separator: "\n")
      #expect(ended.code == 65 && lines.count == 101, "\(lines.count)")
      #expect(lines.last == "error: and 4900 more lines like these")
    }
  }

  @Test
  func `list has a short name`() throws {
    try Program.inFolder { program in
      try program.expect(66, "ls")
      try program.expect(0, "help", "ls")
    }
  }

  @Test
  func `a data folder with broken files is refused in one sentence`() throws {
    try Program.inFolder { program in
      let folder = program.folder.appending(path: "data/mnist")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for name in ["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"] {
        try Data([0, 0, 8, 3, 0, 0]).write(to: folder.appending(path: "\(name)-ubyte"))
      }
      let ended = try program.run("run", "small.yaml", "trial.dataset.name=mnist", "--data", "data")
      #expect(ended.code == 65 && ended.messages.split(separator: "\n").count == 1, "\(ended.messages)")
    }
  }

  @Test
  func `a trial for an experiment, a file for a folder and an export for an archive are told to be that`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune")
      let listed = try program.run("list", "small", "--columns", "trial", "--limit", "1").output
      let trial = String(listed.split(separator: "\n")[1])
      for words in [
        ["list"], ["report"], ["status"], ["claims"], ["export"], ["reproduce"], ["forget", "--yes"],
        ["archive", "export", "-o", "x.sqlar"],
      ] {
        let refused = try program.run(words + [trial])
        #expect(refused.code == 64 && refused.messages.contains("'\(trial)' is a trial"), "\(words): \(refused)")
      }
      let unknown = try program.run("list", "abc-xyz")
      #expect(unknown.code == 66 && unknown.messages.contains("no experiment or trial 'abc-xyz'"))
      let file = try program.run("list", "--results", "results/archive.sqlite")
      #expect(file.code == 64 && file.messages.contains("'results/archive.sqlite', a file"), "\(file.messages)")
    }
  }

  @Test
  func `a dash for the output is stdout, and an archive is not written there`() throws {
    try Program.inFolder { program in
      let before = try program.files()
      let page = try program.run("catalog", "dropout", "--format", "html", "-o", "-")
      #expect(page.code == 0 && page.output.hasPrefix("<!doctype html>") && page.output.hasSuffix("</html>\n"))
      let export = try program.run("archive", "export", "small", "-o", "-")
      #expect(export.code == 64 && export.messages.contains("--output is '-'"), "\(export.messages)")
      let both = try program.run("export", "--view", "finals", "--measurements")
      #expect(both.code == 64 && both.messages.contains("exclude each other"), "\(both.messages)")
      #expect(try program.files() == before)
    }
  }

  @Test
  func `a results folder that cannot be made is named`() throws {
    try Program.inFolder { program in
      try program.write("a file", to: "results")
      let ended = try program.run("run", "small.yaml")
      #expect(ended.code == 64 && ended.messages.contains("'results', a file"), "\(ended.messages)")
    }
  }
}
