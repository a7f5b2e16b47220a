import Foundation
import GRDB
import Testing

/// Whatever stands in an archive, a specification or a path: a terminal that shows it obeys nothing of it.
@Suite(.serialized)
struct TerminalTests {
  /// Colour, a window's title, 8-bit escapes, backspace, the bell, carriage return, a line of its own, turned direction,
  /// nothing wide, and what HTML and shells take for theirs.
  private static let hostile =
    "\u{1B}[31m\u{1B}]0;owned\u{07}\u{9B}2J\u{08}\r\u{7F}\u{85}\u{202E}\u{2066}\u{200B}\u{FEFF}\u{E0001}<script>'\"&$(id)"

  /// Characters of an output that a terminal could obey; line ends and tabs are layout.
  private static func obeyed(_ text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar != "\n" && scalar != "\t"
      case .format, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }.map { "U+" + String($0.value, radix: 16) }
  }

  private func expectHarmless(_ ended: Program.Ended, _ words: [String]) {
    #expect(Self.obeyed(ended.output) == [], "\(words)")
    #expect(Self.obeyed(ended.messages) == [], "\(words)")
    #expect(!ended.messages.contains("Fatal error"), "\(words): \(ended.messages)")
    if words.contains("--json"), ended.code == 0 {
      #expect(throws: Never.self) { _ = try JSONSerialization.jsonObject(with: Data(ended.output.utf8)) }
    }
  }

  /// Puts the text into every free field of the archive, as somebody who sends one could.
  private func spoil(_ url: URL) throws -> (experiment: String, trial: String) {
    let name = "small" + Self.hostile
    let queue = try DatabaseQueue(path: url.path)
    let trial = try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
      for trigger in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
        try database.execute(sql: "DROP TRIGGER \(trigger)")
      }
      try database.execute(sql: "UPDATE annotation SET name = ? WHERE subject = 'experiment'", arguments: [name])
      try database.execute(
        sql: "UPDATE annotation SET text = text || ? WHERE kind <> 'star'", arguments: [Self.hostile])
      try database.execute(
        sql: "UPDATE experiment SET name = ?, question = ?", arguments: [name, Self.hostile + "\nmore"])
      try database.execute(sql: "UPDATE configuration SET label = label || ?", arguments: [Self.hostile])
      try database.execute(sql: "UPDATE provenance SET text = text || ?", arguments: [Self.hostile])
      try database.execute(sql: "UPDATE program SET version = ?", arguments: [Self.hostile])
      let trial = try String.fetchOne(database, sql: "SELECT hex FROM trial ORDER BY id") ?? ""
      try database.execute(
        sql: "INSERT INTO attempt (experiment, trial, startedAt, endedAt, state, host, message) "
          + "SELECT id, ?, 1, 2, 'failed', ?, ? FROM experiment",
        arguments: [trial, Self.hostile, Self.hostile + "\nlog"])
      try database.execute(
        sql: "INSERT INTO running (experiment, trial, startedAt, heartbeatAt, host, process) "
          + "SELECT id, ?, 1, 2e9, ?, 1 FROM experiment", arguments: [trial, Self.hostile])
      return trial
    }
    try queue.close()
    return (name, trial)
  }

  @Test
  func `nothing in an archive reaches a terminal raw`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune")
      try program.expect(0, "annotate", "small", "--tag", "seen", "--note", "looks right", "--star")
      let whole = program.folder.appending(path: "whole")
      try FileManager.default.copyItem(at: program.folder.appending(path: "results"), to: whole)
      let (name, trial) = try spoil(program.folder.appending(path: "results/archive.sqlite"))
      var shown = 0
      for words in [
        ["list"], ["list", "--columns", "name,question,notes,tags,answer"], ["list", "--trials"], ["list", name],
        ["list", "--trials", "--columns", "experiment,label,notes"], ["list", "--where", "name ~ \(Self.hostile)"],
        ["show", name], ["show", String(trial.prefix(8))], ["status"], ["status", name], ["compare", name],
        ["compare", "\(name):0", "\(name):1"], ["diff", "whole", "results"], ["diff", "results", "whole"], ["claims"],
        ["explain", String(trial.prefix(8))], ["explain", name], ["verify"], ["archive", "stats"], ["gc", "--dry-run"],
        ["reproduce", name], ["report", name],
        ["annotate", name], ["show", Self.hostile], ["archive", "export", name, "-o", "x.sqlar"],
        ["archive", "build", "--out", "site"],
      ] {
        for arguments in [words, words + ["--json"]] {
          let ended = try program.run(arguments)
          expectHarmless(ended, arguments)
          if (ended.output + ended.messages).contains("\\u{1b}[31m") { shown += 1 }
        }
      }
      // Names were shown, in another form than their own.
      #expect(shown > 15)
      guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else { return }
      for words in ["export \"$NAME\"", "export --view metrics \"$NAME\"", "list", "show \"$NAME\""] {
        let seen = try program.seen("\"$PROGRAM\" \(words)", ["NAME": name])
        #expect(Self.obeyed(seen.replacing("\r\n", with: "\n")) == [], "\(words)")
        if !words.hasPrefix("export") { #expect(seen.contains("\\u{1b}[31m"), "\(words): \(seen)") }
      }
    }
  }

  @Test
  func `nothing in a specification, a path or an argument reaches a terminal raw`() throws {
    try Program.inFolder { program in
      let escaped = "\\u001b[31m\\u009b2J\\u202e\\u0007\\u200b"
      let question = Program.small.replacing("Does it go all the way?", with: "\"\(escaped)\"")
      try program.write(question, to: "small.yaml")
      let odd = "\u{1B}[31m\u{202E}.yaml"
      try program.write(question, to: odd)
      try program.write(Program.small.replacing("epochs: 4", with: "\"\(escaped)\": 4"), to: "key.yaml")
      try program.write(Program.small.replacing("synthetic-digits", with: "\"\(escaped)\""), to: "name.yaml")
      try program.write("claims: { \"\(escaped)\": 1 }", to: "claims.yaml")
      for words in [
        ["run", "small.yaml", "~tune", "--dry-run"], ["run", "small.yaml", "~tune", "--dry-run", "--json"],
        ["run", "small.yaml", "~tune"], ["show", "small"], ["show", "small", "--json"], ["list"],
        ["run", odd, "--dry-run"], ["check", odd], ["check", "key.yaml"], ["check", "name.yaml"],
        ["check", "name.yaml", "--json"], ["run", "small.yaml", "trial.\(Self.hostile)=3"],
        ["claims", "--claims", "claims.yaml"], ["run", Self.hostile], ["--\(Self.hostile)"], [Self.hostile],
        ["verify", Self.hostile], ["archive", "import", Self.hostile], ["new", "experiment", Self.hostile],
        ["data", "show", Self.hostile], ["list", "--sort", Self.hostile], ["collect", Self.hostile],
      ] { expectHarmless(try program.run(words), words) }
    }
  }
}

extension Program {
  /// What a terminal gets of a shell's command.
  fileprivate func seen(_ command: String, _ names: [String: String]) throws -> String {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/script")
    process.arguments = ["-qec", command, "/dev/null"]
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(names) { $1 }
      .merging(["PROGRAM": Self.executable.path, "TERM": "xterm", "COLUMNS": "1000"]) { $1 }
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text
  }
}
