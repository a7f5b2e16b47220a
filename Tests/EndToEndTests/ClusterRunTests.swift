import Foundation
import Testing

/// A run on other machines with the built program, where the machines are this one.
@Suite(.serialized)
struct ClusterRunTests {
  /// An ssh that runs the command here, and does not reach `dead`.
  private static let ssh = """
    #!/bin/sh
    while [ "$1" != -- ]; do host=$1; shift; done
    shift
    [ "$host" = dead ] && { echo "ssh: cannot resolve dead" >&2; exit 255; }
    exec sh -c "$*"
    """

  private func expected(_ program: Program) throws -> String {
    try program.run("run", "small.yaml", "--results", "local")
    return try program.run("export", "small", "--results", "local").output
  }

  @Test func `single workers, one of them killed, give the export of a run in one process`() throws {
    try Program.inFolder { program in
      let expected = try expected(program)
      let planned = try program.run("run", "small.yaml", "--engine", "folder", "--run-folder", "run")
      #expect(planned.code == 0 && planned.messages.contains("K from 0 to 7"), "\(planned.messages)")
      // Compared trials wait until their values are chosen.
      try program.expect(66, "worker", "--run", "run", "--trial", "6")
      let (process, _, _) = try program.start(["worker", "--run", "run", "--trial", "0-3"])
      Thread.sleep(forTimeInterval: 0.5)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      for task in 0..<8 { try program.expect(0, "worker", "--run", "run", "--trial", "\(task)") }
      let status = try program.run("status", "run", "--json")
      #expect(status.output.contains("\"trials\":8,\"finished\":8"), "\(status.output)")
      try program.expect(0, "collect", "run", "--results", "over")
      #expect(try program.run("export", "small", "--results", "over").output == expected)
      let again = try program.run("collect", "run", "--results", "over")
      #expect(again.code == 0 && again.messages.contains("0 trials collected, 8 were in the archive"))
    }
  }

  @Test func `a database that is made anew from the files gives the same page`() throws {
    try Program.inFolder { program in
      try program.run("run", "small.yaml", "--engine", "folder", "--run-folder", "run")
      try program.expect(0, "worker", "--run", "run", "--trial", "0-3", "--jobs", "2")
      try program.expect(0, "worker", "--run", "run", "--trial", "4-7", "--jobs", "2")
      let pages = try ["one", "two"].map { results in
        try program.expect(0, "collect", "run", "--results", results)
        try program.expect(0, "report", "--results", results)
        return try Data(contentsOf: program.folder.appending(path: "\(results)/small/index.html"))
      }
      #expect(pages[0] == pages[1])
    }
  }

  @Test func `hosts take each other's elements where one cannot be reached`() throws {
    try Program.inFolder { program in
      let expected = try expected(program)
      try program.write(Self.ssh, to: "ssh")
      try program.write("dead 2\nhere 2\n", to: "hosts")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: program.folder.appending(path: "ssh").path)
      let done = try Program(folder: program.folder, isInPath: true).run(
        "run", "small.yaml", "--engine", "ssh", "--hosts", "hosts", "--pack", "3", "--run-folder", "run", "--results",
        "over")
      #expect(done.code == 0 && done.messages.contains("dead cannot be reached"), "\(done.messages)")
      #expect(try program.run("export", "small", "--results", "over").output == expected)
    }
  }

  @Test func `an edited plan, a damaged result and another program are refused`() throws {
    try Program.inFolder { program in
      try program.run("run", "small.yaml", "~tune", "--engine", "folder", "--run-folder", "run")
      try program.expect(0, "worker", "--run", "run", "--trial", "0-3")
      let results = program.folder.appending(path: "run/results")
      let name = try #require(try FileManager.default.contentsOfDirectory(atPath: results.path).sorted().first)
      let file = results.appending(path: name)
      try Data(contentsOf: file).dropLast().write(to: file)
      let collected = try program.run("collect", "run")
      #expect(collected.code == 75 && collected.messages.contains("refused/\(name).1"), "\(collected.messages)")
      try program.expect(0, "worker", "--run", "run", "--trial", "0-3")
      try program.expect(0, "collect", "run")
      let plan = program.folder.appending(path: "run/plan.json")
      let text = try String(contentsOf: plan, encoding: .utf8)
      try text.replacing("0.9", with: "0.8").write(to: plan, atomically: true, encoding: .utf8)
      for verb in [["worker", "--run", "run", "--trial", "0"], ["collect", "run"], ["status", "run"]] {
        let (process, _, messages) = try program.start(verb)
        let said = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 65 && said.contains("changed after it was frozen"), "\(verb): \(said)")
      }
    }
  }

  @Test func `a folder for workers is resumed without a scheduler, and hosts that cannot be read leave none`() throws {
    try Program.inFolder { program in
      try program.run("run", "small.yaml", "~tune", "--engine", "folder", "--run-folder", "run")
      try program.expect(0, "worker", "--run", "run", "--trial", "1")
      try program.expect(0, "cancel", "run")
      try program.expect(75, "worker", "--run", "run", "--trial", "0")
      let resumed = try program.run("resume", "run")
      #expect(resumed.code == 0 && resumed.messages.contains("K of 0,2-3"), "\(resumed.messages)")
      try program.expect(0, "worker", "--run", "run", "--trial", "0,2-3")
      try program.expect(0, "collect", "run", "--results", "over")
      try program.expect(64, "resume", "run", "--wait")
      try program.write("node1 many\n", to: "hosts")
      try program.expect(65, "run", "small.yaml", "--engine", "ssh", "--hosts", "hosts", "--run-folder", "other")
      #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: "other").path))
    }
  }

  @Test func `a trial that is stopped goes on from its state to the same numbers`() throws {
    try Program.inFolder { program in
      let long = ["run", "small.yaml", "~tune", "trial.training.epochs=3000", "replicates=1", "--jobs", "2"]
      let (process, _, messages) = try program.start(long + ["--checkpoint-every", "100", "--results", "stopped"])
      _ = messages.fileHandleForReading.availableData
      let states = program.folder.appending(path: "stopped/checkpoints").path
      for _ in 0..<200 where !FileManager.default.fileExists(atPath: states) { Thread.sleep(forTimeInterval: 0.05) }
      kill(process.processIdentifier, SIGTERM)
      process.waitUntilExit()
      #expect(process.terminationStatus == 143)
      #expect(try FileManager.default.contentsOfDirectory(atPath: states).count == 2)
      for results in ["stopped", "straight"] {
        let (process, _, messages) = try program.start(long + ["--results", results])
        _ = messages.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: states) == [])
      let exports = try ["stopped", "straight"].map { try program.run("export", "small", "--results", $0).output }
      #expect(exports[0] == exports[1] && exports[0].count > 1000)
    }
  }
}
