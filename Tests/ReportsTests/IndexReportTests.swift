import Reports
import Testing

struct IndexReportTests {
  @Test
  func `experiments are listed with question, answer and state`() throws {
    let file = IndexReport([.init(of: SampleReport.report)], version: "0.1.0").file(try TemplateLibrary())
    let page = String(decoding: file.bytes, as: UTF8.self)
    #expect(file.path == "index.html")
    #expect(page.contains("<a href=\"rates/index.html\">rates</a>"))
    #expect(page.contains("chosen on validation"))
    #expect(page.contains("89 of 90 trials finished"))
    #expect(page.contains("One experiment is archived."))
  }

  @Test
  func `an empty archive says how to fill it`() throws {
    let file = IndexReport([], version: "0.1.0").file(try TemplateLibrary())
    #expect(String(decoding: file.bytes, as: UTF8.self).contains("dropout-lab run experiments/smoke.yaml"))
  }
}
