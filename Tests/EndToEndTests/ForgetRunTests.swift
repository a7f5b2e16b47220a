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

  /// Waits until the archive says that a trial is trained.
  static func waitForTrial(in program: Program) throws {
    let url = program.folder.appending(path: "results/archive.sqlite")
    for _ in 0..<2400 {
      if let archive = try? Archive.read(at: url), try archive.states().values.contains(where: { $0.running > 0 }) {
        return
      }
      Thread.sleep(forTimeInterval: 0.05)
    }
  }
}
