import Analysis
import Archive
import ArgumentParser
import Browser
import Experiments
import Foundation
import Reports
import Specifications

/// Compares configurations or trials, differing fields first.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Compare configurations or trials.",
    discussion: """
      A configuration is EXPERIMENT:NUMBER, as 'show EXPERIMENT --json' numbers them; EXPERIMENT alone stands for all of \
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

  func run() async throws {
    try await Failure.reported {
      var reader = SideReader(archive: try results.openArchive())
      let arms = try sides.flatMap { try reader.arms($0) }
      guard arms.count > 1 else { throw ValidationError("there is nothing to compare '\(sides[0])' with") }
      let measure = try chosen(among: arms, default: reader.metric)
      if let report {
        try write(arms, measure, to: report)
      } else if let pair = try reader.pair(sides) {
        print(json ? ShownComparison(pair).json.text : ShownComparison(pair).text)
      } else {
        let shown = ShownSideBySide(SideBySide(arms), measure: measure)
        print(json ? shown.json.text : shown.text(within: Terminal.columnsOfOutput()))
      }
    }
  }

  private func write(_ arms: [ComparedArm], _ measure: MeasureName, to folder: String) throws {
    let browser = Browser(
      try results.openArchive(), templates: try TemplateLibrary(), version: ProvenanceCollector.version)
    for file in browser.standaloneComparison(arms, measure) {
      try file.write(below: URL(filePath: folder, directoryHint: .isDirectory))
    }
    print("\(folder)/index.html")
  }

  /// The measure asked for, which the first side must have; else the experiment's own, or the first there is.
  private func chosen(among arms: [ComparedArm], default own: MetricChoice?) throws -> MeasureName {
    let known = arms[0].finals.filter { $0.layer.isEmpty && $0.metric.isOfNetwork }
    let names = known.map { MeasureName($0.split, $0.metric).name }
    if let metric {
      guard let measure = MeasureName(metric), names.contains(metric) else {
        let guess = Spelling.nearest(to: metric, among: names).map { " (did you mean '\($0)'?)" } ?? ""
        throw ValidationError("--metric is '\(metric)'\(guess); measured are \(names.joined(separator: ", "))")
      }
      return measure
    }
    let preferred = [own.map { MeasureName($0.split, $0.name).name }, "test.error", "validation.error"]
    let name = preferred.compactMap { $0 }.first { names.contains($0) } ?? names.first
    guard let measure = name.flatMap({ MeasureName($0) }) else {
      throw ValidationError("'\(arms[0].name)' has no measure yet")
    }
    return measure
  }
}
