import Archive
import Experiments
import Foundation
import Testing

@testable import Server

struct ServiceTests {
  @Test
  func `earlier versions are listed, searched and asked for as on the command line`() async throws {
    let fill: (Archive) throws -> Void = { archive in
      let earlier = ServedArchive.yaml(question: "Earlier?", replicates: 3)
      let (key, open) = try ServedArchive.record(archive, yaml: earlier, finished: 5)
      let attempt = Attempt(
        trial: open[0].id, startedAt: 10, endedAt: 14, state: .failed, host: "here", message: "<b>broken",
        log: ["epoch 1", "& then"])
      try archive.record(attempt, of: key)
      try ServedArchive.record(archive)
    }
    try await ServedArchive.with(fill) { served in
      let page = await served.text("/experiments/small/trials.html")
      #expect(page.matches(of: /<a href="\.\.\/\.\.\/trial\/[0-9a-f]{16}\.html">/).count == 5)
      #expect(page.contains("<section id=\"version-1\">\n<h2>small~1</h2>") && page.contains("<dd>Earlier?"))
      #expect(page.contains("6 trials, 4 of them listed with a newer version"))
      #expect(
        page.contains("failed after 4 s: &lt;b&gt;broken</summary>\n<pre tabindex=\"0\">epoch 1\n&amp; then</pre>"))
      #expect(
        await served.text("/").contains("<a href=\"experiments/small/trials.html\">All trials, 1 earlier version</a>"))
      #expect(await served.text("/experiments/small/").contains("<a href=\"trials.html\">All trials</a>"))
      let found = await served.text("/data/search.js")
      #expect(found.contains("[\"small~1\",\"Earlier?\",") && found.matches(of: /[0-9a-f]{16}/).count == 5)
      #expect(try await served.total("/api/trials?experiment=small~1") == 6)
      #expect(try await served.total("/api/trials?experiment=small") == 4)
      for name in ["small~1", "latest~1"] {
        let row = try await served.json("/api/experiments/\(name)")["experiment"] as? [String: Any]
        #expect(row?["question"] as? String == "Earlier?" && row?["planned"] as? Int == 6, "\(name)")
        #expect(row?["versions"] as? Int == 2)
      }
      #expect(await served.text("/api/experiments/small~1/specification.yaml").contains("replicates: 3"))
      for target in ["/api/experiments/small~2", "/api/trials?experiment=small~2", "/api/experiments/none"] {
        #expect(await served.get(target).status == 404, "\(target)")
      }
      let curves = try await served.json("/api/trials?columns=id,curve&limit=1")["trials"] as? [[String: Any]]
      #expect((curves?.first?["curve"] as? [Double])?.count == 4)
      #expect(await served.get("/api/trials.csv?columns=id,curve").status == 400)
    }
  }

  // MARK: Pages

  @Test(arguments: [4, 3])
  func `every link of every page leads to a page, and no page has a script or a style that its policy refuses`(
    finished: Int
  ) async throws {
    try await ServedArchive.with({ try ServedArchive.record($0, finished: finished) }) { served in
      var open = ["/"]
      var seen: Set = ["/"]
      while let target = open.popLast() {
        let response = await served.get(target)
        #expect(response.status == 200, "\(target) is \(response.status)")
        guard response.value("content-type")?.hasPrefix("text/html") == true else { continue }
        let page = String(decoding: response.bytes, as: UTF8.self)
        let policy = try #require(response.value("content-security-policy"))
        #expect(!policy.contains("unsafe") && !page.contains("<script>") && !page.contains(" style="), "\(target)")
        #expect(page.contains("assets/live.js"), "\(target)")
        for match in page.matches(of: /(?:href|src)="([^"#]+)/) {
          let base = try #require(URL(string: "http://localhost" + target))
          let address = match.1.replacing("&amp;", with: "&")
          let link = try #require(URL(string: String(address), relativeTo: base)?.absoluteURL)
          // No icon.
          if link.absoluteString == "data:," { continue }
          #expect(link.host() == "localhost", "\(target) leads to \(match.1)")
          let next = link.path() + (link.query().map { "?" + $0 } ?? "")
          if seen.insert(next).inserted { open.append(next) }
        }
      }
      let pages = Set(seen.filter { $0.hasPrefix("/trial/") }.map { $0.prefix(23) })
      #expect(
        pages.count == finished && seen.count { $0.hasSuffix(".png") } > 2,
        "\(seen.sorted())")
      #expect(seen.count { $0.hasSuffix("/metrics.csv") } == finished, "\(seen.sorted())")
      #expect(seen.isSuperset(of: ["/experiments/small/small.csv", "/experiments/small/small.json"]))
      #expect(seen.contains { $0.hasPrefix("/comparison?side=") })
    }
  }

  @Test
  func `a trial of an earlier version is not passed off as one of the newest`() async throws {
    try await ServedArchive.with({ archive in
      try ServedArchive.record(archive)
      try ServedArchive.record(
        archive, yaml: ServedArchive.yaml().replacing("learningRate: 0.1", with: "learningRate: 0.2"))
    }) { served in
      func trials(_ rate: String) throws -> [PlannedTrial] {
        try ServedArchive.plan(ServedArchive.yaml().replacing("learningRate: 0.1", with: "learningRate: \(rate)"))
          .measurement(choices: [0, 0])
      }
      let (old, new) = (try trials("0.1")[1].id.hex, try trials("0.2")[1].id.hex)
      let page = await served.text("/trial/\(old.prefix(16)).html")
      #expect(page.contains(" of an earlier version of small"))
      #expect(page.contains("../experiments/small/trials.html"))
      #expect(!page.contains("../experiments/small/index.html") && !page.contains("../experiments/small/compare.html"))
      let other = await served.text("/trial/\(new.prefix(16)).html")
      #expect(other.contains(" of small</a>") && other.contains("../experiments/small/compare.html"))
      for (id, isNewest) in [(old, false), (new, true)] {
        let places = try #require(try await served.json("/api/trials/\(id)")["places"] as? [[String: Any]])
        #expect(places.count == 1 && places[0]["newest"] as? Bool == isNewest)
      }
    }
  }

  @Test
  func `sides are compared where the first one has measured nothing, and not where none has`() async throws {
    try await ServedArchive.with({ archive in
      try ServedArchive.record(archive) { trial, epochs in
        trial.configuration == 0 ? ServedArchive.diverged(trial) : ServedArchive.finished(trial, epochs: epochs)
      }
    }) { served in
      let sides = "side=small:0&side=small:1"
      let page = await served.text("/comparison?\(sides)")
      #expect(page.contains("2 diverged, did not train") && page.contains("test error (%)"), "\(page)")
      let metrics = try #require(try await served.json("/api/compare?\(sides)")["metrics"] as? [[String: Any]])
      let error = try #require(metrics.first { $0["metric"] as? String == "error" && $0["split"] as? String == "test" })
      let cells = try #require(error["sides"] as? [Any])
      #expect(cells[0] is NSNull && ((cells[1] as? [String: Any])?["difference"]) is NSNull)
      #expect(await served.get("/comparison?\(sides)&metric=test.error").status == 200)
      #expect(await served.text("/experiments/small/compare.html").contains("data-key=\"0.0377"))
      #expect(await served.text("/data/small.js").contains(#""lack":"2 diverged, did not train""#))
      let none = await served.get("/api/compare?side=small:0&side=small:0&metric=test.error")
      let words = String(decoding: none.bytes, as: UTF8.self)
      #expect(none.status == 400 && words.contains("have no measure") && !words.contains("measured are"), "\(words)")
    }
  }

  @Test
  func `claims are sorted by their numbers`() async throws {
    let yaml = ServedArchive.claiming(replicates: 4)
    try await ServedArchive.with({ try ServedArchive.record($0, yaml: yaml) }) { served in
      #expect(await served.text("/data/search.js").contains("\"nowhere\"]"))
      let page = await served.text("/claims.html")
      let row = try #require(page.firstMatch(of: /<tr[^>]*><th scope="row".*/)).0
      #expect(row.matches(of: /data-key="/).count == 4, "\(row)")
    }
  }

  @Test
  func `what an archive says is text on every page and in every answer`() async throws {
    try await ServedArchive.with { served in
      for target in ["/", "/experiments/small/index.html", "/data/search.js", "/claims.html", "/compare.html"] {
        let text = await served.text(target)
        #expect(!text.contains("<script>alert(1)"), "\(target)")
      }
      #expect(await served.text("/").contains("&lt;script&gt;alert(1)"))
      let total = try await served.total("/api/experiments")
      #expect(total == 1)
    }
  }

  @Test
  func `the data for choosing have each trial with its page and, beside them, its curves`() async throws {
    try await ServedArchive.with({ archive in
      try ServedArchive.record(archive) { trial, epochs in
        trial.replicate == 0 && trial.configuration == 1
          ? ServedArchive.diverged(trial) : ServedArchive.finished(trial, epochs: epochs)
      }
    }) { served in
      let trials = try ServedArchive.plan(ServedArchive.yaml()).measurement(choices: [0, 0]).filter {
        $0.configuration == 0
      }
      let ids = trials.sorted { $0.replicate < $1.replicate }.map { "\"\($0.id.hex.prefix(16))\"" }
      let data = await served.text("/data/small.js")
      #expect(data.contains("\"trials\":[\(ids.joined(separator: ","))]") && data.contains("\"runs\":1,"), "\(data)")
      #expect(data.firstMatch(of: /"trials":\[null,"[0-9a-f]{16}"\]/) != nil)
      let runs = await served.text("/experiments/small/runs.js")
      #expect(
        runs.hasPrefix(
          "(globalThis.dropoutLab ??= []).push([\"runs\", {\"name\":\"small\",\"epochs\":{\"test.error\":[1,2,3,4],"))
      #expect(
        runs.contains("\"test.error\":[0.2,0.1,0.06667,0.05]") && runs.contains("[{},{\"test.error\":[0.152,"),
        "\(runs)")
      #expect(await served.get("/experiments/none/runs.js").status == 404)
      #expect(await served.text("/compare.html").contains("data-comparison=\"comparison\""))
    }
  }

  @Test
  func `any measure is drawn against any other, those of layers too, by a form without a script`() async throws {
    let fill: (Archive) throws -> Void = { archive in
      try ServedArchive.record(archive) { trial, epochs in
        let found = ServedArchive.finished(trial, epochs: epochs)
        let value = 0.25 * Double(trial.configuration + 1)
        let layer = EpochMetric(epoch: epochs, split: .training, metric: .sparsity, layer: "hidden1", value: value)
        let outcome = TrialOutcome(
          status: .completed, metrics: found.outcome.metrics + [layer], digests: found.outcome.digests,
          correctness: found.outcome.correctness, weights: nil)
        return FinishedTrial(trial: trial, outcome: outcome, measurements: found.measurements)
      }
    }
    try await ServedArchive.with(fill) { served in
      let sides = "side=small:0&side=small:1"
      let page = await served.text("/comparison?\(sides)&x=training.sparsity.hidden1&y=test.loss")
      #expect(
        page.contains(">Test loss against training share of zero activations of hidden1, a point per configuration.<"),
        "\(page)")
      #expect(
        page.contains("<form class=\"tools\" action=\"comparison\" method=\"get\">")
          && page.contains("form-action 'self'"))
      #expect(page.matches(of: /<input type="hidden" name="side" value="small:[01]">/).count == 2)
      #expect(
        page.contains(
          "<option value=\"training.sparsity.hidden1\" selected>training share of zero activations of hidden1</option>")
      )
      #expect(!(await served.text("/comparison?\(sides)")).contains(" against "))
      let wrong = await served.get("/comparison?\(sides)&x=training.sparsity.hiden1")
      let words = String(decoding: wrong.bytes, as: UTF8.self)
      #expect(wrong.status == 400 && words.contains("training.sparsity.hidden1") && words.contains("x is "), "\(words)")
      #expect(await served.get("/api/compare?\(sides)&x=test.loss").status == 400)
      #expect(
        await served.text("/data/small.js").contains(
          "[\"training.sparsity.hidden1\",\"training share of zero activations of hidden1\",")
      )
      #expect(
        await served.text("/experiments/small/compare.html").contains("href=\"../../compare.html#small:0,small:1\""))
      #expect(!(await served.text("/experiments/small/compare.html")).contains("<form"))
    }
  }

  @Test
  func `chosen trials stand beside each other without a script`() async throws {
    try await ServedArchive.with { served in
      let trials = try #require(try await served.json("/api/trials")["trials"] as? [[String: Any]])
      let sides = trials.compactMap { ($0["id"] as? String)?.prefix(16) }.map { "side=\($0)" }.joined(separator: "&")
      let page = await served.text("/comparison?\(sides)&metric=test.error")
      #expect(page.contains("role=\"region\" aria-label=\"Differences\"><svg class=\"chart\""))
      #expect(page.contains("4 compared") || page.contains("Side by side"), "\(page.prefix(400))")
      #expect(page.matches(of: /href="trial\/[0-9a-f]{16}\.html"/).count == 4)
      let by = await served.get("/comparison?side=small&metric=test.eror")
      #expect(
        by.status == 400 && String(decoding: by.bytes, as: UTF8.self).contains("did you mean &#39;test.error&#39;")
          || String(decoding: by.bytes, as: UTF8.self).contains("did you mean 'test.error'"))
    }
  }

  // MARK: Statuses

  @Test(arguments: [
    ("/nothing", 404), ("/experiments/nothing/index.html", 404), ("/experiments/small/nothing.png", 404),
    ("/trial/0000.html", 404), ("/trial/xyz!.html", 404), ("/assets/nothing.js", 404), ("/assets/..%2fsite.css", 400),
    ("/api/nothing", 404), ("/api/trials/0", 404), ("/api/trials/nothing", 404), ("/api/experiments/nothing", 404),
    ("/api/trials?experiment=nothing", 404), ("/api/trials?wher=x", 400), ("/api/trials?limit=0", 400),
    ("/api/trials?limit=1001", 400), ("/api/trials?limit=ten", 400), ("/api/trials?offset=-1", 400),
    ("/api/trials?where=status%3D", 400), ("/api/trials?sort=nothing", 400), ("/api/trials?columns=", 400),
    ("/api/trials?limit=1&limit=2", 400), ("/api/compare", 400), ("/api/compare?side=small:9&side=small", 400),
    ("/api/compare?side=latest~-1&side=small", 404),
    ("/?x=1", 400), ("/claims.html?x=1", 400), ("/search.html?q=a", 200), ("/claims.html?q=a", 400),
    ("/experiments/small", 308), ("/experiments/", 308),
    ("/experiments/small/", 200), ("/api/trials?where=" + String(repeating: "a", count: 2001), 400),
    ("/api/trials?where=" + String(repeating: "a", count: 9000), 414), ("/api/trials?offset=1000000", 200),
  ])
  func `what is not there and what makes no sense is said so`(target: String, status: Int) async throws {
    try await ServedArchive.with { served in
      let response = await served.get(target)
      #expect(response.status == status, "\(String(decoding: response.bytes.prefix(300), as: UTF8.self))")
      if status >= 400, target.hasPrefix("/api") {
        let words = try JSONSerialization.jsonObject(with: Data(response.bytes)) as? [String: Any]
        #expect((words?["error"] as? String)?.isEmpty == false)
      }
    }
  }

  @Test
  func `nothing can be written, and what is asked by HEAD has the fields of GET`() async throws {
    try await ServedArchive.with { served in
      for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", ""] {
        let response = await served.get("/", .other(method))
        #expect(response.status == 405 && response.value("allow") == "GET, HEAD", "\(method)")
      }
      // Until the archive has been read the first page says so, and grows between two questions.
      await served.service.warm(for: .seconds(3_600))
      for target in ["/", "/api/trials", "/assets/site.css", "/nothing", "/events"] {
        let (get, head) = (await served.get(target), await served.get(target, .head))
        #expect(head.status == get.status && head.bytes.isEmpty, "\(target)")
        guard target != "/events" else { continue }
        #expect(head.value("content-length") == "\(get.bytes.count)" && head.value("etag") == get.value("etag"))
      }
      await served.service.end()
    }
  }

  @Test
  func `a page that is known keeps its policy`() async throws {
    try await ServedArchive.with { served in
      // Until the archive has been read the first page says so, and grows between two questions.
      await served.service.warm(for: .seconds(3_600))
      for target in ["/", "/experiments/small/index.html"] {
        let page = await served.get(target)
        let tag = try #require(page.value("etag"))
        let known = await served.get(target, .get, ("if-none-match", tag))
        let policy = page.value("content-security-policy")
        #expect(known.status == 304 && policy != nil && known.value("content-security-policy") == policy)
      }
    }
  }

  @Test
  func `every answer forbids to guess its type and to frame it`() async throws {
    try await ServedArchive.with { served in
      for target in ["/", "/nothing", "/api/trials", "/..", "/assets/site.js"] {
        let response = await served.get(target)
        #expect(response.value("x-content-type-options") == "nosniff" && response.value("x-frame-options") == "DENY")
        #expect(response.value("content-security-policy")?.contains("frame-ancestors 'none'") == true, "\(target)")
      }
      #expect(await served.get("/", host: "evil.example").status == 421)
      #expect(await served.get("/", .get, ("origin", "http://evil.example")).status == 403)
    }
  }

  // MARK: Data

  @Test
  func `lists come in pages that lead to the next one`() async throws {
    try await ServedArchive.with { served in
      var (target, ids): (String?, [String]) = ("/api/trials?limit=3&sort=-test.error", [])
      while let next = target {
        let response = await served.get(next)
        let page = try #require(
          try JSONSerialization.jsonObject(with: Data(response.bytes)) as? [String: Any])
        ids += (page["trials"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
        target = page["next"] as? String
        #expect(response.value("link") == target.map { "<\($0)>; rel=\"next\"" } && page["total"] as? Int == 4)
      }
      #expect(ids.count == 4 && Set(ids).count == 4)
    }
  }

  @Test
  func `a trial can be saved as metrics and as a specification, by the first digits of its id`() async throws {
    try await ServedArchive.with { served in
      let trials = try #require(try await served.json("/api/trials")["trials"] as? [[String: Any]])
      let id = try #require(trials[0]["id"] as? String)
      let csv = await served.get("/api/trials/\(id.prefix(12))/metrics.csv")
      let lines = String(decoding: csv.bytes, as: UTF8.self).split(separator: "\r\n")
      #expect(lines[0] == "epoch,split,metric,layer,value,state" && lines.count == 25)
      #expect(lines[1] == "1,training,error,,0.2,finite")
      #expect(csv.value("content-disposition") == "attachment; filename=\"trial-\(id.prefix(8)).csv\"")
      #expect(await served.text("/api/trials/\(id)/specification.yaml").contains("learningRate: 0.1"))
      #expect(await served.text("/api/experiments/small/specification.yaml").contains("name: small"))
      let table = await served.text("/api/trials.csv?columns=label,replicate,test.error&sort=test.error")
      #expect(table.split(separator: "\r\n").count == 5 && table.hasPrefix("label,replicate,test.error\r\n"))
    }
  }

  @Test
  func `an answer is known by its tag until the archive changes`() async throws {
    try await ServedArchive.with({ try ServedArchive.record($0, finished: 3) }) { served in
      // What the first page shows changes once more when an experiment has been read in the background, for which hundreds
      // of tests may leave no thread for minutes.
      await served.service.warm(for: .seconds(3_600))
      for target in ["/", "/api/trials", "/experiments/small/index.html", "/claims.html", "/data/search.js"] {
        let tag = try #require(await served.get(target).value("etag"))
        #expect(await served.get(target, .get, ("if-none-match", tag)).status == 304, "\(target)")
      }
      let before = try #require(await served.get("/api/trials").value("etag"))
      let archive = try Archive.open(at: served.url)
      try ServedArchive.record(archive)
      #expect(await served.get("/api/trials", .get, ("if-none-match", before)).status == 200)
      let done = try await served.total("/api/trials?where=status%3Dcompleted")
      #expect(done == 4)
    }
  }

  // MARK: Archives that come, go and change

  @Test
  func `without an archive pages say so, and show it as soon as there is one`() async throws {
    try await ServedArchive.with(nil) { served in
      let none = await served.get("/")
      #expect(none.status == 503 && none.value("retry-after") == "5")
      #expect(String(decoding: none.bytes, as: UTF8.self).contains("there is no archive"))
      #expect(await served.get("/api/trials").status == 503)
      #expect(await served.get("/assets/site.css").status == 200)
      try ServedArchive.record(try Archive.open(at: served.url))
      #expect(await served.get("/").status == 200)
    }
  }

  @Test
  func `another archive in the place of the first is shown from then on`() async throws {
    try await ServedArchive.with { served in
      let total = try await served.total("/api/experiments?columns=name")
      #expect(total == 1)
      let other = served.folder.appending(path: "other.sqlite")
      do {
        let archive = try Archive.open(at: other)
        try ServedArchive.record(archive, yaml: ServedArchive.yaml("first"))
        try ServedArchive.record(archive, yaml: ServedArchive.yaml("second"))
        try archive.settle()
      }
      for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: served.url.path + ending) }
      #expect(rename(other.path, served.url.path) == 0)
      let names = try await served.json("/api/experiments?columns=name&sort=name")["experiments"] as? [[String: String]]
      #expect(names?.compactMap { $0["name"] } == ["first", "second"])
      #expect(await served.get("/experiments/small/index.html").status == 404)
      try FileManager.default.removeItem(at: served.url)
      #expect(await served.get("/").status == 503)
    }
  }

  @Test
  func `a file that is no archive is told apart from none`() async throws {
    try await ServedArchive.with(nil) { served in
      try Data("no archive at all, but long enough to be looked at".utf8).write(to: served.url)
      let response = await served.get("/api/trials")
      #expect(response.status == 503 && String(decoding: response.bytes, as: UTF8.self).contains("no sound archive"))
    }
  }

  @Test
  func `what is wrong with the archive is told as long as it is there`() {
    let newer = ArchiveError.newerSchema(path: "a", migrations: ["99-later"], writer: "9.9.9")
    let unsound = ArchiveError.damaged(path: "a", reason: "torn")
    for error in [newer, unsound, .readFailed(path: "a", reason: "disk I/O error"), .busy(path: "a")] {
      #expect(WebError(error).status == 503 && WebError(error).message == error.description)
    }
  }

  @Test
  func `fifty readers at once get the same page`() async throws {
    try await ServedArchive.with { served in
      let tags = await withTaskGroup(of: String?.self) { group in
        for _ in 0..<50 { group.addTask { await served.get("/experiments/small/index.html").value("etag") } }
        return await group.reduce(into: Set<String?>()) { $0.insert($1) }
      }
      #expect(tags.count == 1 && tags.first != .some(nil))
    }
  }
}
