import Foundation
import GRDB
import Testing

/// Files beside pages, archives that are none or newer, and names in messages, with the built program.
@Suite(.serialized)
struct HeldFilesTests {
  @Test
  func `a figure and a table are held against the page beside them, and what nobody reads is refused`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml")
      try program.expect(0, "report")
      for name in ["small.csv", "learning-curves.png"] {
        let sound = try program.run("verify", "results/small/\(name)")
        #expect(sound.code == 0 && sound.output.contains("\(name): its digest in the record of index.html"), "\(sound)")
        let url = program.folder.appending(path: "results/small/\(name)")
        try (try Data(contentsOf: url) + Data("x".utf8)).write(to: url)
        let changed = try program.run("verify", "results/small/\(name)")
        #expect(changed.code == 3 && changed.output.contains("results/small/\(name): SHA-256"), "\(changed)")
      }
      let table = program.folder.appending(path: "results/small/small.csv")
      try FileManager.default.removeItem(at: table)
      try FileManager.default.createSymbolicLink(atPath: table.path, withDestinationPath: "/dev/zero")
      let device = try program.run("verify", "results/small/index.html")
      #expect(device.code == 3 && device.output.contains("small.csv: SHA-256\n"), "\(device)")
      #expect(device.output.contains("found     a folder, a pipe or a device\n"), "\(device)")
      let other = try program.run("verify", "small.yaml")
      #expect(other.code == 64 && other.messages.contains("'small.yaml' is nothing that verify reads"), "\(other)")
    }
  }

  @Test
  func `of long lines the part that differs is shown`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml")
      try program.expect(0, "report")
      let page = program.folder.appending(path: "results/small/index.html")
      var lines = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n")
      let long = try #require(lines.firstIndex { $0.count > 400 && !$0.contains("data:") && $0.hasPrefix("<") })
      let place = lines[long].index(lines[long].endIndex, offsetBy: -100)
      lines[long].replaceSubrange(place...place, with: "¤")
      try lines.joined(separator: "\n").write(to: page, atomically: true, encoding: .utf8)
      let found = try program.run("verify", "results/small/index.html")
      let shown = found.output.split(separator: "\n").filter { $0.hasPrefix("  found ") }
      #expect(found.code == 3 && shown.contains { $0.contains("…") && $0.contains("¤") }, "\(found.output)")
    }
  }

  @Test
  func `an archive of no bytes is none`() throws {
    try Program.inFolder { program in
      let results = program.folder.appending(path: "results")
      try FileManager.default.createDirectory(at: results, withIntermediateDirectories: false)
      try Data().write(to: results.appending(path: "archive.sqlite"))
      let listed = try program.run("list")
      for verified in [try program.run("verify"), try program.run("verify", "results/archive.sqlite")] {
        #expect(verified.code == 66 && verified.messages == listed.messages, "\(verified)")
      }
    }
  }

  @Test
  func `a newer archive is not served`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "--results", "results")
      let queue = try DatabaseQueue(path: program.folder.appending(path: "results/archive.sqlite").path)
      try queue.write {
        try $0.execute(
          sql: """
            INSERT INTO grdb_migrations VALUES ('99-later');
            INSERT INTO program (version, tables, since) VALUES ('99.0.0', '99-later', 1)
            """)
      }
      try queue.close()
      let refused = try program.run("serve", "--port", "0")
      #expect(refused.code == 65 && refused.messages.contains("a newer dropout-lab"), "\(refused)")
    }
  }

  @Test
  func `messages name what was asked for`() throws {
    try Program.inFolder { program in
      try program.expect(0, "data", "synthesize", "spirals", "--seed", "7")
      let spec = Program.small.replacing("name: synthetic-digits", with: "path: spirals-7")
      try program.write(spec, to: "small.yaml")
      try program.expect(0, "run", "small.yaml")
      try FileManager.default.removeItem(at: program.folder.appending(path: "spirals-7"))
      let exported = try program.run("archive", "export", "small", "--with-data", "-o", "small.sqlar")
      #expect(exported.code == 66 && exported.messages.contains("spirals-7"), "\(exported)")
      #expect(!exported.messages.contains("stays"), "\(exported)")
      let built = try program.run("archive", "build", "--out", "small.yaml/site")
      #expect(built.code == 73 && built.messages.contains("small.yaml/site: cannot"), "\(built)")
      #expect(!built.messages.contains(".tmp"), "\(built)")
    }
  }
}
