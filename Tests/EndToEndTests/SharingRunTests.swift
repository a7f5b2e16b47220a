import Foundation
import GRDB
import Testing

/// Sharing, annotating and forgetting with the built program.
@Suite(.serialized)
struct SharingRunTests {
  @Test
  func `an export is the same bytes twice, and its pages come out again elsewhere`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "+keep=weights")
      try program.expect(0, "annotate", "small", "--tag", "tried", "--note", "<script>alert(1)</script>", "--star")
      try program.expect(0, "reproduce", "small", "--trials", "1")
      try program.expect(0, "report", "small")
      let first = try program.run("archive", "export", "small", "-o", "one.sqlar")
      try program.expect(0, "archive", "export", "small", "-o", "two.sqlar")
      #expect(try program.bytes("one.sqlar") == program.bytes("two.sqlar"))
      let digest = try #require(first.output.split(separator: "\n").last?.split(separator: " ").last).description
      try program.bytes("one.sqlar").write(to: program.folder.appending(path: "one.sqlite"))
      for name in ["one.sqlar", "one.sqlite"] {
        let verified = try program.run("verify", name)
        let said = "\(name): 1 experiment, 8 trials, every entry; digest \(digest)\n\nNothing differs.\n"
        #expect(verified.code == 0 && verified.output == said, "\(verified)")
      }
      let all = try program.run("verify", ".").output
      #expect(all.contains("./one.sqlar: 1 experiment, ") && all.contains("./two.sqlar: 1 experiment, "), "\(all)")
      try program.expect(0, "archive", "import", "one.sqlar", "--digest", digest, "--results", "there")
      try program.expect(0, "report", "small", "--results", "there")
      for page in ["index.html", "learning-curves.png", "small.csv", "small.json"] {
        #expect(try program.bytes("results/small/\(page)") == program.bytes("there/small/\(page)"), "\(page)")
      }
      for condition in ["tags = tried", "starred = yes and notes ~ script"] {
        let listed = try program.run(
          "list", "--where", condition, "--columns", "name,trials,starred,tags,notes", "--results", "there")
        #expect(
          listed.output == """
            name   trials  starred  tags   notes
            small     4/4  ★        tried  <script>alert(1)</script>

            """)
      }
      let others = try program.run("list", "--where", "starred = no", "--results", "there", "--json")
      #expect(others.output.contains(#""experiments":[]"#))
      let trials = try program.run("list", "small", "--where", "starred = no", "--columns", "trial,starred")
      #expect(trials.output.split(separator: "\n").count == 9, "\(trials.output)")
      let usual = try program.run("list", "--results", "there").output.split(separator: "\n").map {
        $0.split(separator: " ")
      }
      #expect(usual[0].suffix(3) == ["starred", "tags", "question"])
      #expect(usual[1].dropLast(6).suffix(2) == ["★", "tried"])
      let json = try program.run("list", "--results", "there", "--json").output
      #expect(json.contains(#""starred":true,"tags":["tried"],"notes":["<script>alert(1)</script>"],"#))
      #expect(try program.run("show", "small", "--results", "there", "--json").output.contains("<script>alert(1)"))
      try program.expect(65, "archive", "import", "one.sqlar", "--digest", "0", "--results", "there")
      var bytes = try program.bytes("one.sqlar")
      bytes[bytes.count / 2] ^= 1
      try bytes.write(to: program.folder.appending(path: "one.sqlar"))
      try program.expect(65, "archive", "import", "one.sqlar", "--results", "there")
      let changed = try program.run("verify", "one.sqlar")
      #expect(changed.code == 3 && changed.output.contains("\none.sqlar: contents\n"), "\(changed)")
      #expect(changed.output.contains("its seal does not fit: it was cut off or changed"), "\(changed)")
      try program.expect(66, "archive", "import", "none.sqlar", "--results", "there")
      let nowhere = try program.run("archive", "export", "small", "-o", "nowhere/three.sqlar")
      #expect(nowhere.code == 73)
      #expect(nowhere.messages.contains("nowhere/three.sqlar: cannot write the export: No such file or directory"))
      try program.expect(64, "archive", "import", "two.sqlar", "--dry-run", "--results", "small.yaml")
      try program.expect(65, "archive", "import", "one.sqlar", "--results", "elsewhere")
      try program.expect(65, "archive", "import", "two.sqlar", "--digest", "0", "--results", "elsewhere")
      #expect(try program.files().allSatisfy { !$0.hasPrefix("elsewhere") })
    }
  }

  @Test
  func `what another machine takes in verifies, exports the same numbers and is trained again bit for bit`() throws {
    try Program.inFolder { here in
      try here.expect(0, "run", "small.yaml", "+keep=weights")
      try here.expect(0, "archive", "export", "small", "-o", "small.sqlar")
      let numbers = try here.run("export", "small").output
      try Program.inFolder { there in
        // Nothing but the one file goes along: another home, another working folder, no experiment.
        var there = there
        there.home = there.folder.appending(path: "home")
        try FileManager.default.removeItem(at: there.folder.appending(path: "small.yaml"))
        try here.bytes("small.sqlar").write(to: there.folder.appending(path: "small.sqlar"))
        try there.expect(0, "archive", "import", "small.sqlar")
        let verified = try there.run("verify")
        #expect(verified.code == 0 && verified.output.hasSuffix("\nNothing differs.\n"), "\(verified.output)")
        #expect(try there.run("export", "small").output == numbers)
        let again = try there.run("reproduce", "small", "--trials", "5")
        #expect(again.code == 0 && again.output.contains("5 of 8 trials reproduced bit for bit"), "\(again.output)")
        try there.expect(0, "verify")
      }
    }
  }

  @Test
  func `gc frees what an interrupted build of a site has left, with all its bytes`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune")
      let left = ".site.D03F8B1D-DCA2-4921-AF41-63C377E22B0F.tmp"
      let folder = program.folder.appending(path: "results/\(left)")
      let inner = folder.appending(path: "trial/.x.D03F8B1D-DCA2-4921-AF41-63C377E22B0E.tmp")
      try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
      try Data(count: 700).write(to: folder.appending(path: "index.html"))
      try Data(count: 300).write(to: inner.appending(path: "page.html"))
      for path in [folder, inner] {
        let attributes = [FileAttributeKey.modificationDate: Date(timeIntervalSinceNow: -7200)]
        try FileManager.default.setAttributes(attributes, ofItemAtPath: path.path)
      }
      let expected = "1000\t\(left)\n0\t0 trials that no experiment names\n1000 bytes would be freed\n"
      #expect(try program.run("gc").output == expected)
      try program.expect(0, "gc", "--yes")
      #expect(try program.files().allSatisfy { !$0.contains(".site") })
    }
  }

  @Test
  func `gc removes the pictures of a forgotten report, and nobody else's`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune")
      try program.expect(0, "report", "small")
      let own = program.folder.appending(path: "results/small/my-photo.png")
      try Data([1, 2, 3]).write(to: own)
      let drawn = try program.files().filter { $0.hasPrefix("results/small/") && $0.hasSuffix(".png") }
      #expect(drawn.count > 1)
      try program.expect(0, "forget", "small", "--yes")
      try program.expect(0, "gc", "--yes")
      #expect(try program.files().filter { $0.hasPrefix("results/small/") } == ["results/small/my-photo.png"])
    }
  }

  @Test
  func `an output goes through a link and into a device, of which neither is replaced`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune")
      let link = program.folder.appending(path: "link.csv")
      try Data("old".utf8).write(to: program.folder.appending(path: "real.csv"))
      try FileManager.default.createSymbolicLink(atPath: link.path, withDestinationPath: "real.csv")
      try program.expect(0, "export", "small", "-o", "link.csv")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "real.csv")
      #expect(try program.bytes("real.csv").count > 100)
      let piped = try program.run("export", "small", "-o", "/dev/stdout")
      let written = try program.bytes("real.csv")
      #expect(piped.code == 0 && Data(piped.output.utf8) == written)
      let refused = try program.run("archive", "export", "small", "-o", "/dev/stdout")
      #expect(refused.code == 73 && refused.messages.contains("what is no file"), "\(refused.messages)")
    }
  }

  /// The first block of code of a kind in a page of the documentation.
  private static func example(_ kind: String, in page: String) throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "docs/\(page)"), encoding: .utf8)
    let begin = try #require(text.firstRange(of: "```\(kind)\n")).upperBound
    let end = try #require(text[begin...].firstRange(of: "```")).lowerBound
    return String(text[begin..<end])
  }

  @Test
  func `the query of the documentation finds a row for every width and rate`() throws {
    let query = try Self.example("sql", in: "archive.md")
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune")
      let queue = try DatabaseQueue(path: program.folder.appending(path: "results/archive.sqlite").path)
      let rows = try queue.read { try Row.fetchAll($0, sql: query) }
      #expect(rows.map { $0["width"] as Int? } == [16, 16])
      #expect(rows.map { $0["rate"] as Double? } == [nil, 0.2])
    }
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
  func `the example of the documentation reads what the program exports`() throws {
    let example = try Self.example("python", in: "archive-format.md")
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune")
      try program.expect(0, "archive", "export", "small", "-o", "small.sqlar")
      try program.write(example, to: "example.py")
      let python = Process()
      let output = Pipe()
      python.executableURL = URL(filePath: "/usr/bin/python3")
      python.arguments = ["example.py", "small.sqlar"]
      python.currentDirectoryURL = program.folder
      python.standardOutput = output
      try python.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      python.waitUntilExit()
      #expect(python.terminationStatus == 0)
      let finals = try program.run("export", "--view", "finals", "small", "--format", "json").output
      let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
      #expect(lines.count == 4)
      for line in lines { #expect(finals.contains("\"test_error\":\(line[1])") && finals.contains(line[0])) }
    }
  }

  @Test
  func `forgetting asks for the name, says what goes, and gc removes the pages`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune")
      try program.expect(0, "report", "small")
      try program.write("mine", to: "results/small/notes.txt")
      let asked = try program.run("forget", "small")
      #expect(asked.code == 64 && asked.messages.contains("4 trials") && asked.messages.contains("nothing was removed"))
      let newest = try program.run("forget", "latest", "--yes")
      #expect(newest.code == 64 && newest.messages.contains("'latest' is 'small' now"), "\(newest.messages)")
      #expect(try program.run("gc").output.hasSuffix("\n0 bytes would be freed\n"))
      let forgotten = try program.run("forget", "small", "--yes")
      #expect(forgotten.code == 0 && forgotten.output.contains("removed 4 trials"))
      try program.expect(66, "show", "small")
      let verified = try program.run("verify")
      #expect(verified.code == 0 && verified.output.contains("its experiment was forgotten"), "\(verified.output)")
      #expect(try program.run("gc").output.contains("small/index.html"))
      #expect(try program.files().contains("results/small/index.html"))
      try program.expect(0, "gc", "--yes")
      #expect(try program.files().filter { $0.hasPrefix("results/small/") } == ["results/small/notes.txt"])
      #expect(try program.run("archive", "stats").output.contains("\n0 trials, "))
      #expect(try program.run("archive", "stats").output.contains("\nnothing trained\n"))
    }
  }
}

extension Program {
  func bytes(_ path: String) throws -> Data { try Data(contentsOf: folder.appending(path: path)) }
}
