import Analysis
import Experiments
import Specifications
import Testing

@testable import Browser

/// What a comparison says of itself, whatever the number of sides.
struct ComparePageTests {
  /// So many configurations with curves, each with so many fields of its own, the first of them without success.
  private static func page(_ count: Int, fields: Int = 1, failed: Int = 0, last: Double = 0) -> String {
    let arms = (0..<count).map { place in
      let value = 0.1 + 0.001 * Double(place) + (place == count - 1 ? last : 0)
      let points = (1...3).map { CurvePoint(epoch: $0, mean: value / Double($0), low: value, high: value, n: 1) }
      let spec = (0..<fields).map { ("field\($0)", SpecNode.text("\(place)")) }
      return ComparedArm(
        name: "arm \(place)", experiment: "many", isFailed: place < failed, spec: .map(spec),
        finals: [FinalMetric(split: .test, metric: .error, layer: "", values: [], mean: value)],
        curves: [Curve(split: .test, metric: .error, layer: "", points: points)])
    }
    return ComparePage(
      path: "compare.html", title: "many", subtitle: "Compare", comparison: SideBySide(arms), metric: .error,
      split: .test
    ).page.body.source
  }

  @Test
  func `the page says how many curves are drawn in grey and how many are not drawn`() {
    #expect(!Self.page(7).contains("drawn"))
    #expect(Self.page(8).contains(">The 1 other is drawn in grey.<"))
    #expect(Self.page(60).contains(">The 53 others are drawn in grey.<"))
    #expect(
      Self.page(70).contains(
        ">The 53 others are drawn in grey. Only the first 60 of 70 configurations are drawn.<"))
  }

  @Test
  func `curves of failed optimisers are left out, and what is many times the rest ends with the axis`() {
    #expect(!Self.page(4).contains("Left out") && !Self.page(4).contains("beyond the axis"))
    let page = Self.page(4, failed: 2)
    #expect(page.contains(">Left out, because the optimiser failed: arm 0 and arm 1.<"))
    #expect(page.contains("<ul class=\"legend\"><li class=\"k2\">arm 2<li class=\"k3\">arm 3</ul>"))
    #expect(!Self.page(2, failed: 2).contains("Left out"))
    #expect(Self.page(4, last: 1e9).contains("; what lies beyond the axis, 10.2\u{A0}%, is drawn at its end<"))
  }

  @Test
  func `wide drawings keep their size in regions that are moved by keyboard`() {
    let page = Self.page(8)
    #expect(
      page.contains(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Parallel coordinates\"><svg class=\"chart\"")
    )
  }

  @Test
  func `parallel axes say which fields and configurations they leave out`() {
    #expect(Self.page(8).contains("from its fields to its test error.<"))
    #expect(Self.page(8, fields: 9).contains("to its test error, the first 6 of 9 fields.<"))
    #expect(Self.page(70).contains("to its test error, the first 60 of 70 configurations.<"))
  }
}
