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
      try program.expect(0, "annotate", trial, "--tag", "odd", "--note", "Look\nagain.")
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
  func `any number of sides are compared, and a page of them stands alone`() throws {
    try inArchive { program in
      let compared = try program.run("compare", "small", "small:1", "--json")
      #expect(compared.output.hasPrefix("{\"schema\":1,\"sides\":[\"none\",\"bernoulli"), "\(compared.output)")
      let written = try program.run("compare", "small", "--report", "sides")
      #expect(written.output == "sides/index.html\n")
      let page = try String(contentsOf: program.folder.appending(path: "sides/index.html"), encoding: .utf8)
      #expect(page.contains("Paired differences") && page.contains("<svg class=\"chart\"") && !page.contains("../"))
      let wrong = try program.run("compare", "small", "--metric", "test.eror")
      #expect(wrong.code == 64 && wrong.messages.contains("did you mean 'test.error'?"))
    }
  }
}
