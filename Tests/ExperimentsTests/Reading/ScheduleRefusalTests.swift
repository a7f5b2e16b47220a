import Experiments
import Foundation
import NeuralNets
import Specifications
import Testing

/// What no curve can change is refused in every place that takes it, and everything else is taken.
struct ScheduleRefusalTests {
  /// A key of the block `dropout`, as deep as it takes a variant.
  private struct Place {
    let name: String
    let block: (SpecNode) -> SpecNode
  }

  private static func places(_ keys: [String]) -> [Place] {
    keys.flatMap { key in
      let path = key.split(separator: ".").map(String.init)
      func wrap(_ node: SpecNode) -> SpecNode { path.reversed().reduce(node) { .map([($1, $0)]) } }
      let single = Place(name: key, block: wrap)
      // A list of one per layer, where the place takes one.
      guard !["input", "embedding.vectors", "recurrent.state"].contains(key) else { return [single] }
      return [single, Place(name: "\(key) (list)") { wrap(.list([.text("none"), $0])) }]
    }
  }

  private func check<Variant: DropoutVariant>(_ type: Variant.Type, at keys: [String]) throws {
    #expect(Set(Variant.settings.map(\.name)) == Set(Variant.choices.map(\.name)))
    for variant in Variant.settings {
      let scheduled = SpecNode.map([
        ("scheduled", .map([("variant", variant.node), ("curve", RateCurve.ramp(until: 1).node)]))
      ])
      for place in Self.places(keys) {
        let problems = Problems()
        let text = place.block(scheduled).flow
        let read = DropoutPlacement.read(try YAMLReader.read(text, file: "a.yaml"), problems)
        guard let refusal = variant.scheduleRefusal else {
          #expect(read != nil && problems.found.isEmpty, "\(text): \(problems.found)")
          continue
        }
        #expect(problems.found.count == 1, "\(text): \(problems.found)")
        let message = problems.found.first?.message ?? ""
        #expect(message.hasPrefix("a schedule needs \(Variant.schedulable), found \(variant.name)"), "\(message)")
        #expect(message.hasSuffix(": \(refusal.reason)"), "\(message)")
        let row = try #require(Variant.unscheduled.first { message.contains("found \($0.text): ") })
        #expect(row.refusal == refusal)
      }
    }
  }

  @Test func `activations`() throws {
    try check(Dropout.self, at: ["input", "hidden", "maps", "sums", "branches", "embedding.vectors"])
    for variant in Dropout.settings {
      #expect(variant.isSchedulable == (variant != .none && variant.scaled(by: 0.5) != nil), "\(variant)")
    }
  }

  @Test func `residual branches, paths, weights and states`() throws {
    try check(ResidualDropout.self, at: ["residual"])
    try check(PathDropout.self, at: ["paths"])
    try check(WeightDropout.self, at: ["weights"])
    try check(StateNoise.self, at: ["recurrent.state"])
  }

  @Test func `evaluation depends on the rate of what is refused for it, and of nothing that is taken`() {
    for variant in Dropout.settings where variant != .none {
      let other: Dropout =
        switch variant {
        case .bernoulli(_, let convention): .bernoulli(rate: Rate(0.3), convention: convention)
        case .batchBernoulli(_, let convention): .batchBernoulli(rate: Rate(0.3), convention: convention)
        case .clippedGaussian: .clippedGaussian(rate: Rate(0.3))
        case .none, .spatial, .dropBlock, .gaussian, .uniform, .variational, .concrete, .alpha, .cutout, .scheduled,
          .standout:
          variant.scaled(by: 0.6) ?? variant
        }
      let depends = variant.laws.evaluationFactor != other.laws.evaluationFactor
      #expect(depends == (variant.scheduleRefusal == .evaluation), "\(variant)")
    }
  }

  @Test func `the table in the documentation is the one of the refusals`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: folder.appending(path: "docs/networks.md"), encoding: .utf8)
    let all =
      Dropout.unscheduled + ResidualDropout.unscheduled + PathDropout.unscheduled + WeightDropout.unscheduled
      + StateNoise.unscheduled
    let rows = ScheduleRefusal.allCases.map { refusal in
      var names: [String] = []
      for variant in all where variant.refusal == refusal {
        let name = "`\(variant.name)`" + (variant.setting.map { " with `\($0)`" } ?? "")
        if !names.contains(name) { names.append(name) }
      }
      return "| \(names.joined(separator: ", ")) | \(refusal.reason) |"
    }
    #expect(text.contains("| Not `scheduled` | Because |\n|---|---|\n" + rows.joined(separator: "\n") + "\n\n"))
  }
}
