import Foundation
import Testing

/// Checking, training again and comparing, with the built program.
@Suite(.serialized)
struct VerifyRunTests {
  private static let spec = Program.small.replacing("seed: 3\n", with: "seed: 3\nkeep: weights\n")

  @Test
  func `a whole folder verifies, is left as it is, and every flipped byte in it is found`() throws {
    try Program.inFolder { program in
      try program.write(Self.spec, to: "small.yaml")
      try program.expect(0, "run", "small.yaml")
      try program.expect(0, "report")
      let trial = try Self.firstTrial(program)
      try program.expect(0, "export", "weights", trial, "-o", "results/kept.safetensors")
      try program.expect(0, "list")
      let before = try Self.state(program)
      let sound = try program.run("verify")
      #expect(sound.code == 0 && sound.output.hasSuffix("\nNothing differs.\n"), "\(sound.output)")
      #expect(try Self.state(program) == before)
      try Self.flip(before, in: program)
      try program.expect(0, "verify")
      try program.expect(0, "archive", "build")
      let site = try program.run("verify")
      #expect(site.code == 0 && site.output.contains("site/experiments/small/index.html: the page"), "\(site.output)")
      #expect(site.output.contains("results/site/: "), "\(site.output)")
      for name in ["trial/\(trial.prefix(16)).html", "assets/site.css", "data/search.js"] {
        let url = program.folder.appending(path: "results/site/\(name)")
        let sound = try Data(contentsOf: url)
        try (sound + Data("\n".utf8)).write(to: url)
        let changed = try program.run("verify")
        #expect(changed.code == 3 && changed.output.contains("results/site/\(name)"), "\(changed.output)")
        try FileManager.default.removeItem(at: url)
        #expect(try program.run("verify").code == 3)
        try sound.write(to: url)
      }
      try program.write("x", to: "results/site/other.txt")
      let more = try program.run("verify")
      #expect(more.code == 0 && more.output.contains("1 file that it was not made with, such as other.txt"), "\(more)")
      let claims = program.folder.appending(path: "results/site/claims.html")
      #expect(try program.run("verify", "results/site/claims.html").output.hasSuffix("\nNothing differs.\n"))
      try (try Data(contentsOf: claims) + Data("\n".utf8)).write(to: claims)
      try program.expect(3, "verify", "results/site/claims.html")
      try FileManager.default.removeItem(at: program.folder.appending(path: "results/site/.dropout-lab-site"))
      let alone = try program.run("verify", "results/site/claims.html")
      #expect(alone.code == 0 && alone.output.contains("it was not held against anything"), "\(alone)")
      #expect(alone.output.hasSuffix("\nNothing was held against anything.\n"), "\(alone)")
      let unlisted = try program.run("verify")
      #expect(unlisted.output.contains("results: 14 pages without a record, such as site/claims.html"), "\(unlisted)")
    }
  }

