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

  @Test func `results of a run that began with a tuned archive go into any other`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "replicates=1")
      let planned = try program.run(
        "run", "small.yaml", "--engine", "folder", "--run-folder", "run", "--results", "results")
      #expect(planned.messages.contains("2 trials in"), "\(planned.messages)")
      try program.expect(0, "worker", "--run", "run", "--trial", "0-1")
      let collected = try program.run("collect", "run", "--results", "other")
      #expect(collected.code == 0 && collected.messages.hasPrefix("2 trials collected\n"), "\(collected.messages)")
      #expect(collected.messages.contains("6 trials of the experiment are neither in this archive nor of this run"))
      // The choices of the run are in effect, not those of nothing.
      #expect(try program.run("list", "--json", "--results", "other").output.contains("\"completed\":2"))
      #expect(try program.run("verify", "--results", "other").code == 0)
      try program.expect(0, "collect", "run")
      try program.expect(0, "run", "small.yaml", "--results", "other")
      let exports = try ["results", "other"].map { try program.run("export", "small", "--results", $0).output }
      #expect(exports[0] == exports[1] && exports[0].count > 1000)
    }
  }

  private static let ssh = """
    #!/bin/sh
    while [ "$1" != -- ]; do shift; done
    shift
    exec sh -c "$*"
    """

  @Test func `a run by ssh says why elements failed, and its resume needs no file of hosts`() throws {
    try Program.inFolder { program in
      var here = program
      here.isInPath = true
      try program.write("here 2\n", to: "hosts")
      try program.install("#!/bin/sh\necho 'sh: 1: dropout-lab: not found' >&2\nexit 127\n", as: "ssh")
      let failed = try here.run("run", "small.yaml", "--engine", "ssh", "--hosts", "hosts", "--run-folder", "run")
      #expect(failed.code == 75)
      #expect(
        failed.messages.contains("ended with exit code 127; the last one said: sh: 1: dropout-lab: not found"),
        "\(failed.messages)")
      #expect(failed.messages.contains("dropout-lab resume "))
      try program.install(Self.ssh, as: "ssh")
      let resumed = try here.run("resume", "run")
      #expect(resumed.code == 0 && resumed.messages.contains("8 trials collected"), "\(resumed.messages)")
      try FileManager.default.removeItem(at: program.folder.appending(path: "hosts"))
      try FileManager.default.removeItem(at: program.folder.appending(path: "run/results"))
      let lost = try here.run("resume", "run")
      #expect(lost.code == 66 && lost.messages.contains("hosts"), "\(lost.messages)")
    }
  }

  @Test func `ssh takes along the folder in which data was found`() throws {
    try Program.inFolder { program in
      try program.expect(0, "data", "synthesize", "spirals", "-o", "data/kmnist")
      try program.write("here 1\n", to: "hosts")
      let text = Program.small.replacing("synthetic-digits", with: "kmnist")
      try program.write(text, to: "found.yaml")
      let command = try program.run("run", "found.yaml", "--engine", "ssh", "--hosts", "hosts", "--dry-run").output
      #expect(command.contains(" --data \(program.folder.path)/data "), "\(command)")
    }
  }

  /// An sbatch that takes arrays and, unless told otherwise, the job that collects.
  private static func sbatch(takesCollector: Bool) -> String {
    let refusal = "case \"$*\" in *--wrap*) echo 'sbatch: error: Invalid account' >&2; exit 1;; esac\n"
    return "#!/bin/sh\n\(takesCollector ? "" : refusal)echo \"$@\" >> sbatch.log\nwc -l < sbatch.log\n"
  }

  @Test(arguments: [true, false])
  func `the job that collects asks for what the others do, and its refusal is no failure`(isTaken: Bool) throws {
    try Program.inFolder { program in
      var here = program
      here.isInPath = true
      try program.install("#!/bin/sh\necho 'MaxArraySize = 1001'\n", as: "scontrol")
      try program.install(Self.sbatch(takesCollector: isTaken), as: "sbatch")
      let ended = try here.run(
        "run", "small.yaml", "--engine", "slurm", "--account", "lab", "--sbatch-option=--nice=5", "--collect-into",
        "out", "--run-folder", "run")
      #expect(ended.code == 0, "\(ended.messages)")
      let said = try String(contentsOf: program.folder.appending(path: "sbatch.log"), encoding: .utf8)
      if isTaken {
        let collector = try #require(said.split(separator: "\n").last { $0.contains("--wrap") })
        #expect(collector.contains("--account=lab --nice=5 --wrap="), "\(collector)")
      } else {
        #expect(ended.messages.contains("Slurm did not take the job that collects: sbatch: error: Invalid account"))
        #expect(ended.messages.contains("dropout-lab collect \(program.folder.path)/run --results out"))
      }
    }
  }

  @Test func `where there is no Slurm a run says so before it makes a folder`() throws {
    try Program.inFolder { program in
      var without = program
      without.path = "/nowhere"
      let ended = try without.run("run", "small.yaml", "--engine", "slurm", "--run-folder", "run")
      #expect(ended.code == 66, "\(ended.messages)")
      #expect(ended.messages.contains("there is no program 'sbatch' in the PATH"), "\(ended.messages)")
      #expect(try program.files().isEmpty)
    }
  }

  @Test func `reasons are given for the trials that are to be trained, and for no others`() throws {
    try Program.inFolder { program in
      func why(_ more: String...) throws -> String {
        try program.run(["run", "small.yaml", "--dry-run", "--why"] + more).output
      }
      let before = try why()
      #expect(before.split(separator: "\n").count { $0.contains(" new: ") } == 4, "\(before)")
      #expect(before.contains("the 4 trials to compare depend on what tuning chooses"))
      try program.expect(0, "run", "small.yaml")
      let after = try why()
      #expect(after.contains("0 trials to train, 8 in the archive already"), "\(after)")
      #expect(!after.contains("new: ") && !after.contains("depend on"), "\(after)")
      #expect(try why("--json").contains("\"reasons\":[]"))
      let more = try why("--json", "replicates=3")
      #expect(more.split(separator: "differs from").count == 3, "\(more)")
    }
  }
}

extension Program {
  /// Writes a program into the folder.
  fileprivate func install(_ script: String, as name: String) throws {
    try write(script, to: name)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.appending(path: name).path)
  }
}
