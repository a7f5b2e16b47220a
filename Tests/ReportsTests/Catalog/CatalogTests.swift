import Datasets
import Experiments
import NeuralNets
import Specifications
import Testing

@testable import Reports

struct CatalogTests {
  @Test
  func `networks, variants, schedules, data sets, metrics and plots all stand in it`() {
    let kinds = Catalog.sections.map(\.kind)
    #expect(Set(kinds).count == kinds.count)
    for kind in ["network", "dropout", "residual", "weights", "state", "schedule", "dataset", "metric", "plot"] {
      #expect(kinds.contains(kind))
    }
  }

  @Test
  func `every entry has a summary that fits a line, and no two of a kind share a name`() {
    for section in Catalog.sections {
      #expect(Set(section.entries.map(\.name)).count == section.entries.count, "\(section.kind)")
      for entry in section.entries {
        #expect((1...150).contains(entry.summary.count), "\(section.kind): \(entry.name)")
      }
    }
  }

  @Test
  func `every variant of dropout names its formula, every named variant its paper`() {
    for section in Catalog.sections
    where section.isDropout && !["convention", "schedule", "inference"].contains(section.kind) {
      for entry in section.entries where entry.name != "none" {
        #expect(!entry.formula.isEmpty && !entry.source.isEmpty, "\(section.kind): \(entry.name)")
      }
    }
  }

  @Test(arguments: ["dataset", "plot", "metric", "inferenceMetric", "probe"])
  func `every data set, plot, metric and probe says what it is`(kind: String) throws {
    let section = try #require(Catalog.sections.first { $0.kind == kind })
    #expect(section.entries.filter(\.formula.isEmpty).map(\.name).isEmpty)
    if kind == "dataset" { #expect(section.entries.filter(\.source.isEmpty).map(\.name).isEmpty) }
  }

  @Test
  func `the specimen reads, every block has keys, and an example holds some of them and all that must be there`() throws
  {
    #expect(try !Experiment.maps(reading: CatalogBlocks.specimen).isEmpty)
    for block in CatalogBlocks.section.entries {
      let node = try YAMLReader.read(block.example.replacing("…", with: "none"), file: "example")
      let written = Set(
        (node[block.name] ?? node).entries?.map { $0.key.hasPrefix("trial.") ? "trial.…" : $0.key } ?? [])
      #expect(!block.keys.isEmpty && written.isSubset(of: block.keys.map(\.name)), "\(block.name): \(written)")
      for key in block.keys where key.absence == .refused {
        #expect(written.contains(key.name), "\(block.name): \(key)")
      }
      #expect(block.keys.allSatisfy { !$0.allowed.isEmpty }, "\(block.name): \(block.keys)")
    }
  }

  @Test
  func `keys whose absence depends on others say how`() throws {
    func text(_ block: String, _ key: String) throws -> String {
      let entry = try #require(CatalogBlocks.section.entries.first { $0.name == block })
      return try #require(entry.keys.first { $0.name == key }).text
    }
    #expect(
      try text("claim", "delta").contains("(required with contrast, optimum and interaction; 0 unless given with"))
    #expect(try text("claim", "margin") == "a number above 0 (required with notWorse and equivalence)")
    #expect(try text("claim", "test") == "one test (pairedT unless given, with trend page)")
    #expect(try text("claim", "direction").contains("the better end of what is measured unless given"))
    #expect(try text("experiment", "gate").contains("{ trainingError: { below: 0.5 } } unless given"))
    #expect(try text("tune", "trial.…").hasSuffix("(required)"))
  }

  @Test
  func `a case that is written with parameters has keys`() {
    for section in Catalog.sections
    where !["recurrent", "attention", "embedding", "twoPasses", "explicit"].contains(section.kind) {
      for entry in section.entries where entry.example.contains("{") {
        #expect(!entry.keys.isEmpty, "\(section.kind): \(entry.name)")
      }
    }
  }

  @Test
  func `the entries of schedules say what they are refused for, in the words of the refusals`() throws {
    func rows(_ kind: String) throws -> [CatalogRefusal] {
      let section = try #require(Catalog.sections.first { $0.kind == kind })
      let told = section.entries.filter { !$0.unscheduled.isEmpty }.map(\.name)
      #expect(told == ["scheduled"], "\(kind)")
      return section.entries.flatMap(\.unscheduled)
    }
    let units = try rows("dropout")
    #expect(units.map(\.reason) == [.evaluation, .learned, .sums, .rateless].map(\ScheduleRefusal.reason))
    #expect(
      units.map(\.variants) == [
        ["bernoulli with convention: classic", "gaussian with clip: zero"], ["variational", "concrete"], ["standout"],
        ["none", "scheduled"],
      ])
    let classic = ["stochasticDepth with convention: classic"]
    #expect(try rows("residual").map(\.variants) == [classic, ["none", "scheduled"]])
    #expect(try rows("paths").map(\.variants) == [["global", "mixed"], ["none", "scheduled"]])
    #expect(try rows("state").map(\.variants) == [["zoneout"], ["none", "scheduled"]])
    #expect(try rows("weights").map(\.variants) == [["none", "scheduled"]])
    for section in Catalog.sections where !["dropout", "residual", "paths", "weights", "state"].contains(section.kind) {
      let told = section.entries.filter { !$0.unscheduled.isEmpty }
      #expect(told.isEmpty, "\(section.kind)")
    }
    let scheduled = try #require(Catalog.sections.first { $0.kind == "paths" })
    let page = try CatalogPage([scheduled], version: "1").text(try TemplateLibrary())
    #expect(page.contains("<code>global, mixed</code>: \(ScheduleRefusal.column.reason)<br>"))
  }

  @Test
  func `an example of a data set reads as one`() throws {
    for entry in try #require(Catalog.sections.first { $0.kind == "dataset" }).entries {
      let block = entry.example.contains(":") ? entry.example : "name: \(entry.example)"
      let problems = Problems()
      let node = try YAMLReader.read("{ \(block), training: 200, validation: 20, test: 20 }", file: "a.yaml")
      #expect(DatasetSpec.read(node, problems) != nil && problems.found.isEmpty, "\(entry.name): \(problems.found)")
    }
  }

  @Test(arguments: ["recurrent", "attention", "embedding"])
  func `an example of a part of the dropout block reads as one`(kind: String) throws {
    for entry in try #require(Catalog.sections.first { $0.kind == kind }).entries {
      let problems = Problems()
      let placement = DropoutPlacement.read(try YAMLReader.read(entry.example, file: "example"), problems)
      #expect(problems.found.isEmpty, "\(problems.found)")
      #expect(placement != DropoutPlacement())
    }
  }
}
