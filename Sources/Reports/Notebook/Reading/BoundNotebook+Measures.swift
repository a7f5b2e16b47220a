import Experiments
import Specifications

extension BoundNotebook {
  /// Reads the measures of plot cells, each in the words of its experiment.
  static func measures(
    _ notebook: Notebook, _ experiments: [BoundExperiment], _ problems: Problems
  ) -> [Int: Measure] {
    var found: [Int: Measure] = [:]
    for (index, cell) in notebook.cells.enumerated() {
      guard case .plot(let plot) = cell.content,
        case .success(let experiment) = experiments.first(where: { $0.name == plot.experiment.name })?.reading
      else { continue }
      if let metric = plot.metric {
        check(.epoch(metric, layer: ""), of: experiment, at: plot.metricPlace ?? cell.place, problems)
      }
      if let node = plot.measure { found[index] = measure(node, of: experiment, problems) }
    }
    return found
  }

  /// Nil after reporting what is wrong, also where no configuration has such a number.
  private static func measure(_ node: SpecNode, of experiment: Experiment, _ problems: Problems) -> Measure? {
    let read = Measure.read(
      node, standard: experiment.metric, bank: experiment.inference.bank, probes: experiment.probes, problems)
    guard let read else { return nil }
    let measure = asked(read, node, of: experiment)
    return check(measure, of: experiment, at: node.place, problems) ? measure : nil
  }

  /// Whether some configuration has such a number; reports otherwise.
  @discardableResult
  private static func check(
    _ measure: Measure, of experiment: Experiment, at place: Place, _ problems: Problems
  ) -> Bool {
    let misfits = experiment.configurations.map {
      measure.misfit(with: $0.spec, inference: experiment.inference, probes: experiment.probes)
    }
    guard let first = misfits.first, let reason = first, !misfits.contains(nil) else { return true }
    problems.report(place, "no configuration of '\(experiment.name)' has what is measured: \(reason)")
    return false
  }

  /// A mode that is only named is the one that the experiment asks, whatever its samples are at a tier.
  private static func asked(_ measure: Measure, _ node: SpecNode, of experiment: Experiment) -> Measure {
    guard case .inference(let request, let metric, let samples) = measure,
      case .map(let entries) = node.content,
      let word = entries.first(where: { $0.key == "inference" })?.value.plainText
    else { return measure }
    let known = experiment.configurations.flatMap { experiment.inference.requests(for: $0.spec) }
    guard !known.contains(request),
      let named = known.first(where: { $0.mode.word == word && $0.split == request.split })
    else { return measure }
    return .inference(named, metric, samples: samples)
  }
}
