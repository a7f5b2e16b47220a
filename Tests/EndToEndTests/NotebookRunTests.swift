import Foundation
import Testing

/// Notebooks run by the built program.
@Suite(.serialized)
struct NotebookRunTests {
  private static let notebook = """
    ---
    title: Small
    parameters: { epochs: 4, student: 0 }
    ---

    ## All of it

    The error is {{ small.plain.test.error | percent }}.

    ```{experiment}
    #| file: small.yaml
    #| set: [~tune, "trial.training.epochs={{ parameter.epochs }}"]
    #| configurations: { plain: none }
    ```

    ```{table}
    SELECT label, COUNT(*) AS n FROM trials WHERE status = 'completed' GROUP BY label
    ```

    ```{steps}
    ```

    ```{exercise}
    #| id: sum
    #| answer: 1 + 1
    What is one and one?
    ---
    Two.
    ```
    """

  /// The commands below the trials of a page in Markdown.
  private static func commands(in text: String) throws -> [Substring] {
    let below = try #require(text.components(separatedBy: "## Trials behind this page").last)
    return below.components(separatedBy: "```")[1].split(separator: "\n")
  }

  private func write(_ text: String, _ program: Program) throws {
    try text.write(to: program.folder.appending(path: "small.md"), atomically: true, encoding: .utf8)
  }

  private func bytes(_ path: String, _ program: Program) throws -> Data {
    try Data(contentsOf: program.folder.appending(path: path))
  }

  @Test
  func `a notebook trains what is missing, once, and comes out the same twice`() throws {
    try Program.inFolder { program in
      try write(Self.notebook, program)
      let plan = try program.run("run", "small.md", "--dry-run")
      #expect(plan.code == 0 && plan.output.contains("small: 4 trials to train"), "\(plan)")
      #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: "results").path))
      let first = try program.run("run", "small.md")
      #expect(first.code == 0 && first.output == "results/small/index.html\n", "\(first)")
      let page = try bytes("results/small/index.html", program)
      let second = try program.run("run", "small.md")
      #expect(second.code == 0 && second.messages.contains("0 trials to train, 4 in the archive"), "\(second)")
      #expect(try bytes("results/small/index.html", program) == page)
      let lines = try program.run("run", "small.md", "--json").output.split(separator: "\n")
      #expect(lines.allSatisfy { $0.hasPrefix(#"{"schema":1,"event":"#) }, "\(lines)")
      #expect(lines.last == #"{"schema":1,"event":"written","file":"results/small/index.html"}"#)
      let more = try program.run("run", "small.md", "--dry-run", "epochs=5")
      #expect(more.output.contains("new trial.training.epochs"), "\(more.output)")
    }
  }

