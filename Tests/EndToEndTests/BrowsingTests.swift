import Foundation
import Testing

/// What can be asked of an archive, with the built program.
@Suite(.serialized)
struct BrowsingTests {
  /// A question that would be markup if anything took it for that.
  private static let question = "<script>alert(1)</script> & \"quotes\""

  private func inArchive(_ body: (Program) throws -> Void) throws {
    try Program.inFolder { program in
      let hostile = Program.small.replacing(
        "question: Does it go all the way?", with: "question: '\(Self.question)'")
      try hostile.write(to: program.folder.appending(path: "small.yaml"), atomically: true, encoding: .utf8)
      #expect(try program.run("run", "small.yaml").code == 0)
      try body(program)
    }
  }

  @Test
  func `where no archive is none is made, and a file is no folder of one`() throws {
    try Program.inFolder { program in
      #expect(try program.run("archive", "build").code == 66)
      #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: "results").path))
      try "".write(to: program.folder.appending(path: "results"), atomically: true, encoding: .utf8)
      for verb in [["archive", "build"], ["serve", "--port", "0"], ["run", "small.yaml"], ["gc"]] {
        let refused = try program.run(verb)
        #expect(refused.code == 64 && refused.messages.contains("--results is 'results', a file"), "\(verb)")
      }
    }
  }

  @Test
  func `a site has a page per trial, whole links, no script within, and comes out the same twice`() throws {
    try inArchive { program in
      let built = try program.run("archive", "build")
      #expect(built.code == 0 && built.output == "results/site/index.html\n", "\(built.messages)")
      let site = program.folder.appending(path: "results/site")
      let files = try FileManager.default.subpathsOfDirectory(atPath: site.path).filter { $0.contains(".") }.sorted()
      #expect(files.count { $0.hasPrefix("trial/") } == 8)
      for path in files where path.hasSuffix(".html") {
        let page = try String(contentsOf: site.appending(path: path), encoding: .utf8)
        #expect(!page.contains("<script>") && !page.contains("http://"), "\(path)")
        for link in page.matches(of: /(?:href|src)="([^"#:]+)/) {
          let target = site.appending(path: path).deletingLastPathComponent().appending(path: String(link.1))
          #expect(FileManager.default.fileExists(atPath: target.standardizedFileURL.path), "\(path): \(link.1)")
        }
      }
      let audits = try files.filter { $0.hasPrefix("trial/") }.compactMap { path in
        let page = try String(contentsOf: site.appending(path: path), encoding: .utf8)
        return page.range(of: "<h2>Mask audit</h2>").map { page[$0.upperBound...].prefix(600) }
      }
      #expect(audits.count == 4)
      // Rate .2, inverted: a fifth is 0, the mean is 1 and the variance .2 / .8.
      for audit in audits { #expect(audit.contains(/\ \(20\.00\)<td>[\d.]+ \(1\.0000\)<td>[\d.]+ \(0\.2500\)/)) }
      let data = try String(contentsOf: site.appending(path: "data/search.js"), encoding: .utf8)
      #expect(data.contains("\\u003cscript>") && !data.contains("<script"))
      let before = try files.map { try Data(contentsOf: site.appending(path: $0)) }
      #expect(try program.run("archive", "build").code == 0)
      #expect(try files.map { try Data(contentsOf: site.appending(path: $0)) } == before)
    }
  }

  @Test
  func `stars, tags and notes stand on the pages of what they are about, and the site is verified with them`() throws {
    try inArchive { program in
      let listed = try program.run("list", "small", "--columns", "trial", "--where", "purpose=measurement").output
      let trial = String(listed.split(separator: "\n")[1])
      try program.expect(0, "annotate", "small", "--tag", "tried", "--star", "--note", "<script>alert(2)</script>")
      try program.expect(0, "annotate", trial, "--tag", "odd", "--note", "Look\r\nagain.")
      try program.expect(0, "archive", "build")
      let site = program.folder.appending(path: "results/site")
      for path in ["index.html", "experiments/small/index.html"] {
        let page = try String(contentsOf: site.appending(path: path), encoding: .utf8)
        #expect(page.contains("<span class=\"tag\">★</span> <span class=\"tag\">tried</span>"), "\(path)")
        #expect(page.contains("&lt;script&gt;alert(2)&lt;/script&gt;") && !page.contains("<script>"), "\(path)")
      }
      let files = try FileManager.default.contentsOfDirectory(atPath: site.appending(path: "trial").path)
      let file = try #require(files.first { $0.hasPrefix(trial) })
      let page = try String(contentsOf: site.appending(path: "trial/\(file)"), encoding: .utf8)
      #expect(page.contains("<span class=\"tag\">odd</span>") && page.contains("<p class=\"note\">again.</p>"))
      let data = try String(contentsOf: site.appending(path: "data/search.js"), encoding: .utf8)
      #expect(data.contains("\"★ tried \\u003cscript>alert(2)") && data.contains("\"odd Look again.\""))
      let verified = try program.run("verify")
      #expect(verified.code == 0 && verified.output.contains("small/index.html: the page, "), "\(verified.output)")
      try program.expect(0, "annotate", "small", "--untag", "tried")
      let later = try program.run("verify")
      #expect(later.code == 0 && later.output.contains("'dropout-lab archive build' brings it up to date"))
      let marked = try program.run("list", "small", "--where", "tags=odd", "--columns", "trial,starred,tags,notes")
      #expect(marked.output == "trial     starred  tags  notes\n\(trial)           odd   Look\\u{a}again.\n")
    }
  }

  @Test
  func `lists are filtered, sorted and refused with the column of what is wrong`() throws {
    try inArchive { program in
      let found = try program.run(
        "list", "small", "--where", "dropout=bernoulli and purpose=measurement", "--sort", "-replicate", "--columns",
        "replicate,status")
      #expect(found.output == "replicate  status\n1          completed\n0          completed\n")
      let none = try program.run("list", "--where", "dropout=gaussian", "--columns", "name")
      #expect(none.output == "name\n")
      let wrong = try program.run("list", "--where", "status=finished and dropuot=none")
      #expect(
        wrong.code == 64 && wrong.messages.contains("column 21: there is no field 'dropuot' (did you mean 'dropout'?"))
      #expect(try program.run("status", "small").output.hasPrefix("small: not running\n"))
    }
  }

