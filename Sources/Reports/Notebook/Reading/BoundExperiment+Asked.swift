import Experiments
import Specifications

extension BoundExperiment {
  /// Reports what the experiment does not ask of the networks that a value speaks of.
  func check(_ value: AskedValue, at place: Place, _ problems: Problems) {
    for alias in value.aliases { checkAlias(alias, at: place, problems) }
    guard case .success(let experiment) = reading else { return }
    for alias in value.aliases {
      guard let index = configuration(alias) else { continue }
      let spec = experiment.configurations[index].spec
      if let message = misfit(value.question, of: experiment, alias, spec) { problems.report(place, message) }
    }
  }

  private func misfit(
    _ question: AskedValue.Question, of experiment: Experiment, _ alias: String, _ spec: TrialSpec
  ) -> String? {
    switch question {
    case .inference(let mode, let minus, let split, let metric, let samples):
      let requests = experiment.inference.requests(for: spec).filter { $0.split == split }
      for word in [mode, minus].compactMap({ $0 }) {
        if let message = misfit(word, among: requests, alias, split) { return message }
        let asked = requests.filter { $0.mode.word == word }
        if let message = asked.lazy.compactMap({ metric.misfit(with: spec, of: $0, nil) }).first {
          return message
        }
      }
      return samples.flatMap { misfit(samples: $0, of: [mode, minus].compactMap { $0 }, among: requests) }
    case .probe(let name, let statistic, let layer, let at):
      return misfit(name, statistic, layer: layer, at: at, among: experiment.probes.requests(for: spec), alias)
    }
  }

  // MARK: Inference

  private func misfit(
    _ word: String, among requests: [InferenceRequest], _ alias: String, _ split: Split
  ) -> String? {
    let found = requests.filter { $0.mode.word == word }
    if found.count > 1 {
      return "'\(name)' asks '\(alias)' by \(word) \(found.count) times, and a value cannot say which one"
    }
    guard found.isEmpty else { return nil }
    guard !requests.isEmpty else { return "'\(name)' asks '\(alias)' by no mode of inference on \(split.rawValue)" }
    return MapReader.unknown("mode", word, of: "'\(name)' for '\(alias)'", allowed: requests.map(\.mode.word))
  }

  private func misfit(samples: Int, of words: [String], among requests: [InferenceRequest]) -> String? {
    let counts = requests.filter { words.contains($0.mode.word) }.compactMap { request -> Int? in
      if case .monteCarlo(let all, _) = request.mode { all } else { nil }
    }
    guard let all = counts.min() else { return "only Monte Carlo has a number of samples to choose with @" }
    let marks = InferenceMode.marks(upTo: all)
    return marks.contains(samples)
      ? nil : "@\(samples) is not written down; @ may be \(marks.map(String.init).joined(separator: ", "))"
  }

  // MARK: Probes

  private func misfit(
    _ probe: String, _ statistic: ProbeStatistic, layer: String, at mark: Double?, among requests: [ProbeRequest],
    _ alias: String
  ) -> String? {
    let found = requests.filter { $0.name == probe }
    guard let request = found.first else {
      guard !requests.isEmpty else { return "'\(name)' has no probe that looks into '\(alias)'" }
      return MapReader.unknown("probe", probe, of: "'\(name)' for '\(alias)'", allowed: requests.map(\.name))
    }
    guard found.count == 1 else {
      return "'\(name)' asks \(probe) \(found.count) times, and a value cannot say which one"
    }
    let known = request.probe.statistics
    guard known.contains(statistic) else {
      return MapReader.unknown("statistic", statistic.rawValue, of: probe, allowed: known.map(\.rawValue))
    }
    if request.probe.isOfLayers(statistic), layer.isEmpty {
      return "\(statistic) is found of every layer; write its name behind the statistic, such as \(statistic).hidden1"
    }
    let places = statistic.places.map(\.description).joined(separator: ", ")
    switch (mark, statistic.places.isEmpty) {
    case (nil, true): return nil
    case (nil, false): return "\(statistic) is a curve; choose a place with @: \(places)"
    case (_?, true): return "\(statistic) is one number and has no @"
    case (let mark?, false): return statistic.places.contains(mark) ? nil : "@\(mark), but the curve has \(places)"
    }
  }
}
