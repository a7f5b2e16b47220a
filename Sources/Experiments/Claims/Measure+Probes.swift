import Specifications

extension Measure {
  /// Reads `{ probe, statistic, layer, at }`; a probe that is only named is the one that the experiment asks.
  static func probe(_ map: inout MapReader, _ plan: ProbePlan) -> Measure? {
    let request = request(&map, plan)
    if let request, request.probe.isPrediction {
      return map.required("statistic", PredictionStatistic.self).map { .predictions(request, $0) }
    }
    let place = map.place(of: "statistic")
    let statistic = map.required("statistic", ProbeStatistic.self)
    let layer = map.optional("layer", default: "")
    let at = map.ifPresent("at", Double.self)
    guard let request, let statistic, let layer, let at else { return nil }
    if let message = misfit(of: statistic, layer: layer, at: at, with: request) {
      map.problems.report(place, message)
      return nil
    }
    return .probe(request, statistic, layer: layer, at: at)
  }

  /// The probe with its parameters and examples; nil after reporting.
  private static func request(_ map: inout MapReader, _ plan: ProbePlan) -> ProbeRequest? {
    guard let node = map.take("probe"), let written = ProbeRequest.read(node, map.problems) else { return nil }
    guard let name = node.plainText else { return written }
    let asked = plan.requests.filter { $0.name == name }
    if asked.count > 1, !asked.contains(written) {
      let keys = asked.map(\.key).joined(separator: ", ")
      map.problems.report(node.place, "probes lists \(name) \(asked.count) times; write which one: \(keys)")
      return nil
    }
    return asked.contains(written) ? written : asked.first ?? written
  }

  /// Why a probe has no such number; nil when it has.
  private static func misfit(
    of statistic: ProbeStatistic, layer: String, at place: Double?, with request: ProbeRequest
  ) -> String? {
    let known = request.probe.statistics
    guard known.contains(statistic) else {
      return MapReader.unknown("statistic", statistic.rawValue, of: request.name, allowed: known.map(\.rawValue))
    }
    switch (request.probe.isOfLayers(statistic), layer.isEmpty) {
    case (true, true): return "\(statistic) is found of every layer; name one with layer, such as layer: hidden1"
    case (false, false): return "\(statistic) is of the whole network and has no layer"
    case (true, false), (false, true): break
    }
    let places = statistic.places
    let names = places.map(\.description).joined(separator: ", ")
    guard let place else { return places.isEmpty ? nil : "\(statistic) is a curve; choose a place with at: \(names)" }
    if places.contains(place) { return nil }
    return places.isEmpty ? "\(statistic) is one number and has no 'at'" : "at is \(place), the curve has \(names)"
  }

  /// Why trials of a spec have no record of a probe; nil when they have one.
  static func misfit(of request: ProbeRequest, with spec: TrialSpec, _ plan: ProbePlan) -> String? {
    guard plan.requests.contains(request) else {
      let known = plan.requests.map(\.key).joined(separator: ", ")
      return "probes does not list \(request.key); it lists \(known.isEmpty ? "nothing" : known)"
    }
    return plan.misfit(of: request.probe, with: spec)
  }
}

extension PredictionStatistic: Chosen {
  package static let noun = "statistic of predictions"
  package static let choices: [Choice<PredictionStatistic>] = allCases.map { Choice($0.rawValue, $0, "") }
}

extension ProbeStatistic: Chosen {
  package static let noun = "statistic"
  package static let choices: [Choice<ProbeStatistic>] = allCases.map { Choice($0.rawValue, $0, "") }
}
