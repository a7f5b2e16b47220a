import Analysis
import Experiments
import Specifications
import Statistics

/// Turns an inline value into its text.
struct ValueEvaluation {
  let bound: BoundNotebook
  let answers: NotebookAnswers
  let place: Place

  func evaluate(_ value: InlineValue) -> EvaluatedValue {
    do throws(CellFailure) {
      switch value.subject {
      case .literal(.text(let text)): return .given(ValueText(text: text))
      case .literal(.number(let number)):
        if value.format == nil, !value.isComputed { return .given(ValueText(text: NumberText.exact(number))) }
        let text = try FormattedNumber(number).text(value.format, at: place)
        return .given(ValueText(text: value.format == nil ? text.trimmingZeros : text))
      case .experiment(let name, let quantity): return .given(try experiment(name, quantity, value.format))
      case .asked(let asked): return .given(try self.asked(asked, value.format))
      case .identity(let id, let quantity): return .given(try identity(id, quantity, value.format))
      case .claim(let experiment, let id, let quantity):
        return .given(try claim(id, of: experiment, quantity, value.format))
      }
    } catch {
      return .failed(error)
    }
  }

  func fail(_ message: String) -> CellFailure { CellFailure(place, message) }

  // MARK: Experiments

  /// The answer of an experiment; throws when it failed.
  func answer(_ name: String) throws(CellFailure) -> ExperimentAnswer {
    switch answers.experiments[name] {
    case .given(let answer): return answer
    case .failed: throw CellFailure(place, because: name)
    case nil: throw fail("the experiment '\(name)' was not run")
    }
  }

  private func experiment(
    _ name: String, _ quantity: ExperimentQuantity, _ format: ValueFormat?
  ) throws(CellFailure) -> ValueText {
    let answer = try answer(name)
    let summary = answer.summary
    func count(_ value: Int) throws(CellFailure) -> ValueText {
      ValueText(text: try FormattedNumber(Double(value)).text(format ?? .count, at: place), experiment: name)
    }
    switch quantity {
    case .trials: return try count(summary.counts.completed)
    case .replicates: return try count(summary.replicates)
    case .configurations: return try count(summary.configurations.count)
    case .digest: return ValueText(text: String(answer.provenance.specificationDigest.prefix(12)), experiment: name)
    case .measured(let measured): return try self.measured(measured, of: name, summary, format)
    }
  }

  private func measured(
    _ measured: MeasuredValue, of name: String, _ summary: ExperimentSummary, _ format: ValueFormat?
  ) throws(CellFailure) -> ValueText {
    let shown = ShownSample(
      isShare: measured.metric.isShare, isDifference: measured.minus != nil, aspect: measured.aspect, experiment: name)
    let left = try final(measured, alias: measured.configuration, of: name, summary)
    guard let minus = measured.minus else {
      let interval = Sample(left.values.map(\.value)).flatMap { Interval.studentT($0, level: summary.level) }
      return try text(
        left.values.map(\.value), interval: interval, shown, format, what: "mean of \(left.values.count) trials")
    }
    let right = try final(measured, alias: minus, of: name, summary)
    return try difference(left.values, right.values, level: summary.level, shown, format)
  }

  /// The mean of paired differences, the second from the first.
  func difference(
    _ first: [ReplicateValue], _ second: [ReplicateValue], level: Double, _ shown: ShownSample, _ format: ValueFormat?
  ) throws(CellFailure) -> ValueText {
    let pairs = first.compactMap { value in
      second.first { $0.replicate == value.replicate }.map { (value.value, $0.value) }
    }
    guard !pairs.isEmpty, let sample = PairedSample(pairs.map(\.0), minus: pairs.map(\.1)) else {
      throw fail("what is subtracted has no replicate in common with what it is subtracted from")
    }
    let interval = Interval.pairedStudentT(sample, level: level)
    let what = "mean of \(pairs.count) paired differences"
    return try text(sample.differences.values, interval: interval, shown, format, what: what)
  }

  /// The configuration of an alias; throws when trials are missing, since a mean of the others would be another number.
  func configuration(
    _ alias: String, of name: String, _ summary: ExperimentSummary
  ) throws(CellFailure) -> ConfigurationSummary {
    guard let index = bound.experiment(name)?.configuration(alias), let found = summary.configuration(index) else {
      throw fail("'\(name)' has no configuration '\(alias)'")
    }
    let missing = found.counts.open + found.counts.failed
    guard missing == 0 else {
      throw fail(
        "the value is stale: \(missing) of \(found.counts.planned) trials of '\(found.label)' have no outcome")
    }
    return found
  }

  private func final(
    _ measured: MeasuredValue, alias: String, of name: String, _ summary: ExperimentSummary
  ) throws(CellFailure) -> FinalMetric {
    let found = try configuration(alias, of: name, summary)
    guard let final = found.final(measured.metric, on: measured.split, layer: measured.layer) else {
      throw fail(absence(measured, found))
    }
    return final
  }

