import Specifications

extension ClaimReader {
  /// What a claim asks, and how: exactly one of these keys says it.
  private static let forms = [
    ("contrast", "{ better: ARM, than: ARM, within: [paths] }, with delta"),
    ("notWorse", "{ better: ARM, than: ARM }, with margin"),
    ("level", "{ of: ARM, atMost: x } or { of: ARM, atLeast: x }; delta may be left out"),
    ("equivalence", "{ among: [ARM, …], to: ARM }, with margin"),
    ("trend", "{ over: [ARM, …], expect: rises or falls }; delta may be left out"),
    ("optimum", "{ over: [ARM, …], at: ARM }, with delta"),
    ("interaction", "{ gain: { better, than }, over: { better, than } }, with delta"),
    ("allOf", "[id, …]"), ("anyOf", "[id, …]"),
  ]
  private static let kinds = forms.map(\.0)

  /// Reads the one key that says what is asked; nil after reporting.
  func question(_ map: inout MapReader, _ measure: Measure) -> ClaimQuestion? {
    let written = Self.kinds.filter { map.has($0) }
    let nodes = Self.forms.map { map.take($0, allowed: $1) }
    _ = map.take(
      "delta", allowed: "a number of at least 0",
      absent: "required with contrast, optimum and interaction; 0 unless given with level and trend")
    _ = map.take("margin", allowed: "a number above 0", absent: "required with notWorse and equivalence")
    guard written.count == 1, let node = nodes.compactMap({ $0 }).first else {
      let found = written.isEmpty ? "none" : written.joined(separator: " and ")
      problems.report(
        map.place, "a claim asks one of \(Self.kinds.joined(separator: ", ")); found \(found)")
      return nil
    }
    let size = size(&map, of: written[0])
    guard let question = question(written[0], node, measure, size ?? 0), size != nil else { return nil }
    return question
  }

  /// δ or the margin, whichever the kind has; nil after reporting.
  private func size(_ map: inout MapReader, of kind: String) -> Double? {
    let hasMargin = ["notWorse", "equivalence"].contains(kind)
    let isComposed = ["allOf", "anyOf"].contains(kind)
    let wrong = isComposed ? ["delta", "margin"] : [hasMargin ? "delta" : "margin"]
    for key in wrong where map.has(key) {
      let instead = isComposed ? "" : "; it has a \(hasMargin ? "margin" : "delta")"
      problems.report(map.place(of: key), "\(kind) has no \(key)\(instead)")
    }
    if isComposed { return 0 }
    if hasMargin { return map.required("margin", Double.self, in: .positive) }
    if ["level", "trend"].contains(kind) { return map.optional("delta", default: 0, in: .notNegative) }
    return map.required("delta", Double.self, in: .notNegative)
  }

  private func question(_ kind: String, _ node: SpecNode, _ measure: Measure, _ size: Double) -> ClaimQuestion? {
    switch kind {
    case "contrast": contrast(node, kind, measure).map { .difference($0, delta: size) }
    case "notWorse": contrast(node, kind, measure).map { .notWorse($0, margin: size) }
    case "level": level(node, measure, delta: size)
    case "equivalence": equivalence(node, measure, margin: size)
    case "trend": trend(node, measure, delta: size)
    case "optimum": optimum(node, measure, delta: size)
    case "interaction": interaction(node, measure, delta: size)
    case "allOf": parts(node, kind).map { .allOf($0) }
    default: parts(node, kind).map { .anyOf($0) }
    }
  }

  // MARK: The kinds

  private func contrast(_ node: SpecNode, _ noun: String, _ measure: Measure) -> ClaimContrast? {
    guard var map = MapReader(node, of: noun, problems) else { return nil }
    let within = map.optional("within", default: [String]())
    let isPaired = !(within ?? []).isEmpty
    let better = arm(&map, "better", measure, takesAll: isPaired)
    let than = arm(&map, "than", measure, takesAll: isPaired)
    map.finish()
    guard let better, let than, let within else { return nil }
    let paths = within.map { SpecPath($0) }
    guard isPaired ? pairs(better, than, within: paths, at: map.place(of: "within")) : true else { return nil }
    if Set(better.terms) == Set(than.terms), better.rule == than.rule {
      problems.report(node.place, "both sides of \(noun) are the same: \(labels(better.configurations))")
      return nil
    }
    return ClaimContrast(better: better, than: than)
  }

