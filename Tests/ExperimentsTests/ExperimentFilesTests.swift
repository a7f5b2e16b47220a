import Datasets
import Experiments
import Foundation
import NeuralNets
import Specifications
import Testing

/// Every experiment that comes with the program.
struct ExperimentFilesTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "experiments")

  private static let files: [String] =
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.filter { $0.hasSuffix(".yaml") }.sorted() ?? []

  private func text(of file: String) throws -> String {
    try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
  }

  private func read(_ file: String, tier: Tier? = nil) throws -> Experiment {
    try Experiment.read(yaml: try text(of: file), file: file, tier: tier)
  }

  @Test
  func `there are experiments`() { #expect(Self.files.contains("rates.yaml") && Self.files.contains("smoke.yaml")) }

  @Test(arguments: files)
  func `a file reads in every tier, plans, and its effective specification reads as the same`(file: String) throws {
    let written =
      try YAMLReader.read(try text(of: file), file: file)["tiers"]?.entries?.compactMap { Tier(rawValue: $0.key) } ?? []
    for tier in [nil] + written.map(Optional.some) {
      let experiment = try read(file, tier: tier)
      #expect("\(experiment.name).yaml" == file)
      let again = try Experiment.read(yaml: experiment.effective.yaml, file: "again.yaml")
      #expect(again.effective.yaml == experiment.effective.yaml)
      #expect(again.tier == tier)
      let (plan, other) = (Plan(experiment) { $0.title }, Plan(again) { $0.title })
      #expect(plan.tuning.map(\.trial) == other.tuning.map(\.trial))
      #expect(plan.measurement(choices: []) == other.measurement(choices: []))
      #expect(again.configurations.map(\.label) == experiment.configurations.map(\.label))
      #expect(again.configurations.map(\.baseline) == experiment.configurations.map(\.baseline))
      let ids = plan.measurement(choices: []).map(\.id) + plan.tuning.map(\.trial.id)
      #expect(Set(ids).count == ids.count)
    }
  }

  @Test
  func `the rates experiment asks what it says`() throws {
    for (tier, retentions) in [(nil, 7), (Tier.standard, 10)] {
      let experiment = try read("rates.yaml", tier: tier)
      #expect(experiment.replicates >= 9)
      #expect(experiment.tuning != nil)
      let arms = Set(experiment.configurations.compactMap(\.spec.network.hiddenWidths.first))
      #expect(arms.count == 1 + retentions)
      #expect(experiment.configurations.count == 2 * retentions)
    }
  }
}
