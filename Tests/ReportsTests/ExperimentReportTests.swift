import Analysis
import Foundation
import Reports
import Testing

struct ExperimentReportTests {
  @Test
  func `a page comes with its pictures and data`() throws {
    let files = SampleReport.report.files(try TemplateLibrary())
    #expect(
      files.map(\.path) == [
        "rates/index.html", "rates/rates.csv", "rates/rates.json", "rates/rates.yaml", "rates/error-by-rate.png",
        "rates/learning-curves.png",
      ])
    // Names a folder to look at the sample pages in a browser.
    if let folder = ProcessInfo.processInfo.environment["DROPOUT_LAB_SAMPLE_PAGES"] {
      for file in files { try file.write(below: URL(filePath: folder)) }
      let index = IndexReport([.init(of: SampleReport.report)], version: "0.1.0").file(try TemplateLibrary())
      try index.write(below: URL(filePath: folder))
    }
  }

  @Test
  func `the same parts give the same bytes`() throws {
    let first = SampleReport.report.files(try TemplateLibrary(), singleFile: true)
    let second = SampleReport.made().files(try TemplateLibrary(), singleFile: true)
    #expect(first == second)
  }

  @Test
  func `a single file holds everything and refers to nothing`() throws {
    let files = SampleReport.report.files(try TemplateLibrary(), singleFile: true)
    #expect(files.map(\.path) == ["rates/index.html"])
    let page = String(decoding: files[0].bytes, as: UTF8.self)
    for match in page.matches(of: /(?:src|href)="([^"]*)"/) {
      #expect(match.1.hasPrefix("data:") || match.1.hasPrefix("#"), "\(match.1.prefix(60))")
    }
    #expect(page.contains("src=\"data:image/png;base64,iVBORw0KGgo"))
  }

  @Test
  func `no page refers to anything outside, runs a script or escapes its text badly`() throws {
    let page = try Self.page()
    #expect(page.firstMatch(of: /https?:\/\//) == nil)
    #expect(!page.contains("<script"))
    #expect(!page.contains("@import") && !page.contains("url("))
    #expect(page.contains("Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' data:; style-src"))
    #expect(page.contains("Which &lt;retention&gt; probability generalises best, &amp; does width matter?"))
    let keys = ["name", "question"].map { "<span class=\"k\">\($0)</span>" }
    #expect(page.contains("\(keys[0]): rates\n\(keys[1]): Which &lt;rate&gt; &amp; width?"))
    #expect(page.firstMatch(of: /\{\{|\}\}|Optional\(|\bnil\b/) == nil)
  }

  @Test
  func `a page can be read by everybody`() throws {
    let page = try Self.page()
    #expect(page.contains("<html lang=\"en\">"))
    #expect(page.matches(of: /<h1>/).count == 1)
    #expect(page.contains("<main id=\"main\">") && page.contains("<a class=\"skip\" href=\"#main\">"))
    let pictures = page.matches(of: /<img [^>]*alt="([^"]*)"/)
    #expect(pictures.count == page.ranges(of: "<img ").count)
    #expect(pictures.allSatisfy { $0.1.count > 40 })
    #expect(page.matches(of: /<table>/).count == page.matches(of: /<caption>/).count)
    #expect(page.ranges(of: "<th ").count == page.matches(of: /<th scope="(?:col|row)"/).count)
    for link in page.matches(of: /href="#([^"]+)"/) { #expect(page.contains("id=\"\(link.1)\""), "\(link.1)") }
  }

  @Test
  func `the answer comes first and what went wrong is counted`() throws {
    let page = try Self.page().replacing("\u{A0}", with: " ")
    let answer = try #require(page.firstRange(of: "Bernoulli 0.5, chosen on validation, has test error 5.15 %"))
    let results = try #require(page.firstRange(of: "id=\"results\""))
    #expect(answer.lowerBound < results.lowerBound)
    for text in [
      "baseline</span>", "chosen on validation</span>", "optimiser failed</span>", "1 diverged</span>",
      "1 failed</span>",
      "90 trials were planned: 88 completed, 1 diverged, 1 failed, 0 not run.", "timed out after 60 s (2 attempts)",
      "loss or a weight not finite in epoch 4", "at the edge</span>", "rate 0.3 (keeps 0.7)",
      "8 trials for every configuration: 4 values of the learning rate with replicates 901 and 902",
      "14 minutes of CPU time", "<span class=\"p\">dropout-lab</span> verify rates", "Figure 2.</b>", "Table 6.</b>",
    ] { #expect(page.contains(text), "\(text)") }
  }

  @Test
  func `an experiment without outcomes still has a page`() throws {
    let report = ExperimentReport(
      design: SampleReport.design, evidence: Evidence(outcomes: [:]), figures: [],
      provenance: ReportProvenance(version: "1", specificationDigest: "", specification: "", facts: []))
    let page = String(decoding: report.files(try TemplateLibrary(), home: nil)[0].bytes, as: UTF8.self)
    #expect(page.contains("No trial has finished yet: 90 are planned."))
    #expect(page.contains("0 of 90 trials finished"))
    #expect(!page.contains("<figure") && !page.contains("All experiments"))
  }

  static func page() throws -> String {
    String(decoding: SampleReport.report.files(try TemplateLibrary())[0].bytes, as: UTF8.self)
  }
}