  @Test
  func `a trial is listed by its whole id, too`() throws {
    try inArchive { program in
      let listed = try program.run("list", "small", "--columns", "trial,id", "--limit", "1").output
      let row = listed.split(separator: "\n")[1].split(separator: " ")
      #expect(row[1].count == 64 && row[1].hasPrefix(row[0]), "\(listed)")
      let json = try program.run("list", "small", "--where", "id = \(row[1])", "--json").output
      let answer = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
      let trials = try #require(answer["trials"] as? [[String: Any]])
      #expect(trials.map { $0["id"] as? String } == [String(row[1])])
    }
  }

  @Test
  func `a trial that two versions of an experiment have names it once on its page`() throws {
    try inArchive { program in
      try program.expect(0, "run", "small.yaml", "replicates=3")
      try program.expect(0, "archive", "build")
      let folder = program.folder.appending(path: "results/site/trial")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(files.count == 10)
      for file in files {
        let page = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        let places = page.matches(
          of: /experiments\/small\/index\.html">[^<]*, (replicate [0-2]|to tune, seed 901) of small</)
        #expect(places.count == 1, "\(page)")
        let compared = page.matches(of: /Compare the configurations of small/).count
        #expect(compared == (page.contains("to tune, seed 901") ? 0 : 1), "\(page)")
      }
      let index = program.folder.appending(path: "results/site/data/search.js")
      let found = try String(contentsOf: index, encoding: .utf8)
      #expect(found.matches(of: /"to tune, seed 901"/).count == 4, "\(found)")
    }
  }

  @Test
  func `trials that experiments share are counted once above all experiments`() throws {
    try inArchive { program in
      try program.expect(0, "run", "small.yaml", "name=other")
      try program.expect(0, "archive", "build")
      let index = program.folder.appending(path: "results/site/index.html")
      let page = try String(contentsOf: index, encoding: .utf8)
      #expect(page.contains("<p class=\"question\">2 experiments, 8 finished trials.</p>"), "\(page)")
    }
  }

  @Test
  func `rows that differ read differently in a narrow terminal, and room that columns leave is used`() throws {
    try inArchive { program in
      var program = program
      for columns in [60, 40, 30] {
        program.columns = columns
        let shown = try program.run("compare", "small:0", "small:1").output
        let table = try #require(shown.split(separator: "\n\n").dropFirst().first).split(separator: "\n")
        #expect(table.allSatisfy { $0.count <= columns }, "\(shown)")
        let names = table.map { $0.split(separator: "  ", maxSplits: 1)[0] }
        #expect(Set(names).count == names.count, "\(shown)")
        #expect(columns < 60 || shown.contains("\nvalidation accuracy "), "\(shown)")
      }
    }
  }

  @Test
  func `columns of the terminal are counted, not letters`() throws {
    try Program.inFolder { program in
      var program = program
      let rows = ["日本語日本語日本語日本語,1,.1", "日本語日本語日本語日本語,2,.1", "a\u{200D}b,1,.2", "a\u{200D}b,2,.2"]
      try program.write((["label,seed,test.error"] + rows).joined(separator: "\n"), to: "wide.csv")
      try program.expect(0, "import", "wide.csv", "--factors", "label")
      for columns in [40, 80] {
        program.columns = columns
        let lines = try program.run("show", "wide").output.split(separator: "\n").filter { $0.contains("%") }
        let ends = lines.suffix(2).map { line in
          let shown = line.prefix { $0 != "%" }
          return shown.count + shown.count { "日本語".contains($0) }
        }
        #expect(ends.count == 2 && Set(ends).count == 1 && ends[0] < columns, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("a\\u{200d}b ") })
      }
    }
  }

  @Test
  func `a narrow terminal cuts the heads above numbers and leaves the numbers whole`() throws {
    try Program.inFolder { program in
      var program = program
      try program.write(Self.wide, to: "small.yaml")
      try program.expect(0, "run", "small.yaml")
      let whole = try program.run("claims").output
      #expect(whole.contains("–"), "\(whole)")
      program.columns = 60
      let claims = try program.run("claims").output
      for line in claims.split(separator: "\n").prefix(4) {
        // The last word that is left of a row is one of the whole row.
        let last = try #require(line.split(separator: " ").last)
        #expect(line.count <= 60 && whole.contains(last), "\(claims)")
      }
      let compared = try program.run("compare", "small:0", "small:1").output
      let table = try #require(compared.split(separator: "\n\n").dropFirst().first).split(separator: "\n")
      #expect(table[0].contains("difference") && table.allSatisfy { $0.count <= 60 }, "\(compared)")
      let error = try #require(table.first { $0.hasPrefix("test error ") }).split(separator: " ")
      #expect(error.dropFirst(2).count >= 3 && !error.contains { $0.contains("…") }, "\(compared)")
    }
  }

  /// Long labels of configurations, and a claim over claims, which has no interval.
  private static let wide =
    Program.small.replacing("hidden: [16]", with: "hidden: [16, 16]")
    .replacing("hidden: none }", with: "hidden: none, within: [trial.network.mlp.hidden] }") + """

        trial.network.mlp.hidden: [[16, 16], [16, 18]]
      claims:
        - id: first-of-all-claims
          statement: Dropout of a fifth lowers the error.
          contrast:
            better: { trial.network.mlp.hidden: [16, 16], trial.dropout.hidden: { bernoulli: { rate: 0.2 } } }
            than: { trial.network.mlp.hidden: [16, 16], trial.dropout.hidden: none }
          delta: 0.01
        - id: second-of-all-claims
          statement: A wider layer lowers the error.
          contrast:
            better: { trial.network.mlp.hidden: [16, 18], trial.dropout.hidden: none }
            than: { trial.network.mlp.hidden: [16, 16], trial.dropout.hidden: none }
          delta: 0.01
        - id: all-of-all-claims
          statement: All of them hold.
          allOf: [first-of-all-claims, second-of-all-claims]
      """

  @Test
  func `explain tells the trials of an experiment and what makes its configurations differ`() throws {
    try inArchive { program in
      let told = try program.run("explain", "small")
      #expect(told.output.contains("2 configurations × 2 replicates: 4 of 4 trials have an outcome, 4 of 4 to tune"))
      #expect(told.output.contains("bernoulli.rate 0.2"), "\(told.output)")
      let json = try program.run("explain", "small", "--json").output
      let answer = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
      let configurations = try #require(answer["configurations"] as? [[String: Any]])
      let trials = try configurations.map { try #require($0["trials"] as? [[String: Any]]) }
      #expect(trials.map(\.count) == [2, 2])
      let trial = try #require(trials[1][0]["trial"] as? String)
      #expect(try program.run("explain", trial).output.hasPrefix(trial.prefix(8) + "  differs from "))
      let shown = try program.run("show", trial).output
      #expect(shown.contains("small: configuration 1 (bernoulli 0.2), replicate 0\n"), "\(shown)")
      let unknown = try program.run("explain", "smal")
      #expect(unknown.code == 66 && unknown.messages.contains("did you mean 'small'?"))
    }
  }

  @Test
  func `a list says what stands in its way`() throws {
    try inArchive { program in
      let listed = try program.run("list", "small").output
      #expect(listed.split(separator: "\n")[0].contains("replicate  purpose"), "\(listed)")
      let none = try program.run("list", "--where", "name=other")
      #expect(none.code == 0 && none.messages == "no experiment fits the condition\n")
      let other = try program.run("list", "--where", "test.error < 90%")
      #expect(other.code == 64 && other.messages.contains("'test.error' is a field of trials, not of experiments"))
      #expect(try program.run("annotate", "small").output == "nothing is written about 'small'\n")
      #expect(try program.run("annotate", "small", "--tag", "two words").code == 65)
      let digest = program.folder.appending(path: "results/archive.sqlite.sha256")
      #expect(FileManager.default.fileExists(atPath: digest.path))
      #expect(try program.run("export", "--list-views", "--results", "nowhere").output.contains("finals: experiment, "))
    }
  }

  @Test
  func `any number of sides are compared, and a page of them stands alone`() throws {
    try inArchive { program in
      let compared = try program.run("compare", "small", "small:1", "--json")
      #expect(compared.output.hasPrefix("{\"schema\":1,\"sides\":[\"none\",\"bernoulli"), "\(compared.output)")
      let written = try program.run("compare", "small", "--report", "sides")
      #expect(written.output == "sides/index.html\n")
      let page = try String(contentsOf: program.folder.appending(path: "sides/index.html"), encoding: .utf8)
      #expect(page.contains("<th scope=\"col\">Difference (points)"))
      #expect(page.contains(", in percentage points.</figcaption>"))
      #expect(page.contains("Paired differences") && page.contains("<svg class=\"chart\"") && !page.contains("../"))
      #expect(try program.run("compare", "small", "--report", "sides").code == 0)
      let own = try program.run("compare", "small", "--report", ".")
      #expect(own.code == 73 && own.messages.contains("holds other files"), "\(own.messages)")
      let pair = try program.run("compare", "small:0", "small:1", "--json")
      let sides = try #require(JSONSerialization.jsonObject(with: Data(pair.output.utf8)) as? [String: Any])
      let metrics = try #require(sides["metrics"] as? [[String: Any]])
      for metric in metrics {
        let values = try ["left", "right", "difference"].map { try #require(metric[$0] as? Double) }
        #expect(abs(values[1] - values[0] - values[2]) < 1e-9, "\(metric)")
      }
      let one = try program.run("compare", "small:0", "small:1", "--metric", "test.nll").output
      #expect(one.hasPrefix("side ") && !one.prefix { $0 != "\n" }.contains("validation"), "\(one)")
      let wrong = try program.run("compare", "small", "--metric", "test.eror")
      #expect(wrong.code == 64 && wrong.messages.contains("did you mean 'test.error'?"))
    }
  }

  @Test
  func `configurations of several experiments are named with theirs`() throws {
    try inArchive { program in
      try program.expect(0, "run", "small.yaml", "name=other")
      let compared = try program.run("compare", "small:1", "other").output
      #expect(compared.contains("\nsmall: bernoulli") && compared.contains("\nother: none"), "\(compared)")
      let alone = try program.run("compare", "other", "--metric", "test.error").output
      #expect(alone.contains("\nnone ") && !alone.contains("other: "), "\(alone)")
    }
  }

  @Test
  func `versions of an experiment are named as they were asked for, and curves say which is which`() throws {
    try inArchive { program in
      try program.expect(0, "run", "small.yaml", "replicates=3")
      let pair = try program.run("compare", "small~1:0", "small:0").output
      #expect(pair.contains("small~1: none") && pair.contains("  small: none"), "\(pair)")
      let whole = try program.run("compare", "small~1", "small", "--metric", "test.error").output
      #expect(whole.contains("\nsmall~1: bernoulli") && whole.contains("\nsmall: bernoulli"), "\(whole)")
      let curves = try #require(pair.split(separator: "\n\n").last).split(separator: "\n")
      #expect(curves[0] == "error by epoch", "\(pair)")
      #expect(curves[1].hasSuffix("  small~1: none, validation") && curves[2].hasSuffix("  small: none, validation"))
      let same = try program.run("compare", "small~0:0", "small:1").output
      #expect(!same.contains("small~0") && !same.contains("small: "), "\(same)")
    }
  }

  @Test
  func `the page of a trial lists the numbers of every epoch`() throws {
    try inArchive { program in
      try program.expect(0, "archive", "build")
      let folder = program.folder.appending(path: "results/site/trial")
      let file = try #require(FileManager.default.contentsOfDirectory(atPath: folder.path).first)
      let page = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      let table = try #require(
        page.firstMatch(of: /<summary>Log: the numbers of every epoch<\/summary>(?s)(.*?)<\/details>/))
      #expect(table.1.contains("<th scope=\"col\">validation error (%)"), "\(table.1)")
      let epochs = table.1.matches(of: /<th scope="row">(\d+)/).compactMap { Int($0.1) }
      #expect(epochs.count > 1 && epochs == epochs.sorted(), "\(epochs)")
    }
  }

  @Test
  func `sides that are trials are called that, where configurations are means over replicates`() throws {
    try inArchive { program in
      let listed = try program.run("list", "small", "--columns", "trial", "--where", "purpose=measurement").output
      let trials = listed.split(separator: "\n").dropFirst().map(String.init)
      try #require(trials.count == 4)
      func compared(_ sides: [String]) throws -> (text: String, page: String) {
        let text = try program.run(["compare"] + sides + ["--metric", "test.error"]).output
        try program.run(["compare"] + sides + ["--report", "sides"])
        return (text, try String(contentsOf: program.folder.appending(path: "sides/index.html"), encoding: .utf8))
      }
      let means = try compared(["small:0", "small:1"])
      #expect(means.text.contains("; means over replicates\n"), "\(means.text)")
      #expect(means.page.contains("<figcaption><b>Training error</b>, means over replicates</figcaption>"))
      let single = try compared(Array(trials.prefix(3)))
      #expect(single.text.contains("; each side is one trial\n"), "\(single.text)")
      #expect(single.page.contains("<figcaption><b>Training error</b>, each side is one trial</figcaption>"))
      #expect(single.page.contains("Each side is one trial, at the last epoch"))
      for word in ["replicates", "onfiguration", "Paired", "Student"] {
        #expect(!single.page.contains(word), "\(word)")
      }
      let both = try compared(["small:0", trials[0]])
      #expect(
        both.text.contains("; means over replicates, or of one trial where a side is one; where sides have"),
        "\(both.text)")
      #expect(both.page.contains("<h2>Differences</h2>"))
    }
  }
}
