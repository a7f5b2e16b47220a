import Archive
import Foundation
import Testing

/// Forgetting with the built program, while something goes on.
@Suite(.serialized)
struct ForgetRunTests {
  @Test
  func `an experiment is forgotten when its run has ended, however it did`() throws {
    try Program.inFolder { program in
      let (process, _, _) = try program.start(["run", "small.yaml", "~tune", "trial.training.epochs=200000"])
      try Self.waitForTrial(in: program)
      for arguments in [["--yes"], ["--dry-run"]] {
        let refused = try program.run(["forget", "small"] + arguments)
        #expect(refused.code == 75, "\(refused)")
        let words = "'small' is being trained by process \(process.processIdentifier) on "
        #expect(refused.messages.contains(words), "\(refused)")
      }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      let status = try program.run("status")
      #expect(status.output.hasPrefix("small: not running\n") && !status.output.contains(" left"), "\(status.output)")
      #expect(status.output.contains("process \(process.processIdentifier) is gone"), "\(status.output)")
      #expect(try program.run("status", "--json").output.contains(#""alive":false"#))
      #expect(try program.run("list", "--columns", "status").output == "status\nunfinished\n")
      let forgotten = try program.run("forget", "small", "--yes")
      #expect(forgotten.code == 0 && forgotten.output.hasPrefix("small: removed 0 trials"), "\(forgotten)")
    }
  }

  @Test
  func `a second run says which process trains the experiment already`() throws {
    try Program.inFolder { program in
      let long = ["run", "small.yaml", "~tune", "trial.training.epochs=200000"]
      let (first, _, _) = try program.start(long)
      try Self.waitForTrial(in: program)
      let (second, _, messages) = try program.start(long)
      let words = "Process \(first.processIdentifier) on "
      var said = ""
      while !said.contains(words) {
        let more = messages.fileHandleForReading.availableData
        guard !more.isEmpty else { break }
        said += String(decoding: more, as: UTF8.self)
        if said.contains("epoch") { break }
      }
      #expect(said.contains(words) && said.contains(" trains this experiment, too."), "\(said)")
      for process in [second, first] {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
    }
  }

  @Test
  func `a site that is stopped while it is built leaves nothing behind`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml")
      for milliseconds in [0, 30, 60, 90, 120, 150] {
        let (process, _, _) = try program.start(["archive", "build"])
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        let names = try FileManager.default.contentsOfDirectory(atPath: program.folder.path + "/results")
        #expect(!names.contains { $0.hasSuffix(".tmp") }, "\(names)")
      }
      try program.expect(0, "archive", "build")
      let left = program.folder.appending(path: "results/.site.\(UUID().uuidString).tmp")
      try FileManager.default.moveItem(at: program.folder.appending(path: "results/site"), to: left)
      let verified = try program.run("verify")
      #expect(verified.code == 0 && !verified.output.contains(".site."), "\(verified)")
    }
  }

  /// Waits until the archive says that a trial is trained.
  private static func waitForTrial(in program: Program) throws {
    let url = program.folder.appending(path: "results/archive.sqlite")
    for _ in 0..<2400 {
      if let archive = try? Archive.read(at: url), try archive.states().values.contains(where: { $0.running > 0 }) {
        return
      }
      Thread.sleep(forTimeInterval: 0.05)
    }
  }
}
