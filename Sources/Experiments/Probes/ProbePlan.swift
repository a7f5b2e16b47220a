import Datasets
import Specifications

/// The probes of an experiment: the `probes:` block.
package struct ProbePlan: Sendable {
  package let requests: [ProbeRequest]
  /// Where each of them is written.
  private let places: [Place]
  /// Whether it is that of an archive, whose trials were asked what earlier versions asked.
  private let takesOlder: Bool

  package init(_ requests: [ProbeRequest] = [], places: [Place] = [], takingOlder: Bool = false) {
    self.requests = requests
    self.places = places
    takesOlder = takingOlder
  }

  /// Why trials of a configuration are not asked by a probe; nil where they are.
  func misfit(of probe: Probe, with spec: TrialSpec) -> String? {
    probe.misfit(with: spec, takingOlder: takesOlder)
  }

  /// What trials of a configuration are asked.
  package func requests(for spec: TrialSpec) -> [ProbeRequest] {
    requests.filter { misfit(of: $0.probe, with: spec) == nil }
  }

  /// Reports what no configuration can answer.
  func check(against specs: [TrialSpec], _ problems: Problems) {
    for (request, place) in zip(requests, places) {
      let misfits = specs.map { misfit(of: request.probe, with: $0) }
      if let first = misfits.first, let reason = first, !misfits.contains(nil) {
        problems.report(place, "the probe \(request.name) fits no configuration: \(reason)")
      }
      if request.looksAtOwnExamples, !takesOlder, specs.contains(where: \.dataset.isDrawnAnew) {
        problems.report(
          place,
          "the probe \(request.name) compares the replicates' predictions, whose training examples differ; look at test, or "
            + "train all on the same with dataset.subset: fixed")
      }
      guard let split = request.sample?.split, split != .training, specs.contains(where: { !$0.measures(split) })
      else { continue }
      problems.report(
        place, "the probe \(request.name) looks at \(split.rawValue), which some configuration does not evaluate")
    }
  }
}

extension ProbeRequest {
  /// Whether it compares what the replicates say of their training examples, which must then be the same ones.
  fileprivate var looksAtOwnExamples: Bool {
    if case .predictions = probe { sample?.split == .training } else { false }
  }
}

extension DatasetSpec {
  /// Whether every replicate has training examples of its own.
  fileprivate var isDrawnAnew: Bool { subset != .fixed || bootstrap != nil }
}

// Two plans are equal when they ask the same, wherever it was written.
extension ProbePlan: Hashable {
  package static func == (left: ProbePlan, right: ProbePlan) -> Bool { left.requests == right.requests }

  package func hash(into hasher: inout Hasher) { hasher.combine(requests) }
}

extension ProbePlan: Specified {
  package static let allowed = "a list of probes"

  package static func read(_ node: SpecNode, _ problems: Problems) -> ProbePlan? {
    guard let requests = [ProbeRequest].read(node, problems), case .list(let items) = node.content else { return nil }
    for (index, item) in items.enumerated() where requests[..<index].contains(requests[index]) {
      problems.report(item.place, "probes lists \(requests[index].key) twice")
      return nil
    }
    return ProbePlan(requests, places: items.map(\.place), takingOlder: problems.takesOlder)
  }

  package var node: SpecNode { requests.node }
}
