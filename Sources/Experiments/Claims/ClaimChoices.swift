import Specifications

extension ClaimDirection: Chosen {
  package static let noun = "direction"
  package static let choices: [Choice<ClaimDirection>] = [
    Choice("lower", .lower, "Lower values of the measure are better."),
    Choice("higher", .higher, "Higher values of the measure are better."),
  ]
}

extension EffectScale: Chosen {
  package static let noun = "scale"
  package static let choices: [Choice<EffectScale>] = [
    Choice("absolute", .absolute, "Effect, delta and margin are in the units of the measure."),
    Choice(
      "relative", .relative, "They are shares of the other arm's value at the same replicate.",
      formula: "(m_than − m_better) / m_than"),
  ]
}

extension TrendDirection: Chosen {
  package static let noun = "trend"
  package static let choices: [Choice<TrendDirection>] = [
    Choice("rises", .rises, "The measure rises along the levels as listed."),
    Choice("falls", .falls, "The measure falls along the levels as listed."),
  ]
}

extension ClaimTest: Chosen {
  package static let noun = "test"
  package static let choices: [Choice<ClaimTest>] = [
    Choice("pairedT", .pairedT, "Student's t on the paired effects.", source: "Student 1908"),
    Choice("signFlip", .signFlip, "Exact: every sign of every paired effect.", source: "Fisher 1935, section 21"),
    Choice("wilcoxon", .wilcoxon, "Wilcoxon's signed ranks, exact to 50 pairs.", source: "Wilcoxon 1945"),
    Choice("page", .page, "Page's L for ordered levels, replicates as blocks.", source: "Page 1963"),
    Choice("spearman", .spearman, "Spearman's coefficient per replicate, sign-flip over replicates."),
    Choice("kendall", .kendall, "Kendall's coefficient per replicate, sign-flip over replicates."),
  ]
}

extension ProvenanceMark: Chosen {
  package static let noun = "mark"
  package static let choices: [Choice<ProvenanceMark>] = [
    Choice("R", .read, "Read in the source."),
    Choice("M", .memory, "Recalled from memory: context only, direction at most."),
    Choice("D", .derived, "Derived and checked by computation."),
  ]
}

extension PublishedValue: Specified {
  package static let allowed = "the block published"

  package static func read(_ node: SpecNode, _ problems: Problems) -> PublishedValue? {
    guard var map = MapReader(node, of: "published", problems) else { return nil }
    let value = map.ifPresent("value", Double.self)
    let mark = map.required("mark", ProvenanceMark.self)
    let source = map.optional("source", default: "")
    let note = map.optional("note", default: "")
    map.finish()
    guard let value, let mark, let source, let note else { return nil }
    return PublishedValue(value: value, mark: mark, source: source, note: note)
  }

  package var node: SpecNode {
    var entries: [(String, SpecNode)] = [("mark", mark.node)]
    if let value { entries.append(("value", value.node)) }
    if !source.isEmpty { entries.append(("source", source.node)) }
    if !note.isEmpty { entries.append(("note", note.node)) }
    return .map(entries)
  }
}
