#if os(Linux)
  import Foundation
  import Testing

  /// A few of the faults of `make faults-check`, with the built program.
  struct FaultRunTests {
    private static let tools = ["/usr/bin/python3", "/usr/bin/env"]

    @Test(.enabled(if: tools.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }))
    func `a call that fails ends in a message that names the file, or in a right result`() throws {
      let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Faults/faults.py")
      let process = Process()
      let pipe = Pipe()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["python3", script.path, Program.executable.path, "--short"]
      process.standardOutput = pipe
      process.standardError = pipe
      try process.run()
      let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0, "\(said)")
      #expect(said.contains("| run | ENOSPC from then on |") || said.contains("clang is not here"), "\(said)")
    }
  }
#endif
