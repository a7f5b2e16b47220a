import Foundation
import Testing

/// The main job with the built program: the same numbers whatever happens on the way.
@Suite(.serialized)
struct RunTests {
  @Test
  func `from YAML to a page, and nothing is trained twice`() throws {
    try Program.inFolder { program in
      let first = try program.run("run", "small.yaml")
      #expect(first.code == 0 && first.messages.contains("8 trials trained"), "\(first.messages)")
      let second = try program.run("run", "small.yaml")
      #expect(second.code == 0 && second.messages.contains("0 trials trained, 8 were in the archive"))
      let report = try program.run("report")
      #expect(report.code == 0 && report.output == "results/index.html\n")
      let page = try String(contentsOf: program.folder.appending(path: "results/small/index.html"), encoding: .utf8)
      #expect(page.contains("Does it go all the way?"))
      #expect(!page.contains("http://") && !page.contains("src=\"//"))
      let again = try program.run("report")
      #expect(again.code == 0)
      let same = try String(contentsOf: program.folder.appending(path: "results/small/index.html"), encoding: .utf8)
      #expect(same == page)
      let shown = try program.run("show", "small")
      #expect(shown.output.contains("none") && !shown.output.contains("s per epoch"))
      #expect(try program.run("show", "small", "--times").output.contains("s per epoch"))
      #expect(try program.run("show", "small", "--times", "--json").output.contains("\"secondsPerEpoch\":0."))
      let listed = try program.run("list", "--json")
      #expect(listed.output.contains("\"completed\":4"))
    }
  }