  private func absence(_ measured: MeasuredValue, _ configuration: ConfigurationSummary) -> String {
    let what = "\(measured.split.rawValue).\(measured.metric.rawValue)"
    let layers = configuration.finals.filter { $0.metric == measured.metric && $0.split == measured.split }
      .map(\.layer).filter { !$0.isEmpty }
    if !layers.isEmpty { return MapReader.unknown("layer", measured.layer, of: what, allowed: layers) }
    let known = configuration.finals.filter(\.layer.isEmpty).map { "\($0.split.rawValue).\($0.metric.rawValue)" }
    if known.isEmpty { return "no trial of '\(configuration.label)' completed" }
    return "'\(configuration.label)' has no \(what); it has \(known.joined(separator: ", "))"
  }

  func text(
    _ values: [Double], interval: Interval?, _ sampled: ShownSample, _ format: ValueFormat?, what: String
  ) throws(CellFailure) -> ValueText {
    let sample = Sample(values)
    guard let mean = sample?.mean else { throw fail("there is no finite value") }
    let number = FormattedNumber(
      mean, interval: interval, isShare: sampled.isShare, isDifference: sampled.isDifference)
    let shown = format ?? number.natural
    // A count has a form of its own, which does not fit the bounds.
    let bounds = sampled.aspect == .n ? number.natural : shown
    let detail =
      try interval.map { interval throws(CellFailure) in
        "\(what), \(NumberText.significant(interval.level * 100, digits: 2))\(NumberText.space)% interval "
          + (try number.interval(bounds, at: place))
      } ?? what
    let text: String
    switch sampled.aspect {
    case .mean: text = try number.text(shown, at: place)
    case .n: text = "\(values.count)"
    case .interval:
      guard interval != nil else { throw fail("an interval needs two values or more; there is one") }
      text = try number.interval(shown, at: place)
    case .sd:
      guard let deviation = sample?.standardDeviation else { throw fail("a spread needs two values or more") }
      let isInPoints = shown == .percent || shown == .points
      text = try isInPoints ? FormattedNumber.points(deviation) : FormattedNumber(deviation).text(shown, at: place)
    }
    return ValueText(text: text, detail: detail, experiment: sampled.experiment)
  }

  // MARK: Identities and claims

  private func identity(
    _ id: String, _ quantity: IdentityQuantity, _ format: ValueFormat?
  ) throws(CellFailure) -> ValueText {
    guard case .given(let answer) = answers.identities[id] else { throw fail("the identity '\(id)' was not checked") }
    switch quantity {
    case .holds: return ValueText(text: answer.holds ? "holds" : "fails", detail: answer.statement)
    case .statement: return ValueText(text: answer.statement)
    case .source: return ValueText(text: answer.source)
    case .findings: return ValueText(text: "\(answer.findings.count)", detail: answer.statement)
    case .maxError:
      guard let error = answer.maxError else { throw fail("\(id) compares no numbers for equality") }
      return ValueText(
        text: try FormattedNumber(error).text(format ?? .scientific, at: place), detail: answer.statement)
    }
  }

  private func claim(
    _ id: String, of experiment: String, _ quantity: ClaimQuantity, _ format: ValueFormat?
  ) throws(CellFailure) -> ValueText {
    let claims = try answer(experiment).summary.claims
    guard let finding = claims.first(where: { $0.claim.id == id }) else {
      throw fail(MapReader.unknown("claim", id, of: "'\(experiment)'", allowed: claims.map(\.claim.id)))
    }
    let text = ClaimText(finding)
    func shown(_ value: String) -> ValueText { ValueText(text: value, detail: text.sentence, experiment: experiment) }
    switch quantity {
    case .verdict: return shown(finding.verdict.word)
    case .statement: return shown(finding.claim.statement)
    case .n: return shown("\(finding.effect?.values.count ?? 0)")
    case .p:
      guard let p = finding.judgement.p else { throw fail("the claim '\(id)' has no p") }
      return shown(NumberText.pValue(p))
    case .estimate, .interval:
      guard let effect = finding.effect else { throw fail("the claim '\(id)' has no effect: \(finding.verdict.word)") }
      guard let format else { return shown(quantity == .estimate ? text.estimate : text.interval) }
      let number = FormattedNumber(effect.estimate, interval: effect.interval, isDifference: true)
      return shown(
        quantity == .estimate ? try number.text(format, at: place) : try number.interval(format, at: place))
    }
  }
}

/// How a sample is shown.
struct ShownSample {
  let isShare: Bool
  let isDifference: Bool
  let aspect: MeasuredValue.Aspect
  let experiment: String
}
