import Foundation
import Testing

/// Commands that are stopped, or meet another one at the same work, with the built program.
@Suite(.serialized)
struct StoppedCommandTests {
  @Test
  func `a second run says which process trains the experiment already`() throws {
    try Program.inFolder { program in
      let long = ["run", "small.yaml", "~tune", "trial.training.epochs=200000"]
      let (first, _, _) = try program.start(long)
      try ForgetRunTests.waitForTrial(in: program)
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
}
