import Specifications

extension ClaimReader {
  /// Reads `{ best: [{ … }, { … }] }` or `{ best: [{ … }, { … }], by: MEASURE }`; nil after reporting.
  func best(_ node: SpecNode, _ measure: Measure) -> ClaimArm? {
    guard var map = MapReader(node, of: "best", problems), let list = map.take("best") else { return nil }
    let chooser = map.take("by")
    map.finish()
    guard let chooser else { return arm(of: list, .bestOnValidation, measure) }
    guard let by = Measure.read(chooser, standard: metric, bank: inference.bank, probes: probes, problems),
      let arm = arm(of: list, .bestBy(by), measure)
    else { return nil }
    if let message = by.unfitToChoose {
      problems.report(chooser.place, message)
      return nil
    }
    for configuration in arm.configurations.map({ configurations[$0] }) {
      guard let misfit = by.misfit(with: configuration.spec, inference: inference, probes: probes) else { continue }
      problems.report(chooser.place, "'\(configuration.label)' does not have what chooses: \(misfit)")
      return nil
    }
    return arm
  }
}

extension Measure {
  /// Why it must not choose an arm; nil where it may.
  fileprivate var unfitToChoose: String? {
    if readsTest { return "what chooses the best arm must not be of the test split" }
    return betterEnd == nil ? "neither end of this measure is better, so it cannot choose the best arm" : nil
  }

  /// Whether test examples are looked at.
  private var readsTest: Bool {
    switch self {
    case .epoch(let choice, _): choice.split == .test
    case .inference(let request, _, _): request.split == .test
    case .probe(let request, _, _, _), .predictions(let request, _): request.sample?.split == .test
    }
  }
}
