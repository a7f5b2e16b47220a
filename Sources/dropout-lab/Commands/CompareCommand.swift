import Analysis
import Archive
import ArgumentParser
import Browser
import Experiments
import Files
import Foundation
import Reports
import Specifications

/// Compares configurations or trials, differing fields first.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare configurations or trials.",
    discussion: """
      A configuration is EXPERIMENT:NUMBER, as 'explain EXPERIMENT' numbers them; EXPERIMENT alone stands for all of \
      its configurations; a trial is the first digits of its id. Differences are to the first.

      EXAMPLES:
        dropout-lab compare rates:0 rates:3
        dropout-lab compare 2ca39d47 77ee6f2a 0d1e2f3a
        dropout-lab compare rates widths:2 --metric validation.error --report comparison
      """)

  @Argument(help: "EXPERIMENT:NUMBER, EXPERIMENT, or a trial; two or more sides in all.")
  var sides: [String]

  @OptionGroup var results: ResultsOptions

  @Option(help: "The measure to compare by, such as test.error; that of the first experiment unless given.")
  var metric: String?

  @Option(help: "Write a page with curves and overviews to this folder.", completion: .directory)
  var report: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if json, report != nil { throw ValidationError("--json and --report exclude each other") }
  }

  func run() async throws {
    try await Failure.reported {
      var reader = SideReader(archive: try results.openArchive())
      let (arms, measure) = try asked(&reader)
      if let report {
        try write(arms, measure, to: report)
      } else if metric == nil, let pair = try reader.pair(sides), json || !pair.metrics.isEmpty {
        let shown = ShownComparison(pair)
        let named = zip(arms, [pair.left, pair.right]).map { $0.named($1) }
        Output.print(
          json ? shown.json.text : shown.text(within: Terminal.columnsOfOutput()) + curves(of: named, by: measure))
      } else {
        let shown = ShownSideBySide(SideBySide(arms), measure: measure)
        Output.print(
          json
            ? shown.json.text
            : shown.text(within: Terminal.columnsOfOutput(), glyphs: .ofEnvironment) + curves(of: arms, by: measure))
      }
    }
  }

  /// The curves of a few sides, below an empty line.
  private func curves(of arms: [ComparedArm], by measure: MeasureName) -> String {
    let splits = [measure.split] + [Split.validation, .test, .training].filter { $0 != measure.split }
    let plot = TerminalPlot.text(
      of: arms.map { arm in (arm.name, { arm.curve(measure.metric, on: $0) }) }, metric: measure.metric,
      splits: splits, within: Terminal.columnsOfOutput() ?? 80, glyphs: .ofEnvironment)
    return plot.isEmpty ? "" : "\n\n" + plot
  }

  private func write(_ arms: [ComparedArm], _ measure: MeasureName, to folder: String) throws {
    let browser = Browser(
      try results.openArchive(), templates: try TemplateLibrary(), version: ProvenanceCollector.version)
    let files = browser.standaloneComparison(arms, measure)
    let target = try WholeFolder(replacing: URL(filePath: folder, directoryHint: .isDirectory), mark: Self.mark)
    do {
      for file in files { try target.write(file.bytes, to: file.path) }
      try target.finish()
    } catch {
      target.abandon()
      throw error
    }
    Output.print("\(folder)/index.html")
  }

  /// The file that marks a folder as a page of a comparison, which may be replaced.
  private static let mark = ".dropout-lab-comparison"

  private func asked(_ reader: inout SideReader) throws -> ([ComparedArm], MeasureName) {
    do {
      let arms = try reader.sides(sides).flatMap { $0 }
      guard arms.count > 1 else { throw ValidationError("there is nothing to compare '\(sides[0])' with") }
      return (arms, try reader.measure(metric, among: arms))
    } catch let error as SideError {
      throw ValidationError(error.description)
    }
  }
}