  @Test
  func `of very many lines that were added to a page the first are shown`() throws {
    try Program.inFolder { program in
      try program.write("f,seed,test.error\na,1,0.1\nb,1,0.2\n", to: "in.csv")
      try program.expect(0, "import", "in.csv", "--factors", "f")
      try program.expect(0, "report")
      let url = program.folder.appending(path: "results/in/index.html")
      let sound = try String(contentsOf: url, encoding: .utf8)
      let before = try #require(sound.range(of: "<body"))
      let added = (0..<40_000).map { "x\($0)\n" }.joined()
      let first = sound[..<before.lowerBound].split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
      try (sound[..<before.lowerBound] + added + sound[before.lowerBound...]).write(
        to: url, atomically: true, encoding: .utf8)
      let longer = try program.run("verify", "results/in/index.html")
      #expect(longer.code == 3 && longer.output.hasSuffix("\n21 things differ.\n"), "\(longer)")
      #expect(
        longer.output.contains("index.html: line \(first + 19)\n  expected  no such line\n  found     x19\n"),
        "\(longer.output)")
      let body = sound[before.lowerBound...].replacing("<body", with: "<body id=\"b\"", maxReplacements: 1)
      try (sound[..<before.lowerBound] + added + body).write(to: url, atomically: true, encoding: .utf8)
      let other = try program.run("verify", "results/in/index.html")
      #expect(other.code == 3 && other.output.hasSuffix("\n3 things differ.\n"), "\(other)")
      #expect(
        other.output.contains("index.html: line \(first)\n") && other.output.contains("index.html: number of lines\n"),
        "\(other.output)")
    }
  }

  /// A change of a page's words or tables needs `dropout-lab report --results results/published` beside it.
  @Test
  func `the published results verify as they are`() throws {
    let published = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "results/published")
    try Program.inFolder { program in
      let verified = try program.run("verify", published.path)
      #expect(verified.code == 0, "\(verified)")
    }
  }

  @Test
  func `a results folder below another is held against its own archive`() throws {
    try Program.inFolder { program in
      try program.write(Program.small, to: "small.yaml")
      try program.expect(0, "run", "small.yaml", "--results", "results/kept")
      try program.expect(0, "report", "--results", "results/kept")
      // The same name here means another experiment, with which the kept page has nothing to do.
      try program.expect(0, "run", "small.yaml", "seed=4")
      try program.expect(0, "report")
      let sound = try program.run("verify")
      #expect(sound.code == 0, "\(sound.output)")
      #expect(sound.output.contains("results/kept/archive.sqlite: 8 trials"), "\(sound.output)")
      #expect(sound.output.contains("results/kept/small/index.html: the page"), "\(sound.output)")
      try program.write("x", to: "results/kept/small/small.csv")
      try program.expect(3, "verify")
    }
  }

  @Test
  func `the folder of a report is held against the archive that its page is held against`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune")
      try program.expect(0, "report")
      let page = try program.run("verify", "results/small/index.html")
      for folder in ["results/small", "results/small/"] {
        let inside = try program.run("verify", folder)
        #expect(inside.code == 0 && inside.output.replacing("//", with: "/") == page.output, "\(inside.output)")
      }
      // Elsewhere the archive of --results answers.
      let results = program.folder.appending(path: "results")
      let away = program.folder.appending(path: "away")
      try FileManager.default.moveItem(at: results.appending(path: "small"), to: away)
      let moved = try program.run("verify", "away")
      let note = "note: what lies in no results folder is held against results/archive.sqlite; --results names"
      #expect(moved.code == 0 && moved.output.contains(note), "\(moved.output)")
    }
  }

  /// Flips one byte in each file but the archive, nine times over, and expects all files to be named each time.
  ///
  /// Pages take turns with what they tell of. The archive's bytes are flipped in `VerifyingTests`: damaged, it could not
  /// answer for the others.
  private static func flip(_ sound: [String: Data], in program: Program) throws {
    let files = sound.filter { !$0.key.hasPrefix("results/archive.sqlite") }.sorted { $0.key < $1.key }
    var state: UInt64 = 20_261_128
    var flips = 0
    for round in 0..<18 {
      let flipped = files.filter { $0.key.hasSuffix(".html") == (round % 2 == 0) }
      for (path, data) in flipped {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var bytes = [UInt8](data)
        bytes[Int((state >> 20) % UInt64(bytes.count))] ^= 1 << UInt8((state >> 56) % 8)
        try Data(bytes).write(to: program.folder.appending(path: path))
        flips += 1
      }
      let found = try program.run("verify", "--json")
      #expect(found.code == 3)
      for (path, _) in flipped { #expect(found.output.contains("{\"file\":\"\(path)\""), "\(path) in \(round)") }
      for (path, data) in flipped { try data.write(to: program.folder.appending(path: path)) }
    }
    #expect(flips >= 100, "\(flips)")
  }

  @Test
  func `trials are trained again bit for bit, and the page says so`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml")
      let first = try program.run("reproduce", "small", "--trials", "2")
      #expect(first.code == 0 && first.output.contains("2 of 8 trials reproduced bit for bit on "), "\(first.messages)")
      #expect(first.output.contains("seed 0"))
      let all = try program.run("reproduce", "small", "--trials", "all", "--jobs", "2", "--json")
      #expect(all.code == 0 && all.output.contains("\"drawn\":8,\"population\":8"), "\(all.output)")
      #expect(all.output.contains("\"seed\":\"1\""))
      try program.expect(0, "report", "small")
      let page = try String(contentsOf: program.folder.appending(path: "results/small/index.html"), encoding: .utf8)
      #expect(page.contains("<span class=\"tag good\">8 of 8 trials reproduced bit for bit on "))
      try program.expect(0, "verify")
      let kept = try program.run("reproduce", "small", "--trials", "1", "--no-record", "--seed", "7")
      #expect(kept.code == 0)
      try program.expect(0, "verify")
      let stamp = program.folder.appending(path: "results/archive.sqlite.sha256")
      try FileManager.default.removeItem(at: stamp)
      try FileManager.default.createDirectory(
        at: stamp.appending(path: "in the way"), withIntermediateDirectories: true)
      let told = try program.run("reproduce", "small", "--trials", "1")
      #expect(told.code == 73 && told.output.contains("small: 1 of 8 trials reproduced bit for bit"), "\(told)")
      try FileManager.default.removeItem(at: stamp)
      try program.expect(66, "reproduce", "large")
      try program.expect(64, "reproduce", "small", "--trials", "0")
    }
  }

  @Test
  func `what another experiment asks of the same trials makes them no others`() throws {
    try Program.inFolder { program in
      let plain = Program.small.replacing("name: small", with: "name: plain")
      let asking = "name: rich\ninference: [weightScaling, { monteCarlo: { samples: 2 } }]\nprobes: [redundancy]"
      try program.write(plain, to: "plain.yaml")
      try program.write(plain.replacing("name: plain", with: asking), to: "rich.yaml")
      try program.expect(0, "run", "plain.yaml", "~tune")
      try program.expect(0, "run", "plain.yaml", "~tune", "--results", "alone")
      try program.expect(0, "run", "rich.yaml", "~tune")
      let again = try program.run("reproduce", "plain", "--trials", "all")
      #expect(again.code == 0 && again.output.contains("4 of 4 trials reproduced bit for bit"), "\(again)")
      for sides in [["results", "alone"], ["alone", "results"]] {
        let same = try program.run("diff", sides[0], sides[1], "--experiment", "plain")
        #expect(same.code == 0 && same.output.contains("4 trials are the same"), "\(same)")
      }
    }
  }

  @Test
  func `archives that are the same, and what differs between those that are not`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "--results", "one")
      try program.expect(0, "run", "small.yaml", "--results", "two", "--jobs", "1")
      let same = try program.run("diff", "one", "two")
      #expect(same.code == 0 && same.output.contains("small: nothing differs; 8 trials are the same"), "\(same.output)")
      try program.expect(0, "run", "small.yaml", "replicates=3", "--results", "two")
      let more = try program.run("diff", "one", "two")
      #expect(more.code == 3 && more.output.contains("none, replicate 2\n    A  –\n    B  finished"), "\(more.output)")
      try program.expect(0, "run", "small.yaml", "seed=4", "--results", "three")
      let other = try program.run("diff", "one/archive.sqlite", "three", "--json")
      #expect(other.code == 3)
      #expect(other.output.contains("\"kind\":\"trial\",\"what\":\"none, replicate 0, the batch order\""))
      let fields = #""kind":"specification","what":"seed","left":"3","right":"4""#
      #expect(other.output.contains(fields), "\(other.output)")
      try program.expect(66, "diff", "one", "nowhere")
      let versions = try program.run("diff", "small~1", "small", "--results", "two")
      #expect(
        versions.code == 3 && versions.output.contains("specification: replicates\n    A  2\n    B  3"), "\(versions)")
      #expect(try program.run("diff", "small", "one", "--results", "one").code == 0)
      try program.expect(66, "diff", "small~2", "small", "--results", "two")
      try program.expect(64, "diff", "small~1", "small", "--results", "two", "--experiment", "small")
    }
  }

  @Test
  func `trials of other specifications differ by a field, and many that one side has alone are counted`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "~tune", "--results", "one")
      let change = ["trial.dataset.test=200", "replicates=13"]
      try program.expect(0, "run", "small.yaml", "~tune", change[0], change[1], "--results", "two")
      let told = try program.run("diff", "one", "two").output
      #expect(told.contains("  specification: replicates\n    A  2\n    B  13\n"), "\(told)")
      #expect(told.contains("  trial: none, replicate 0, dataset.test\n    A  100\n    B  200\n"), "\(told)")
      #expect(told.hasSuffix("\n  trials: 22 that B alone has; --json names them\n"), "\(told)")
      #expect(try program.run("diff", "one", "two", "--json").output.contains("bernoulli 0.2, replicate 12"))
    }
  }

  private static func firstTrial(_ program: Program) throws -> String {
    let export = try program.run("export", "small")
    let line = try #require(export.output.split(separator: "\r\n").dropFirst().first)
    return try #require(line.split(separator: ",").first.map(String.init))
  }

  private static func state(_ program: Program) throws -> [String: Data] {
    let results = program.folder.appending(path: "results")
    var state: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: results.path) {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: results.appending(path: path).path, isDirectory: &isFolder)
      if !isFolder.boolValue { state["results/\(path)"] = try Data(contentsOf: results.appending(path: path)) }
    }
    return state
  }
}
