import Analysis
import Archive
import Browser

/// The sides that a reader wants to see beside each other, and the measure.
struct ComparisonRequest: Sendable {
  private let sides: [String]
  private let metric: String?
  /// What is drawn against what.
  private let x: String?
  private let y: String?

  /// From `side`, two or more times or joined by commas, `metric`, and where it is drawn `x` and `y`.
  init(_ target: Target, isDrawn: Bool) throws(WebError) {
    let parameters = try Parameters(target, known: ["metric"] + (isDrawn ? ["x", "y"] : []), repeated: ["side"])
    (x, y) = (parameters.text("x"), parameters.text("y"))
    sides = parameters.texts("side").flatMap { $0.split(separator: ",").map(String.init) }
    metric = parameters.text("metric")
    guard !sides.isEmpty else {
      throw WebError(400, "a side is missing; write side=EXPERIMENT:NUMBER, side=EXPERIMENT or side=TRIAL, two or more")
    }
    guard sides.count <= Limits.sides else {
      throw WebError(400, "there are \(sides.count) sides; at most \(Limits.sides) can be compared")
    }
  }

  /// Whether all sides look like trials, so that no experiment is read for them.
  var isOfTrials: Bool { sides.allSatisfy { $0.utf8.count >= 8 && $0.allSatisfy(\.isHexDigit) } }

  /// Tells requests apart.
  var key: String { (sides + ["", metric ?? "", x ?? "", y ?? ""]).joined(separator: "\n") }

  /// The sides, the address of the page of each, and the measure.
  func read(_ archive: Archive) throws -> (arms: [ComparedArm], links: [String?], measure: MeasureName) {
    var reader = SideReader(archive: archive)
    var (arms, links) = ([ComparedArm](), [String?]())
    for (side, found) in zip(sides, try reader.sides(sides)) {
      arms += found
      links += found.map { arm in
        arm.experiment.map(SiteAddress.experiment) ?? (arm.name == found.first?.name ? "trial/\(side).html" : nil)
      }
    }
    guard arms.count > 1 else { throw WebError(400, "there is nothing to compare '\(sides[0])' with") }
    guard arms.count <= Limits.sides else {
      throw WebError(400, "these are \(arms.count) sides; at most \(Limits.sides) can be compared")
    }
    return (arms, links, try reader.measure(metric, among: arms))
  }

  /// The sides as they were asked for, and what is drawn against what.
  func choice(of compared: SideBySide) throws -> ComparisonChoice {
    ComparisonChoice(
      sides: sides, x: try compared.metric(named: x, for: "x"), y: try compared.metric(named: y, for: "y"))
  }
}
