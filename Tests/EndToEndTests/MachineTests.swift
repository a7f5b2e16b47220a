import Foundation
import Testing

/// What the program prints for other programs.
@Suite(.serialized)
struct MachineTests {
  private static func object(_ text: some StringProtocol) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(value as? [String: Any], "\(text)")
  }

  @Test
  func `a run tells its events one line each, with a schema number, and keeps stderr empty`() throws {
    try Program.inFolder { program in
      let ended = try program.run("run", "small.yaml", "--json")
      #expect(ended.code == 0 && ended.messages.isEmpty, "\(ended.messages)")
      let events = try ended.output.split(separator: "\n").map { try Self.object($0) }
      #expect(events.allSatisfy { $0["schema"] as? Int == 1 })
      let names = events.compactMap { $0["event"] as? String }
      #expect(names.count == events.count)
      #expect(names.filter { $0 == "started" }.count == 8 && names.filter { $0 == "finished" }.count == 8)
      #expect(names.filter { $0 == "planned" }.count == 2)
      let recorded = events.filter { $0["event"] as? String == "finished" }.compactMap {
        $0["recordSeconds"] as? Double
      }
      #expect(recorded.count == 8 && recorded.allSatisfy { $0 > 0 && $0 < 10 })
    }
  }

  @Test
  func `every reading command answers in JSON`() throws {
    try Program.inFolder { program in
      let trained = try program.run("run", "small.yaml", "~tune", "--json")
      let event = try #require(trained.output.split(separator: "\n").first { $0.contains("\"finished\"") })
      let trial = try #require(try Self.object(event)["trial"] as? String)
      let commands = [
        ["list"], ["show", "small"], ["show", "latest"], ["show", String(trial.prefix(8))],
        ["explain", String(trial.prefix(8))], ["explain", "small"], ["doctor"], ["catalog"], ["check", "small.yaml"],
        ["run", "small.yaml", "--dry-run"],
      ]
      for command in commands {
        let (process, output, _) = try program.start(command + ["--json"])
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let answer = try Self.object(text)
        #expect(process.terminationStatus == 0 && answer["schema"] as? Int == 1, "\(command): \(text)")
      }
    }
  }
}
