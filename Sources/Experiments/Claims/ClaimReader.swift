import Specifications

/// Reads the `claims:` list of an experiment, with every arm resolved to its configurations.
struct ClaimReader {
  let configurations: [Configuration]
  let metric: MetricChoice
  let inference: InferencePlan
  let probes: ProbePlan
  let problems: Problems
  /// Finds configurations by fields.
  let finder: SpecFinder

  /// Every claim in the order of the list; nil after reporting a problem.
  func claims(_ node: SpecNode?) -> [Claim]? {
    guard let node else { return [] }
    guard case .list(let items) = node.content else {
      problems.report(node.place, "expected a list for claims, found \(node.kind)")
      return nil
    }
    let before = problems.found.count
    var claims: [Claim] = []
    for item in items {
      guard let claim = claim(item) else { continue }
      if claims.contains(where: { $0.id == claim.id }) {
        problems.report(item["id"]?.place ?? item.place, "two claims have the id '\(claim.id)'")
      }
      check(claim, after: claims)
      claims.append(claim)
    }
    return problems.found.count == before ? claims : nil
  }

  private static let ids = Bounds<String>("letters, digits and hyphens, at most 40, such as C69") {
    $0.count <= 40 && $0.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9-]*/) != nil
  }
  private static let sentences = Bounds<String>("a sentence") { !$0.isEmpty }
  private static let alphas = Bounds<Double>("a number from 0.000001 to 0.2") { $0 >= 1e-6 && $0 <= 0.2 }

  private func claim(_ node: SpecNode) -> Claim? {
    guard var map = MapReader(node, of: "a claim", problems) else { return nil }
    let id = map.required("id", String.self, in: Self.ids)
    let statement = map.required("statement", String.self, in: Self.sentences)
    let source = map.optional("source", default: "")
    let measure = self.measure(&map)
    let direction = map.ifPresent(
      "direction", ClaimDirection.self,
      absent: "the better end of what is measured unless given; required where neither end is better")
    let scale = map.optional("scale", default: EffectScale.absolute)
    let alpha = map.optional("alpha", default: 0.05, in: Self.alphas)
    let family = map.optional("family", default: "")
    let published = map.ifPresent("published", PublishedValue.self)
    let qualifiedBy = map.ifPresent("qualifiedBy", String.self, in: Self.sentences)
    let test = map.ifPresent(
      "test", ClaimTest.self,
      absent: "\(ClaimTest.pairedT) unless given, with trend \(ClaimTest.page)")
    let listed = map.take(
      "gates", allowed: "a list of equalUpdates, tunedInside or { mean: { of: ARM, below, above } }")
    let gates = measure.flatMap { self.gates(listed, $0) }
    let question = self.question(&map, measure ?? .epoch(metric, layer: ""))
    map.finish()
    guard let id, let statement, let source, let direction, let scale, let alpha, let family, let published,
      let qualifiedBy, let test, let gates, let question, measure != nil
    else { return nil }
    let claim = Claim(
      id: id, statement: statement, source: source, question: question,
      direction: direction ?? question.betterEnd ?? .lower, scale: scale, test: test ?? question.usualTest,
      alpha: alpha, family: family, gates: gates, published: published, qualifiedBy: qualifiedBy, place: node.place)
    if direction == nil { checkDirection(of: claim) }
    return claim
  }

  private func measure(_ map: inout MapReader) -> Measure? {
    let node = map.take(
      "measure", allowed: "{ metric, split, at, layer }, { probe: … } or { inference: … }",
      absent: "the metric of the experiment unless given")
    guard let node else { return .epoch(metric, layer: "") }
    return Measure.read(node, standard: metric, bank: inference.bank, probes: probes, problems)
  }

  // MARK: Gates

  private func gates(_ node: SpecNode?, _ measure: Measure) -> [ClaimGate]? {
    guard let node else { return [] }
    guard case .list(let items) = node.content else {
      problems.report(node.place, "expected a list for gates, found \(node.kind)")
      return nil
    }
    let gates = items.map { gate($0, measure) }
    return gates.contains(nil) ? nil : gates.compactMap { $0 }
  }

  private static let gateNames = ["mean", "equalUpdates", "tunedInside"]

  private func gate(_ node: SpecNode, _ measure: Measure) -> ClaimGate? {
    switch node.plainText {
    case "equalUpdates": return .equalUpdates
    case "tunedInside": return .tunedInside
    default: break
    }
    guard let entries = node.entries, entries.count == 1, entries[0].key == "mean" else {
      let found = node.plainText ?? node.entries?.first?.key ?? node.kind
      problems.report(node.place, MapReader.unknown("gate", found, of: "a claim", allowed: Self.gateNames))
      return nil
    }
    return meanGate(entries[0].value, measure)
  }

  private func meanGate(_ node: SpecNode, _ measure: Measure) -> ClaimGate? {
    guard var map = MapReader(node, of: "mean", problems) else { return nil }
    let written = map.take("measure")
    let own =
      written.map { Measure.read($0, standard: metric, bank: inference.bank, probes: probes, problems) } ?? measure
    let arm = own.flatMap { self.arm(&map, "of", $0) }
    let below = map.ifPresent("below", Double.self)
    let above = map.ifPresent("above", Double.self)
    map.finish()
    guard let arm, let below, let above else { return nil }
    if below == nil, above == nil {
      problems.report(node.place, "mean needs 'below' or 'above'")
      return nil
    }
    return .mean(arm, below: below, above: above)
  }

  // MARK: What single keys allow but the whole does not

  private func check(_ claim: Claim, after earlier: [Claim]) {
    for part in claim.question.parts where !earlier.contains(where: { $0.id == part }) {
      let known = earlier.map(\.id)
      let near = Spelling.nearest(to: part, among: known).map { " (did you mean '\($0)'?)" } ?? ""
      problems.report(
        claim.place,
        "\(claim.id) builds on '\(part)'\(near), which is no claim listed before it; there are: "
          + (known.isEmpty ? "none" : known.listed))
    }
    if claim.scale == .relative, !claim.question.needsDirection, claim.question.margin == nil {
      problems.report(claim.place, "\(claim.id) compares no two arms, so its scale cannot be relative")
    }
    let allowed = claim.question.allowedTests
    if !allowed.contains(claim.test) {
      let names = allowed.map(\.rawValue).joined(separator: ", ")
      problems.report(
        claim.place,
        "\(claim.id) is tested by \(claim.test), allowed here is: \(names.isEmpty ? "no test of its own" : names)")
    }
  }

  private func checkDirection(of claim: Claim) {
    guard claim.question.needsDirection, claim.question.betterEnd == nil else { return }
    problems.report(claim.place, "neither end of this measure is better in itself; write direction: lower or higher")
  }
}

extension ClaimQuestion {
  /// The good end of what its first arm measures; nil where there is none, as for a level.
  fileprivate var betterEnd: ClaimDirection? {
    arms.first.flatMap { $0.isVertex ? nil : $0.terms[0].measure.betterEnd }
  }

  fileprivate var needsDirection: Bool {
    switch self {
    case .difference, .notWorse, .optimum, .interaction: true
    case .level, .equivalence, .trend, .allOf, .anyOf: false
    }
  }

  fileprivate var usualTest: ClaimTest {
    if case .trend = self { return .page }
    return .pairedT
  }

  fileprivate var allowedTests: [ClaimTest] {
    switch self {
    case .difference, .level, .optimum, .interaction: [.pairedT, .signFlip, .wilcoxon]
    case .notWorse, .equivalence, .allOf, .anyOf: [.pairedT]
    case .trend: [.page, .spearman, .kendall]
    }
  }
}
