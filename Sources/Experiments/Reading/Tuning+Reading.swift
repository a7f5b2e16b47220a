import Specifications

extension Tuning: Specified {
  package static let allowed = "the block tune"

  package static func read(_ node: SpecNode, _ problems: Problems) -> Tuning? {
    guard var map = MapReader(node, of: "tune", problems) else { return nil }
    for entry in node.entries ?? [] {
      guard let excess = SpecPath(entry.key).excess else { continue }
      problems.report(entry.place, excess)
      return nil
    }
    let seeds = map.required("seeds", [Int].self, in: Self.seedLists)
    let on = map.required("on", String.self, allowed: "validation.error, or another measure of validation")
    let measure = on.flatMap { self.measure($0, at: map.place(of: "on"), problems) }
    let paths = (node.entries ?? []).filter { SpecPath($0.key).isOfTrial }
    if paths.count != 1 {
      problems.report(node.place, "tune needs one path that begins with trial., found \(paths.count)")
    }
    let lists = paths.map {
      (
        path: $0,
        values: candidates(
          map.take($0.key, allowed: values, isRequired: true, told: "trial.…"), problems)
      )
    }
    map.finish()
    guard let seeds, let measure, lists.count == 1, let values = lists[0].values else { return nil }
    return Tuning(
      path: SpecPath(lists[0].path.key), values: values, seeds: seeds, metric: measure, place: lists[0].path.place)
  }

  private static let seedLists = Bounds<[Int]>("a list of different whole numbers of at least 0") { seeds in
    !seeds.isEmpty && seeds.allSatisfy { $0 >= 0 } && Set(seeds).count == seeds.count
  }

  private static let values = "a list of at least two values to choose from"

  private static func measure(_ text: String, at place: Place, _ problems: Problems) -> Metric? {
    let allowed = Metric.allCases.filter(\.hasGoodEnd).map { "validation.\($0.rawValue)" }
    if allowed.contains(text), let metric = Metric(rawValue: String(text.dropFirst("validation.".count))) {
      return metric
    }
    problems.report(place, MapReader.unknown("measure", text, of: "tune", allowed: allowed))
    return nil
  }

  private static func candidates(_ node: SpecNode?, _ problems: Problems) -> [SpecNode]? {
    guard let node else { return nil }
    guard case .list(let values) = node.content, values.count > 1 else {
      problems.report(
        node.place,
        "expected a list of at least two values to choose from, found \(node.entries == nil ? node.flow : node.kind)")
      return nil
    }
    var seen: Set<SpecNode> = []
    for value in values where !seen.insert(value).inserted {
      problems.report(value.place, "\(value.kind) stands twice in the list to choose from")
      return nil
    }
    return values
  }

  package var node: SpecNode {
    .map([(path.description, .list(values)), ("seeds", seeds.node), ("on", .text("validation.\(metric.rawValue)"))])
  }
}
