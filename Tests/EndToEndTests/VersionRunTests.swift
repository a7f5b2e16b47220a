import Foundation
import Testing

/// Earlier versions, trials that were tried in vain, and names that meet other folders, with the built program.
@Suite(.serialized)
struct VersionRunTests {
  @Test
  func
    `every trial of every version is reached by links alone and found by the search, and the report beside it is as before`()
    throws
  {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml")
      try program.expect(0, "run", "small.yaml", "trial.training.epochs=2")
      try program.expect(0, "archive", "build")
      let site = program.folder.appending(path: "results/site")
      let reached = try Self.pages(linkedIn: site)
      let trials = try FileManager.default.contentsOfDirectory(atPath: site.appending(path: "trial").path).sorted()
      #expect(trials.count == 16)
      #expect(trials.filter { !reached.contains("trial/\($0)") } == [])
      let data = try String(contentsOf: site.appending(path: "data/search.js"), encoding: .utf8)
      #expect(trials.allSatisfy { data.contains($0.dropLast(".html".count)) })
      #expect(data.contains("[\"small~1\",") && data.contains("\"experiments/small/trials.html#version-1\""))
      let page = try String(contentsOf: site.appending(path: "experiments/small/trials.html"), encoding: .utf8)
      #expect(
        page.contains("8 trials, none of them a trial of a newer version") && page.contains("to tune: value 2, by seed")
      )
      try program.expect(0, "report", "small")
      #expect(!String(decoding: try program.bytes("results/small/index.html"), as: UTF8.self).contains("trials.html"))
    }
  }

  /// The pages that links lead to from the first one, scripts off.
  private static func pages(linkedIn site: URL) throws -> Set<String> {
    var (known, next): (Set<String>, [String]) = (["index.html"], ["index.html"])
    while let path = next.popLast() {
      let url = site.appending(path: path)
      let page = try String(contentsOf: url, encoding: .utf8)
      for link in page.matches(of: /<a [^>]*href="([^"#:]+\.html)/) {
        let target = url.deletingLastPathComponent().appending(path: String(link.1)).standardizedFileURL.path
        let found = String(target.dropFirst(site.standardizedFileURL.path.count).drop { $0 == "/" })
        if known.insert(found).inserted { next.append(found) }
      }
    }
    return known
  }

  @Test
  func `lists and pages name earlier versions, an export takes one of them, and a check names the one it was of`()
    throws
  {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml")
      #expect(try !program.run("list").output.contains("versions"))
      try program.expect(0, "run", "small.yaml", "trial.training.epochs=2")
      #expect(try program.run("list", "--columns", "name,versions").output == "name   versions\nsmall         2\n")
      #expect(try program.run("list").output.hasPrefix("name   versions"))
      #expect(try program.run("show", "small").output.hasSuffix("trials: 4/4\nearlier versions: small~1\n"))
      #expect(try program.run("show", "small", "--json").output.contains(#""earlierVersions":["small~1"]"#))
      #expect(try program.run("show", "small~1", "--json").output.contains(#""earlierVersions":[]"#))
      let twice = try program.run("archive", "export", "small", "small~1", "-o", "x.sqlar")
      #expect(twice.code == 64 && twice.messages.contains("needs a file of its own"), "\(twice)")
      let again = try program.run("reproduce", "small~1", "--trials", "1")
      #expect(
        again.code == 0 && again.messages.contains("dropout-lab report 'small~1' --out FOLDER\n"), "\(again.messages)")
      try program.expect(0, "report", "small")
      let page = program.folder.appending(path: "results/small/index.html")
      let newest = try Data(contentsOf: page)
      let earlier = try program.run("report", "small~1")
      #expect(
        earlier.code == 64 && earlier.messages.contains("whose page it would replace; --out FOLDER"), "\(earlier)")
      #expect(try Data(contentsOf: page) == newest)
      try program.expect(0, "report", "small~1", "--out", "earlier")
      try program.expect(0, "verify")
    }
  }

  @Test
  func `a trial that was tried in vain is shown with its attempts`() throws {
    try Program.inFolder { program in
      let stopped = try program.run(
        "run", "small.yaml", "~tune", "trial.training.epochs=200000", "--timeout", "0.2", "--jobs", "4")
      #expect(stopped.code == 2, "\(stopped)")
      let listed = try program.run("list", "small", "--columns", "id,status", "--json").output
      let id = try #require(listed.firstMatch(of: /"id":"([0-9a-f]{64})"/)?.1).description
      let shown = try program.run("show", String(id.prefix(8)))
      #expect(shown.code == 0 && shown.output.hasPrefix("trial \(id)\nsmall: configuration 0"), "\(shown)")
      #expect(shown.output.contains("\nno outcome\n\nattempt timed out after "))
      let json = try program.run("show", String(id.prefix(8)), "--json").output
      #expect(json.contains(#""status":"open""#) && json.contains(#""state":"timedOut""#))
      try program.expect(0, "archive", "build")
      let page = String(decoding: try program.bytes("results/site/experiments/small/trials.html"), as: UTF8.self)
      #expect(page.contains("<code>\(id.prefix(8))</code>") && page.contains("timed out after"), "\(page)")
      #expect(page.contains("0 (no outcome) 1 (no outcome)"))
    }
  }

  @Test
  func `a report and a notebook do not go into a site or beside an archive of its own`() throws {
    try Program.inFolder { program in
      try program.expect(0, "run", "small.yaml", "name=site")
      try program.expect(0, "run", "small.yaml", "name=published")
      try program.expect(0, "archive", "build")
      try program.expect(0, "run", "small.yaml", "--results", "results/published")
      let before = try program.bytes("results/site/index.html")
      for (name, what) in [("site", "a site that"), ("published", "the folder of an archive")] {
        let refused = try program.run("report", name)
        #expect(refused.code == 73 && refused.messages.contains("results/\(name) is \(what)"), "\(refused)")
        try program.write("---\ntitle: Words\n---\n\nOnly words.\n", to: "\(name).md")
        let notebook = try program.run("run", "\(name).md")
        #expect(notebook.code == 73 && notebook.messages.contains("results/\(name) is \(what)"), "\(notebook)")
      }
      let all = try program.run("report")
      #expect(all.code == 0 && all.messages.contains("results/site is a site"), "\(all)")
      #expect(try program.run("report", "--out", "results/site").code == 73)
      #expect(try program.bytes("results/site/index.html") == before)
      #expect(try !program.files().contains("results/published/index.html"))
      for name in ["site", "published"] {
        let forgotten = try program.run("forget", name, "--yes")
        #expect(forgotten.code == 0 && !forgotten.messages.contains("its pages stay"), "\(forgotten.messages)")
      }
      try program.expect(0, "run", "small.yaml")
      try program.expect(0, "report", "small")
      let forgotten = try program.run("forget", "small", "--yes")
      #expect(forgotten.messages.contains("results/small: its pages stay; 'dropout-lab gc --yes' removes them"))
      try program.expect(0, "gc", "--yes")
      #expect(try !program.files().contains { $0.hasPrefix("results/small/") })
    }
  }

  @Test
  func `factors that a spreadsheet would run are plain text in every CSV`() throws {
    try Program.inFolder { program in
      try program.write(
        "seed,formula,shift,test.error\n0,=1+1,-1.5,0.2\n1,=1+1,-1.5,0.3\n0,plain,-1.5,0.1\n1,plain,-1.5,0.2\n",
        to: "runs.csv")
      let imported = try program.run("import", "runs.csv", "--factors", "formula,shift")
      #expect(imported.code == 0, "\(imported)")
      try program.expect(0, "report", "runs")
      let written = String(decoding: try program.bytes("results/runs/runs.csv"), as: UTF8.self)
      for text in [try program.run("export", "runs").output, written] {
        #expect(text.contains("'=1+1") && !text.contains(",=1+1") && !text.contains("'-1.5"), "\(text.prefix(300))")
      }
    }
  }
}