  @Test
  func `a page's own command comes to its experiment again, whatever was said to the run`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune", "trial.training.epochs=6", "--scale", "0.5")
      try program.expect(0, "report", "small")
      let folder = program.folder.appending(path: "results/small")
      let page = try String(contentsOf: folder.appending(path: "index.html"), encoding: .utf8)
      #expect(page.contains("</span> run small.yaml  <span") && page.contains("href=\"small.yaml\""))
      #expect(page.contains("# the specification below, among the downloads"))
      let again = try program.run("run", "results/small/small.yaml")
      #expect(again.code == 0 && again.messages.contains("0 trials trained, 4 were in the archive"), "\(again)")
    }
  }

  @Test
  func `one worker, two workers, and a run that is killed and resumed give the same export`() throws {
    try Program.inFolder { program in
      try program.run("run", "small.yaml", "--jobs", "1", "--results", "one")
      try program.run("run", "small.yaml", "--jobs", "2", "--results", "two")
      let expected = try program.run("export", "small", "--results", "one")
      #expect(expected.code == 0 && expected.output.split(separator: "\r\n").count > 50)
      let two = try program.run("export", "small", "--results", "two")
      #expect(two.output == expected.output)
      for milliseconds in [60, 250, 400, 700, 1100] {
        let (process, _, _) = try program.start(["run", "small.yaml", "--results", "killed"])
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
      let resumed = try program.run("run", "small.yaml", "--results", "killed")
      #expect(resumed.code == 0, "\(resumed.messages)")
      let found = try program.run("export", "small", "--results", "killed")
      #expect(found.output == expected.output)
    }
  }

  @Test
  func `a run whose terminal is gone leaves the state of its trials, and below nohup goes on`() throws {
    // Ignored signals are inherited.
    signal(SIGHUP, SIG_DFL)
    try Program.inFolder { program in
      let long = ["run", "small.yaml", "~tune", "trial.training.epochs=20000", "replicates=1", "--jobs", "2"]
      let states = program.folder.appending(path: "results/checkpoints").path
      let (process, _, messages) = try program.start(long + ["--checkpoint-every", "100"])
      for _ in 0..<400 where !FileManager.default.fileExists(atPath: states) { Thread.sleep(forTimeInterval: 0.05) }
      kill(process.processIdentifier, SIGHUP)
      let said = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == 143, "\(said)")
      #expect(said.contains("\nResume with: dropout-lab run small.yaml"), "\(said)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: states).count == 2)
      signal(SIGHUP, SIG_IGN)
      defer { signal(SIGHUP, SIG_DFL) }
      let (other, _, words) = try program.start(long)
      _ = words.fileHandleForReading.availableData
      Thread.sleep(forTimeInterval: 1)
      kill(other.processIdentifier, SIGHUP)
      Thread.sleep(forTimeInterval: 1)
      #expect(other.isRunning)
      kill(other.processIdentifier, SIGTERM)
      other.waitUntilExit()
      #expect(other.terminationStatus == 143)
    }
  }

  @Test
  func `Ctrl-C ends with the command that resumes`() throws {
    try Program.inFolder { program in
      let (process, _, messages) = try program.start(
        ["run", "small.yaml", "trial.training.epochs=2000", "~tune", "--jobs", "1"])
      // The plan is said before the first trial starts; signals before that simply end the program.
      _ = messages.fileHandleForReading.availableData
      Thread.sleep(forTimeInterval: 1)
      kill(process.processIdentifier, SIGINT)
      Thread.sleep(forTimeInterval: 0.3)
      kill(process.processIdentifier, SIGINT)
      let said = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 130, "\(said)")
      #expect(said.contains("Stopping: running trials are finished"))
      let last = said.split(separator: "\n").last.map(String.init) ?? ""
      #expect(last.hasPrefix("Resume with: dropout-lab run small.yaml trial.training.epochs=2000"), "\(said)")
    }
  }

  @Test(arguments: [SIGTERM, SIGINT])
  func `a run can be stopped in its second stage, too`(number: Int32) throws {
    try Program.inFolder { program in
      let (process, _, messages) = try program.start(["run", "small.yaml", "replicates=500", "--jobs", "1"])
      var said = ""
      while !said.contains("compare 1/") {
        let data = messages.fileHandleForReading.availableData
        if data.isEmpty { break }
        said += String(decoding: data, as: UTF8.self)
      }
      kill(process.processIdentifier, number)
      said += String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 128 + number && said.contains("Stopping"), "\(said.suffix(2000))")
    }
  }

  @Test
  func `who looks late sees what a running trial said from its beginning on, in few lines`() throws {
    try Program.inFolder { program in
      let (process, _, messages) = try program.start(
        ["run", "small.yaml", "~tune", "trial.training.epochs=40000", "replicates=1", "--jobs", "1"])
      _ = messages.fileHandleForReading.availableData
      var log: [String] = []
      for _ in 0..<120 where log.count < 40 {
        Thread.sleep(forTimeInterval: 0.5)
        let status = try program.run("status", "small", "--json").output
        log = status.matches(of: /"epoch [^"]*"/).map { String($0.0) }
      }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(log.first?.hasPrefix("\"epoch 2 of 40000: ") == true || log.first?.hasPrefix("\"epoch 1 of ") == true)
      #expect((40...120).contains(log.count), "\(log.count) lines")
    }
  }

  @Test
  func `uncommitted changes are told by the digest that git computes of them`() throws {
    try Program.inFolder { program in
      let shell = Process()
      let output = Pipe()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.currentDirectoryURL = program.folder
      shell.standardOutput = output
      shell.arguments = [
        "-c",
        """
        set -e
        git init -q; mkdir Sources; echo a > Sources/a; git add .
        git -c user.name=a -c user.email=a@example.org commit -q -m a; echo b >> Sources/a
        git diff --no-ext-diff --no-color HEAD | git hash-object --stdin; git rev-parse HEAD
        """,
      ]
      try shell.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      shell.waitUntilExit()
      let digests = text.split(separator: "\n")
      #expect(digests.count == 2 && digests.allSatisfy { $0.count == 40 })
      // Those of the repository of the file, wherever the program runs.
      let inner = Program(folder: program.folder.appending(path: "Sources"))
      try inner.expect(0, "run", "../small.yaml", "~tune", "trial.training.epochs=1", "--results", "../results")
      try program.expect(0, "report", "small")
      let page = try String(contentsOf: program.folder.appending(path: "results/small/index.html"), encoding: .utf8)
      for digest in digests { #expect(page.contains(digest)) }
    }
  }
}
