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
      let written = Set((node[block.name] ?? node).entries?.map(\.key) ?? [])
      #expect(!block.keys.isEmpty && written.isSubset(of: block.keys.map(\.name)), "\(block.name): \(written)")
      for key in block.keys where key.absence == .refused {
        #expect(written.contains(key.name), "\(block.name): \(key)")
      }
      #expect(block.keys.allSatisfy { !$0.allowed.isEmpty }, "\(block.name): \(block.keys)")
    }
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
