import Foundation
import NeuralNets
import Plotting
import Specifications
import Testing

@testable import Reports

struct CatalogPageTests {
  private static let family = Catalog.sections.filter(\.isDropout)

  @Test
  func `the page has every entry, a plate and a density for every variant, and nothing from elsewhere`() throws {
    let page = CatalogPage(Self.family, version: "1")
    let model = try page.model()
    for kind in model.kinds where kind.anchor == "dropout" {
      #expect(kind.entries.map(\.name) == Dropout.choices.map(\.name))
      #expect(kind.entries.allSatisfy { $0.pictures.count == 2 })
    }
    for kind in model.kinds where ["residual", "weights", "recurrent", "state", "attention"].contains(kind.anchor) {
      for entry in kind.entries where entry.name != "none" {
        #expect(entry.pictures.count == 2, "\(kind.anchor): \(entry.name)")
      }
    }
    let text = page.text(of: model, try TemplateLibrary())
    #expect(!text.contains("http://") && !text.contains("https://") && !text.contains("<script"))
    let sources = text.matches(of: /src="([^"]{11})/).map { String($0.1) }
    #expect(sources.allSatisfy { $0.hasPrefix("data:image/") })
    #expect(sources.count == 1 + model.kinds.flatMap(\.entries).map(\.pictures.count).reduce(0, +))
  }

  @Test
  func `a page of one kind is headed by it and promises no maps`() throws {
    for kind in ["metric", "schedule"] {
      let section = try #require(Catalog.sections.first { $0.kind == kind })
      let model = try CatalogPage([section], version: "1").model()
      #expect(model.title == section.title && model.leading.isEmpty && !model.sentence.contains("maps"))
    }
    let networks = try #require(Catalog.sections.first { $0.kind == "network" })
    let summaries = try CatalogPage([networks], version: "1").model().kinds[0].entries.map(\.summary)
    #expect(summaries.contains { $0.hasSuffix("symbols with “embedding”.") })
    #expect(!summaries.contains { $0.contains("`") })
  }

  @Test
  func `the same bytes each time`() throws {
    let part = Array(Self.family.prefix(2))
    let templates = try TemplateLibrary()
    #expect(try CatalogPage(part, version: "1").text(templates) == CatalogPage(part, version: "1").text(templates))
    #expect(try ComparingPlate.png(version: "1") == ComparingPlate.png(version: "1"))
  }

  @Test
  func `a picture of a mask shows the mask: share of dark pixels, whole channels, whole steps`() throws {
    let shape = MapShape(height: 5, width: 4, channels: 3)
    let spatial = NoiseSample(of: .spatial(rate: Rate(0.3)), shape: shape, examples: 40, seed: 1)
    for example in 0..<40 {
      for channel in 0..<3 { #expect(Set(spatial.map(example: example, channel: channel)).count == 1) }
    }
    let zeros = spatial.rows.joined().count { $0 == 0 }
    #expect((0.2...0.4).contains(Double(zeros) / Double(40 * shape.units)))
    let kept = spatial.rows.joined().filter { $0 != 0 }
    #expect(kept.allSatisfy { $0 == Float(1 / 0.7) })
  }

  @Test
  func `tied masks repeat over time, the others do not; gates of a batch are the same for its examples`() throws {
    func sample(_ noise: StateNoise) throws -> [[Float]] {
      let drawn = NoiseSample.recurrent(RecurrentDropout(state: noise), steps: 6, units: 8, sequences: 5, seed: 3)
      return try #require(drawn.first).sample.rows
    }
    for row in try sample(.tied(rate: Rate(0.4))) {
      for step in 1..<6 { #expect(row[step * 8..<(step + 1) * 8].elementsEqual(row[0..<8])) }
    }
    let moving = try sample(.perStep(rate: Rate(0.4)))
    #expect(moving.contains { !$0[8..<16].elementsEqual($0[0..<8]) })
    let depth = StochasticDepth(survival: .uniform(0.5))
    let gates = NoiseSample.gates(.stochasticDepth(depth), blocks: 7, examples: 4, steps: 9, seed: 3)
    for row in gates.rows {
      for block in 0..<7 { #expect(Set(row[block * 4..<(block + 1) * 4]).count == 1) }
    }
    #expect(Set(gates.rows.joined()) == [0, 1])
  }
}
