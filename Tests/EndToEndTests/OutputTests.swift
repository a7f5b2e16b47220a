import Foundation
import Testing

/// What is printed on a full disk, with the built program.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
struct OutputTests {
  @Test(arguments: [
    "run small.yaml --json", "export small", "export --view metrics small", "list --json", "show small",
    "catalog dropout",
    "data list", "doctor",
  ])
  func `output that cannot be written is no success`(command: String) throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune")
      let words = command.split(separator: " ").map(String.init)
      let told = try program.run(words, outputTo: "/dev/full")
      // Events are written one by one; which of them failed, and why, is gone when the run ends.
      let reason = command.hasPrefix("run") ? "Input/output error" : "No space left on device"
      #expect(told.code == 74 && told.messages.hasSuffix("error: stdout: cannot write: \(reason)\n"), "\(told)")
    }
  }

  @Test
  func `no output takes the place of an archive`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune")
      let archive = program.folder.appending(path: "results/archive.sqlite")
      let before = try Data(contentsOf: archive)
      for words in [["archive", "export", "small"], ["export", "small"], ["catalog"]] {
        let refused = try program.run(words + ["-o", "results/archive.sqlite"])
        #expect(refused.code == 73 && refused.messages.contains("cannot replace the archive"), "\(words): \(refused)")
        #expect(try Data(contentsOf: archive) == before, "\(words)")
      }
      // Other files are replaced as ever, exports included.
      for _ in 0..<2 { try program.expect(0, "archive", "export", "small", "-o", "small.sqlar") }
      for _ in 0..<2 { try program.expect(0, "export", "small", "-o", "small.csv") }
    }
  }

  @Test
  func `messages that cannot be written change nothing`() throws {
    try Program.inFolder { program in
      let untold = try program.run(["run", "small.yaml", "~tune"], messagesTo: "/dev/full")
      #expect(untold.code == 0)
      #expect(try program.run("list", "--columns", "name,trials").output.contains("small     4/4"))
      #expect(try program.run(["show", "large"], messagesTo: "/dev/full").code == 66)
    }
  }
}

extension Program {
  /// Runs the program with its output or its messages in a file.
  fileprivate func run(_ arguments: [String], outputTo output: String? = nil, messagesTo messages: String? = nil) throws
    -> Ended
  {
    let shell = Process()
    let pipe = Pipe()
    shell.executableURL = URL(filePath: "/bin/sh")
    let places = (output.map { " >\($0)" } ?? "") + (messages.map { " 2>\($0)" } ?? "")
    shell.arguments = ["-c", "exec \"$0\" \"$@\"" + places, Self.executable.path] + arguments
    shell.currentDirectoryURL = folder
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = pipe
    try shell.run()
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    shell.waitUntilExit()
    return Ended(code: shell.terminationStatus, output: "", messages: said)
  }
}
