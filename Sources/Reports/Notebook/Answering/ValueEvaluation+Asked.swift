import Analysis
import Experiments
import Specifications
import Statistics

/// What networks gave when they were asked.
extension ValueEvaluation {
  func asked(_ value: AskedValue, _ format: ValueFormat?) throws(CellFailure) -> ValueText {
    let summary = try answer(value.experiment).summary
    let shown = ShownSample(
      isShare: value.isShare, isDifference: value.isDifference, aspect: value.aspect, experiment: value.experiment)
    let first = try values(value, of: value.configuration, isSubtracted: false, summary)
    guard value.isDifference else {
      let interval = Sample(first.map(\.value)).flatMap { Interval.studentT($0, level: summary.level) }
      return try text(first.map(\.value), interval: interval, shown, format, what: "mean of \(first.count) trials")
    }
    let second = try values(value, of: value.minus ?? value.configuration, isSubtracted: true, summary)
    return try difference(first, second, level: summary.level, shown, format)
  }

  /// The values of the first or of the subtracted half, replicate by replicate.
  private func values(
    _ value: AskedValue, of alias: String, isSubtracted: Bool, _ summary: ExperimentSummary
  ) throws(CellFailure) -> [ReplicateValue] {
    let configuration = try configuration(alias, of: value.experiment, summary)
    let found: [ReplicateValue]?
    switch value.question {
    case .inference(let mode, let minus, let split, let metric, let samples):
      let word = isSubtracted ? minus ?? mode : mode
      let asked = summary.inference.first {
        $0.configuration == configuration.index && $0.request.split == split && $0.request.mode.word == word
      }
      found = asked?.point(metric, after: samples)?.values
    case .probe(let name, let statistic, let layer, let place):
      let asked = summary.probes.first { $0.configuration == configuration.index && $0.request.name == name }
      guard let point = asked?.point(statistic, layer: layer, at: place) else {
        throw fail(absence(statistic, layer, asked))
      }
      found = point.values
    }
    guard let found, !found.isEmpty else { throw fail("no trial of '\(configuration.label)' was asked this") }
    return found
  }

  private func absence(_ statistic: ProbeStatistic, _ layer: String, _ asked: ProbeSummary?) -> String {
    let layers = (asked?.points ?? []).filter { $0.address.statistic == statistic }.map(\.address.layer)
    guard let first = layers.first, !layer.isEmpty else { return "no trial was asked for \(statistic)" }
    let known = layers.dropFirst().reduce(into: [first]) { if !$0.contains($1) { $0.append($1) } }
    return "\(statistic) was found of \(known.joined(separator: ", ")), not of '\(layer)'"
  }
}

extension AskedValue {
  fileprivate var isShare: Bool {
    switch question {
    case .inference(_, _, _, let metric, _): metric.wording.isShare
    case .probe(_, let statistic, _, _): statistic.wording.isShare
    }
  }
}

extension ModeSummary {
  /// The point after so many samples; that of a mode without a choice, and the last of all when nil.
  fileprivate func point(_ metric: InferenceMetric, after samples: Int?) -> ModePoint? {
    guard let samples, case .monteCarlo = request.mode else { return last(metric) }
    return points(metric).first { $0.samples == samples }
  }
}