  /// Whether each configuration of one arm has exactly one partner in the other that agrees in the paths.
  private func pairs(_ better: ClaimArm, _ than: ClaimArm, within paths: [SpecPath], at place: Place) -> Bool {
    if let misfit = paths.lazy.compactMap(\.misfit).first {
      problems.report(place, misfit)
      return false
    }
    func keys(_ arm: ClaimArm) -> [[String]] {
      arm.configurations.map { index in
        paths.map { configurations[index].spec.node.node(at: $0.tail)?.canonical ?? "" }
      }.sorted { $0.joined(separator: "\n") < $1.joined(separator: "\n") }
    }
    let (left, right) = (keys(better), keys(than))
    if left == right, Set(left).count == left.count { return true }
    problems.report(
      place,
      "within must pair each configuration of better with one of than; better is \(labels(better.configurations)), "
        + "than is \(labels(than.configurations))")
    return false
  }

  private func level(_ node: SpecNode, _ measure: Measure, delta: Double) -> ClaimQuestion? {
    guard var map = MapReader(node, of: "level", problems) else { return nil }
    let arm = arm(&map, "of", measure)
    let most = map.ifPresent("atMost", Double.self)
    let least = map.ifPresent("atLeast", Double.self)
    map.finish()
    guard let arm, let most, let least else { return nil }
    switch (most, least) {
    case (let most?, nil): return .level(arm, bound: .atMost(most), delta: delta)
    case (nil, let least?): return .level(arm, bound: .atLeast(least), delta: delta)
    case (nil, nil), (_?, _?):
      problems.report(node.place, "level needs either 'atMost' or 'atLeast'")
      return nil
    }
  }

  private func equivalence(_ node: SpecNode, _ measure: Measure, margin: Double) -> ClaimQuestion? {
    guard var map = MapReader(node, of: "equivalence", problems) else { return nil }
    let among = arms(&map, "among", atLeast: map.has("to") ? 1 : 2, measure)
    let to = map.has("to") ? arm(&map, "to", measure) : among?.first
    _ = map.take("to")
    map.finish()
    guard let among, let to else { return nil }
    let all = among.count == 1 ? among + [to] : among
    guard Set(all).count == all.count else {
      problems.report(node.place, "equivalence compares an arm with itself")
      return nil
    }
    return .equivalence(all, reference: to, margin: margin)
  }

  private func trend(_ node: SpecNode, _ measure: Measure, delta: Double) -> ClaimQuestion? {
    guard var map = MapReader(node, of: "trend", problems) else { return nil }
    let over = arms(&map, "over", atLeast: 3, measure)
    let expect = map.required("expect", TrendDirection.self)
    map.finish()
    guard let over, let expect else { return nil }
    return .trend(over, expect, delta: delta)
  }

  private func optimum(_ node: SpecNode, _ measure: Measure, delta: Double) -> ClaimQuestion? {
    guard var map = MapReader(node, of: "optimum", problems) else { return nil }
    let over = arms(&map, "over", atLeast: map.has("at") ? 2 : 3, measure)
    let at = map.has("at") ? arm(&map, "at", measure) : nil
    let isAsked = map.has("at")
    _ = map.take("at")
    map.finish()
    guard let over, let first = over.first, let last = over.last, !isAsked || at != nil else { return nil }
    let inner = over.dropFirst().dropLast().flatMap(\.terms)
    let best = at ?? ClaimArm(inner, rule: inner.count > 1 ? .bestOnValidation : .mean)
    if !Set(best.terms).isDisjoint(with: first.terms + last.terms) {
      problems.report(node.place, "the optimum must lie between the ends, not at one of them")
      return nil
    }
    return .optimum(ends: [first, last], at: best, delta: delta)
  }

  private func interaction(_ node: SpecNode, _ measure: Measure, delta: Double) -> ClaimQuestion? {
    guard var map = MapReader(node, of: "interaction", problems) else { return nil }
    let gain = map.take("gain").map { contrast($0, "gain", measure) }
    let over = map.take("over").map { contrast($0, "over", measure) }
    map.finish()
    guard let gain, let over else {
      problems.report(node.place, "interaction needs two contrasts, 'gain' and 'over'")
      return nil
    }
    guard let gain, let over else { return nil }
    if gain == over {
      problems.report(node.place, "both contrasts of interaction are the same")
      return nil
    }
    return .interaction(gain: gain, over: over, delta: delta)
  }

  private func parts(_ node: SpecNode, _ kind: String) -> [String]? {
    guard let parts = [String].read(node, problems) else { return nil }
    if parts.count < 2 || Set(parts).count < parts.count {
      problems.report(node.place, "\(kind) needs at least two different claims")
      return nil
    }
    return parts
  }
}
