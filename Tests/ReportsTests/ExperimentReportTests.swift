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
    if let folder = ProcessInfo.processInfo.environment["DROPOUT_LAB_SAMPLE_PAGES"] {
      for file in files { try file.write(below: URL(filePath: folder)) }
    }
  }
}
