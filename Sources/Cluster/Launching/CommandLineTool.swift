import Files
import Foundation

/// Runs a program of the scheduler and takes what it says.
package struct CommandLineTool: Sendable {
  package struct Answer: Hashable, Sendable {
    package let code: Int32
    package let output: String
    package let messages: String
  }

  package let name: String
  /// A folder that is searched before those of the PATH.
  private let folder: URL?

  package init(_ name: String, in folder: URL? = nil) {
    self.name = name
    self.folder = folder
  }

  /// Whether the program is in one of the folders of the PATH.
  var isThere: Bool {
    let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return ((folder.map { [$0.path] } ?? []) + path).contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
  }

  /// Runs the program, which is looked for in the PATH, and waits for it.
  package func ask(_ arguments: [String]) throws(RunFolderError) -> Answer {
    let messages = FileManager.default.temporaryDirectory.appending(path: "dropout-lab-\(UUID().uuidString)")
    defer { unlink(messages.path) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [name] + arguments
    if let folder {
      var environment = ProcessInfo.processInfo.environment
      environment["PATH"] = "\(folder.path):\(environment["PATH"] ?? "")"
      process.environment = environment
    }
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    do {
      // A file takes any number of messages while the output is read.
      try AtomicFile.write(text: "", to: messages)
      process.standardError = try FileHandle(forWritingTo: messages)
      try process.run()
    } catch {
      throw .command(name, reason: "\(error)")
    }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let said: String
    do { said = String(decoding: try FileContents.read(messages), as: UTF8.self) } catch { said = "" }
    return Answer(code: process.terminationStatus, output: text, messages: said)
  }

  /// The same, where anything but success is an error with what the program said.
  package func expect(_ arguments: [String]) throws(RunFolderError) -> String {
    let answer = try ask(arguments)
    guard answer.code == 0 else {
      let said = answer.messages.trimmingCharacters(in: .whitespacesAndNewlines)
      throw .command(name, reason: said.isEmpty ? "it ended with exit code \(answer.code)" : said)
    }
    return answer.output
  }
}
