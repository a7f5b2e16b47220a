import Foundation
import Testing

/// Runs of another program, from a table to the page, with the built program.
@Suite(.serialized)
struct ImportRunTests {
  private static let header = "dropout,width,seed,test.error\n"

  /// Errors of two rates and two widths at seeds 1 to 8: dropout is better by two points give or take.
  private static func rows(seeds: ClosedRange<Int>) -> String {
    seeds.flatMap { seed in
      ["64", "256"].flatMap { width in
        ["0", "0.5"].map { rate in
          let chance = Double((seed * 7 + (width == "64" ? 3 : 0)) % 5) / 1000
          let error = (rate == "0" ? 0.06 : 0.04) + chance + Double((seed * (rate == "0" ? 3 : 1)) % 4) / 2000
          return "\(rate),\(width),\(seed),\(error)\n"
        }
      }
    }.joined()
  }

  private static let claims = """
    claims:
      - id: T1
        statement: Dropout lowers the error of the wide network.
        contrast:
          better: { trial.imported.dropout: 0.5, trial.imported.width: 256 }
          than: { trial.imported.dropout: 0, trial.imported.width: 256 }
        delta: 0.01
    """

  @Test
  func `imported runs get verdicts and a page that says where they come from`() throws {
    try Program.inFolder { program in
      try program.write(Self.header + Self.rows(seeds: 1...6), to: "torch.csv")
      try program.write(Self.claims, to: "claims.yml")
      let arguments = [
        "import", "torch.csv", "--factors", "dropout,width", "--baseline", "dropout=0", "--claims", "claims.yml",
      ]
      let first = try program.run(arguments)
      #expect(first.code == 0, "\(first.messages)")
      #expect(first.output == "torch: 4 configurations × 6 seeds: 24 runs added, 0 were in the archive\n")
      #expect(try program.run(arguments).output.contains("0 runs added, 24 were in the archive"))
      let claims = try program.run("claims", "torch")
      #expect(claims.output.contains("T1") && claims.output.contains("reproduced"), "\(claims.output)")
      try program.expect(0, "report")
      let page = try String(contentsOf: program.folder.appending(path: "results/torch/index.html"), encoding: .utf8)
      #expect(page.contains("Imported, not trained here: another program made these runs"))
      #expect(page.contains("paired by the seeds of the imported file"))
      #expect(page.contains("torch.csv") && page.contains("SHA-256 of the file"))
      #expect(!page.contains("dropout-lab run torch.yaml"))
      #expect(!page.contains("batch order are the same in each pair"))
      let listed = try program.run("list", "--columns", "name,trials,configurations,claims,dataset").output
      #expect(
        listed == """
          name            trials  configurations             claims  dataset
          torch  24/24, imported               4  1 of 1 reproduced  imported

          """)
      let compared = try program.run("compare", "torch:0", "torch:1")
      #expect(compared.code == 0 && compared.output.contains("imported.dropout"), "\(compared.messages)")
      let exported = try program.run("export", "torch", "--format", "csv")
      #expect(exported.output.split(whereSeparator: \.isNewline).count == 25)
      #expect(exported.output.hasPrefix("trial,trial.imported.dropout,trial.imported.width,replicate,"))
      // Half of them were trained with dropout: that the views know nothing of it is not that there was none.
      let viewed = try program.run("export", "--view", "finals", "torch")
      #expect(viewed.code == 0 && viewed.output.contains(",completed,,,,,"), "\(viewed.output.prefix(400))")
    }
  }

  @Test
  func `a longer file adds, a shorter or contradicting one is refused, and own trials stay apart`() throws {
    try Program.inFolder { program in
      let options = ["--factors", "dropout,width", "--name", "torch"]
      try program.write(Self.header + Self.rows(seeds: 1...6), to: "a.csv")
      #expect(try program.run(["import", "a.csv"] + options).code == 0)
      try program.write(Self.header + Self.rows(seeds: 1...8), to: "b.csv")
      #expect(try program.run(["import", "b.csv"] + options).output.contains("8 runs added, 24 were in the archive"))
      let shorter = try program.run(["import", "a.csv"] + options)
      #expect(shorter.code == 65 && shorter.messages.contains("that the file lacks; files may grow"))
      let changed = Self.rows(seeds: 1...8).replacing("0,64,1,0.0", with: "0,64,1,0.9")
      try program.write(Self.header + changed, to: "c.csv")
      let contradicting = try program.run(["import", "c.csv"] + options)
      #expect(contradicting.code == 65, "\(contradicting.output)")
      #expect(contradicting.messages.contains("c.csv:2:8: error is 0.9"), "\(contradicting.messages)")
      let gap = Self.rows(seeds: 1...8).split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
      try program.write(Self.header + gap, to: "d.csv")
      let missing = try program.run(["import", "d.csv"] + options)
      #expect(
        missing.messages.contains(
          "d.csv:1:1: a run of seed 1 with dropout 0, width 64 is failed or missing here and completed in the archive"),
        "\(missing.messages)")
      let listed = try program.run("list", "--columns", "name,trials").output
      #expect(listed == "name            trials\ntorch  32/32, imported\n")
      try program.expect(0, "run", "small.yaml")
      let named = try program.run("import", "a.csv", "--factors", "dropout,width", "--name", "small")
      #expect(named.code == 65 && named.messages.contains("'small' is an experiment that was trained here"))
    }
  }

  @Test
  func `one seed has values and a difference, and a run that diverged no reason but the file's`() throws {
    try Program.inFolder { program in
      let runs = "x,1,0.2,completed\ny,1,0.1,completed\nz,1,,diverged\n"
      try program.write("arm,seed,test.error,status\n" + runs, to: "one.csv")
      try program.expect(0, "import", "one.csv", "--factors", "arm", "--baseline", "arm=x")
      let shown = try program.run("show", "one").output
      let rows = shown.split(whereSeparator: \.isNewline).map { $0.split(separator: " ") }
      #expect(rows.contains(["x", "1", "20.0\u{A0}%"]), "\(shown)")
      #expect(rows.contains(["y", "1", "10.0\u{A0}%", "−10.0"]), "\(shown)")
      try program.expect(0, "report")
      let page = try String(contentsOf: program.folder.appending(path: "results/one/index.html"), encoding: .utf8)
      #expect(page.contains("the imported file says that it diverged\n") && !page.contains("weight not finite"))
      let lines = "x,1,1,0.2,completed\ny,1,1,0.3,completed\ny,1,7,,diverged\n"
      try program.write("arm,seed,epoch,test.error,status\n" + lines, to: "epochs.csv")
      try program.expect(0, "import", "epochs.csv", "--factors", "arm", "--baseline", "arm=x")
      try program.expect(0, "report", "epochs")
      let other = try String(contentsOf: program.folder.appending(path: "results/epochs/index.html"), encoding: .utf8)
      #expect(other.contains("the imported file says that it diverged, in epoch 7\n"))
    }
  }

  @Test
  func `a factor of which some values are no numbers of an axis has arms and no axis`() throws {
    try Program.inFolder { program in
      let rows = ["inf", "nan", "1", "2", "-inf", "3e400"].flatMap { value in
        (1...3).map { "\(value),\($0),0.\($0)\n" }
      }
      try program.write("T,seed,test.error\n" + rows.joined(), to: "odd.csv")
      try program.expect(0, "import", "odd.csv", "--factors", "T")
      let report = try program.run("report", "odd")
      #expect(report.code == 0, "\(report)")
      let files = try FileManager.default.contentsOfDirectory(
        atPath: program.folder.appending(path: "results/odd").path)
      #expect(!files.contains("error-by-number.png") && files.contains("index.html"), "\(files)")
    }
  }

  @Test
  func `what an import wrote cannot be run, and missing runs are counted`() throws {
    try Program.inFolder { program in
      let rows = Self.rows(seeds: 1...6).split(separator: "\n").dropLast().joined(separator: "\n")
      try program.write(Self.header + rows + "\n", to: "torch.csv")
      let import1 = try program.run("import", "torch.csv", "--factors", "dropout,width", "--baseline", "dropout=0")
      #expect(import1.output.contains("23 runs added, 0 were in the archive, 1 failed or missing"))
      try program.expect(0, "report")
      let page = try String(contentsOf: program.folder.appending(path: "results/torch/index.html"), encoding: .utf8)
      #expect(page.contains("1 of 24 runs failed or are missing in the imported file"))
      let run = try program.run("run", "results/torch/torch.yaml")
      #expect(run.code == 65 && run.messages.contains("cannot be trained here"), "\(run.messages)")
    }
  }
}