  @Test
  func `an experiment of a finished archive is shown as it is there, from a folder or an export, and never run`() throws
  {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune", "--results", "done")
      try program.expect(0, "archive", "export", "small", "--results", "done", "-o", "done/small.sqlar")
      let cell = "```{experiment}\n#| archive: done\n#| experiment: small\n#| configurations: { plain: none }\n```\n"
      let text = "---\ntitle: Small\n---\n\n## All of it\n\nThe error is {{ small.plain.test.error | percent }}.\n\n"
      try write(text + cell, program)
      let plan = try program.run("run", "small.md", "--dry-run")
      #expect(plan.code == 0 && plan.output == "small: as archived in done\n", "\(plan)")
      try program.expect(0, "run", "small.md", "--format", "markdown", "--out", "a")
      try write(text + cell.replacing("archive: done", with: "archive: done/small.sqlar"), program)
      try program.expect(0, "run", "small.md", "--format", "markdown", "--out", "b")
      let page = String(decoding: try bytes("a/small.md", program), as: UTF8.self)
      #expect(page.contains("archive <code>done</code>") && page.contains("The error is "), "\(page)")
      let other = String(decoding: try bytes("b/small.md", program), as: UTF8.self)
      let heading = "## Trials behind this page"
      let above = page.components(separatedBy: heading)[0]
      #expect(
        other.components(separatedBy: heading)[0]
          == above.replacing("<code>done</code>", with: "<code>done/small.sqlar</code>"))
      for text in [page, other] {
        for command in try Self.commands(in: text) {
          let ended = try program.run(command.split(separator: " ").dropFirst().map(String.init))
          #expect(ended.code == 0, "\(command): \(ended)")
        }
      }
      // What was unpacked and is no longer whole is unpacked anew.
      let unpacked = program.folder.appending(path: "done/.unpacked")
      let kept = try FileManager.default.contentsOfDirectory(atPath: unpacked.path).filter { $0.hasSuffix(".sqlite") }
      #expect(kept.count == 1)
      try Data("nothing".utf8).write(to: unpacked.appending(path: kept[0]))
      try program.expect(0, "run", "small.md", "--format", "markdown", "--out", "b")
      #expect(String(decoding: try bytes("b/small.md", program), as: UTF8.self) == other)
      try write(
        text
          + cell.replacing("experiment: small", with: "experiment: smal").replacing(
            "\n```\n", with: "\n#| name: small\n```\n"),
        program)
      let missing = try program.run("check", "small.md")
      #expect(
        missing.code == 65 && missing.messages.contains("small.md:11:16: the archive has no experiment"), "\(missing)")
    }
  }

  @Test
  func `a cell that fails keeps the rest, shows its error and ends with 2`() throws {
    try Program.inFolder { program in
      try write(Self.notebook + "\n```{table}\nSELECT nope\nFROM trials\n```\n", program)
      let ended = try program.run("run", "small.md", "--format", "single")
      #expect(ended.code == 2 && ended.messages.contains("small.md:31:8: the query failed"), "\(ended)")
      let page = String(decoding: try bytes("results/small/small.html", program), as: UTF8.self)
      #expect(page.contains("One part of this page could not be made") && page.contains("Step 1."))
    }
  }

  @Test
  func `the report of an experiment that stands in a notebook alone brings the file that it names`() throws {
    try Program.inFolder { program in
      let cell = "```{experiment}\n#| set: [~tune]\n\(Program.small)\n```"
      try program.write("---\ntitle: Small\n---\n\n\(cell)\n", to: "notes.md")
      try FileManager.default.removeItem(at: program.folder.appending(path: "small.yaml"))
      try program.expect(0, "run", "notes.md")
      try program.expect(0, "report", "small")
      let page = String(decoding: try bytes("results/small/index.html", program), as: UTF8.self)
      #expect(page.contains("run small.yaml  <span") && page.contains("# the specification below, among the downloads"))
      let again = try program.run("run", "results/small/small.yaml")
      #expect(again.code == 0 && again.messages.contains("0 trials trained, 4 were in the archive"), "\(again)")
    }
  }

  @Test
  func `a notebook and an experiment of one name do not take each other's page without a word`() throws {
    try Program.inFolder { program in
      try write(Self.notebook, program)
      try program.expect(0, "run", "small.md")
      let page = try bytes("results/small/index.html", program)
      try program.expect(0, "run", "small.md", "--format", "markdown", "--out", "text")
      let text = String(decoding: try bytes("text/small.md", program), as: UTF8.self)
      let commands = try Self.commands(in: text)
      #expect(commands.count == 4, "\(text)")
      for command in commands {
        let ended = try program.run(command.split(separator: " ").dropFirst().map(String.init))
        #expect(ended.code == 0, "\(command): \(ended)")
      }
      let refused = try program.run("report", "small")
      #expect(refused.code == 73 && refused.messages.contains("is the page of the notebook 'small'"), "\(refused)")
      let all = try program.run("report")
      #expect(all.code == 0 && all.messages.contains("--out FOLDER writes it elsewhere"), "\(all)")
      #expect(try bytes("results/small/index.html", program) == page)
      try program.expect(0, "report", "small", "--out", "results")
      let again = try program.run("run", "small.md")
      #expect(again.code == 0 && again.messages.contains("was the report of the experiment 'small'"), "\(again)")
      #expect(try bytes("results/small/index.html", program) == page)
    }
  }

  @Test
  func `a word that is no tier, a byte order mark and pictures with other letters`() throws {
    try Program.inFolder { program in
      try program.expect(0, "catalog", "dropout", "--format", "png", "-o", "köln.png")
      let png = try bytes("köln.png", program)
      let text = "\u{FEFF}---\ntitle: Small\nparameters: { tier: look }\n---\n\n## A\n\n![A](köln.png)\n"
      try write(text, program)
      let refused = try program.run("check", "small.md", "tier=lok")
      #expect(refused.code == 65 && refused.messages.contains("unknown tier 'lok'"), "\(refused)")
      try program.expect(0, "run", "small.md")
      let page = String(decoding: try bytes("results/small/index.html", program), as: UTF8.self)
      #expect(page.contains("src=\"pictures/k%C3%B6ln.png\""))
      #expect(try bytes("results/small/pictures/köln.png", program) == png)
      try program.expect(0, "run", "small.md", "--format", "ipynb", "--out", "jupyter")
      #expect(try bytes("jupyter/pictures/köln.png", program) == png)
    }
  }

  @Test
  func `an experiment with CRLF has the notebook's tier, and pictures whatever names`() throws {
    try Program.inFolder { program in
      let small = String(decoding: try bytes("small.yaml", program), as: UTF8.self)
      let tiered = "\u{FEFF}" + small + "\ntiers:\n  look: { replicates: 1 }\n"
      try Data(tiered.replacing("\n", with: "\r\n").utf8).write(to: program.folder.appending(path: "small.yaml"))
      let pictures = "![A](it's.png) ![B](a%20b.png) ![C](<a b.png>) ![D](50%25.png) [csv](it's.png.csv)\n"
      let cell = "```{experiment}\n#| file: small.yaml\n#| set: [~tune]\n```\n\n"
      let text = "---\ntitle: Small\nparameters: { tier: look }\n---\n\n" + cell
      for name in ["it's.png", "a b.png", "50%.png"] {
        try program.expect(0, "catalog", "dropout", "--format", "png", "-o", name)
      }
      try write(text + pictures, program)
      let plan = try program.run("run", "small.md", "--dry-run")
      #expect(plan.code == 0 && plan.output.contains("small: 2 trials to train"), "\(plan)")
      try program.expect(0, "run", "small.md")
      let page = String(decoding: try bytes("results/small/index.html", program), as: UTF8.self)
      for address in ["it's.png", "a%20b.png", "50%25.png"] {
        #expect(page.contains("src=\"pictures/\(address)\""), "\(address)")
      }
      for name in ["it's.png", "a b.png", "50%.png"] { _ = try bytes("results/small/pictures/\(name)", program) }
      try program.expect(0, "run", "small.md", "--format", "markdown", "--out", "text")
      let markdown = String(decoding: try bytes("text/small.md", program), as: UTF8.self)
      #expect(
        markdown.contains(
          "![A](pictures/it's.png) ![B](pictures/a%20b.png) ![C](pictures/a%20b.png) ![D](pictures/50%25.png) [csv](it's.png.csv)"
        ))
    }
  }

  @Test
  func `mistakes of the text end with 65 before anything is trained`() throws {
    try Program.inFolder { program in
      try write(Self.notebook + "\nSee @fig-none.\n", program)
      let ended = try program.run("run", "small.md")
      #expect(ended.code == 65 && ended.messages.contains("nothing has the label 'fig-none'"), "\(ended)")
      #expect(try program.run("check", "small.md").code == 65)
      #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: "results").path))
    }
  }

  @Test
  func `the tour has every kind of cell and runs without a failure`() throws {
    let experiments = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "experiments")
    let kinds = [
      "experiment", "claim", "table", "plot", "identity", "catalog", "steps", "question", "exercise", "glossary",
    ]
    try Program.inFolder { program in
      for name in ["tour.md", "chapter.bib"] {
        try FileManager.default.copyItem(
          at: experiments.appending(path: name), to: program.folder.appending(path: name))
      }
      let text = String(decoding: try bytes("tour.md", program), as: UTF8.self)
      for kind in kinds { #expect(text.contains("```{\(kind)}"), "\(kind)") }
      let ended = try program.run("run", "tour.md", "--format", "single")
      #expect(ended.code == 0, "\(ended.messages)")
      let size = try bytes("results/tour/tour.html", program).count
      #expect((50_000..<1_000_000).contains(size), "\(size)")
    }
  }

  @Test
  func `a number that is changed in the archive is found out`() throws {
    try Program.inFolder { program in
      try write(Self.notebook, program)
      #expect(try program.run("run", "small.md").code == 0)
      let sqlite = Process()
      sqlite.executableURL = URL(filePath: "/usr/bin/env")
      sqlite.arguments = [
        "python3", "-c",
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
          + "c.execute('DROP TRIGGER epochMetricIsFinal'); "
          + "c.execute(\"UPDATE epochMetric SET value = 0.5 WHERE split = 'test'\"); c.commit()",
        program.folder.appending(path: "results/archive.sqlite").path,
      ]
      try sqlite.run()
      sqlite.waitUntilExit()
      try #require(sqlite.terminationStatus == 0)
      let ended = try program.run("run", "small.md")
      #expect(ended.code == 65 && ended.messages.contains("reads differently than it was recorded"), "\(ended)")
    }
  }

  @Test
  func `answers are graded on the command line`() throws {
    try Program.inFolder { program in
      try write(Self.notebook, program)
      #expect(try program.run("check-answer", "small.md", "sum", "2").code == 0)
      #expect(try program.run("check-answer", "small.md", "sum", "3", "student=5").code == 3)
      #expect(try program.run("check-answer", "small.md", "none", "2").code == 66)
    }
  }

  @Test
  func `new files run as they are and are never written over`() throws {
    try Program.inFolder { program in
      #expect(try program.run("new", "notebook", "notes").output == "notes.md\n")
      #expect(try program.run("new", "notebook", "notes").code == 73)
      for name in ["claim", "parameter", "draw", "identity", "inference", "probe"] {
        #expect(try program.run("new", "notebook", name).code == 64)
      }
      #expect(try program.run("new", "experiment", "trial").output == "trial.yaml\n")
      #expect(try program.run("check", "trial.yaml").code == 0)
      let ended = try program.run("run", "notes.md", "--format", "markdown")
      #expect(ended.code == 0 && ended.output == "results/notes/notes.md\n", "\(ended)")
    }
  }

  @Test
  func `the notebook for Jupyter is one to its own validator`() throws {
    try Program.inFolder { program in
      try write(Self.notebook, program)
      #expect(try program.run("run", "small.md", "--format", "ipynb").code == 0)
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      let script = """
        import sys
        try: import nbformat
        except ImportError: sys.exit(77)
        nbformat.validate(nbformat.read(sys.argv[1], as_version=4))
        """
      process.arguments = ["python3", "-c", script, program.folder.appending(path: "results/small/small.ipynb").path]
      try process.run()
      process.waitUntilExit()
      if process.terminationStatus == 77 || process.terminationStatus == 127 {
        print("skipped: python3 has no nbformat")
      } else {
        #expect(process.terminationStatus == 0)
      }
    }
  }
}
