import Specifications

/// Reads the rows of an imported table, each checked, and gathers them to runs.
struct ImportReader {
  let table: CSVTable
  let header: ImportHeader
  let request: ImportRequest
  let problems: Problems
  /// The measures of the file, each split by each metric where splits have rows of their own.
  let measures: [ImportedMeasure]

  init(table: CSVTable, header: ImportHeader, request: ImportRequest, problems: Problems) {
    (self.table, self.header, self.request, self.problems) = (table, header, request, problems)
    let written = header.place(of: .split).map { place in Set(table.rows.map { ImportHeader.split($0[place].text) }) }
    let splits = written.map { written in Split.allCases.filter { written.contains($0) } }
    measures = header.measures.flatMap { column in
      (column.split.map { [$0] } ?? splits ?? []).map { ImportedMeasure(split: $0, metric: column.metric) }
    }
  }

  /// One row as read.
  private struct Line {
    let factors: [ImportedFactor]
    let seed: Int
    let epoch: Int
    let status: Status
    let values: [(metric: EpochMetric, place: Place)]
    let split: Split?
    let place: Place
  }

  private enum Status: String, CaseIterable {
    case completed, diverged, failed
  }

  /// Identifies a run.
  private struct Key: Hashable {
    let configuration: Int
    let seed: Int
  }

  /// Every run with its configuration and seed, both in order of first appearance; nil after reporting.
  func runs() -> (configurations: [[ImportedFactor]], seeds: [Int], runs: [ImportedRun])? {
    let before = problems.found.count
    let lines = table.rows.compactMap(line)
    guard problems.found.count == before else { return nil }
    guard !lines.isEmpty else {
      problems.report(table.header[0].place, "the file has a header and no rows")
      return nil
    }
    var configurations: [[ImportedFactor]] = []
    var places: [[ImportedFactor]: Int] = [:]
    var seeds: [Int] = []
    var known: Set<Int> = []
    var groups: [Key: [Line]] = [:]
    for line in lines {
      let index = places[line.factors] ?? configurations.count
      if index == configurations.count {
        configurations.append(line.factors)
        places[line.factors] = index
      }
      if known.insert(line.seed).inserted { seeds.append(line.seed) }
      groups[Key(configuration: index, seed: line.seed), default: []].append(line)
    }
    checkMissing(configurations.count, seeds.count, found: groups.count)
    guard problems.found.count == before else { return nil }
    let runs = configurations.indices.flatMap { configuration in
      seeds.map { seed in run(groups[Key(configuration: configuration, seed: seed)] ?? [], configuration, seed) }
    }
    return problems.found.count == before ? (configurations, seeds, runs) : nil
  }

  /// Runs that a file may lack: each is planned and counted as failed.
  private static let mostMissing = 10_000

  private func checkMissing(_ configurations: Int, _ seeds: Int, found: Int) {
    let missing = configurations * seeds - found
    guard missing > max(Self.mostMissing, found) else { return }
    problems.report(
      table.header[0].place,
      "\(configurations) configurations × \(seeds) seeds are \(configurations * seeds) runs, of which the file has "
        + "\(found); at most \(Self.mostMissing) may be missing, or as many as there are: configurations are paired "
        + "by seeds that they share")
  }

  // MARK: One run

  private func run(_ lines: [Line], _ configuration: Int, _ seed: Int) -> ImportedRun {
    checkDuplicates(lines)
    let measured = lines.flatMap(\.values).sorted { $0.metric.place < $1.metric.place }
    let worst = lines.map(\.status)
    let last = lines.map(\.epoch).max() ?? 0
    let state: ImportedRun.State =
      if lines.isEmpty {
        .failed(reason: "the imported file has no row of it")
      } else if worst.contains(.failed) {
        .failed(reason: "the imported file says that it failed")
      } else if worst.contains(.diverged) {
        .diverged(epoch: max(1, last))
      } else {
        .completed
      }
    let place = lines.first?.place ?? table.header[0].place
    if state == .completed { checkComplete(measured.map(\.metric), at: place) }
    return ImportedRun(
      configuration: configuration, seed: seed, state: state, metrics: measured.map(\.metric),
      places: measured.map(\.place), place: place)
  }

  private func checkDuplicates(_ lines: [Line]) {
    var seen: [String: Place] = [:]
    for line in lines {
      let key = "\(line.epoch) \(line.split?.rawValue ?? "")"
      if let first = seen[key] {
        problems.report(
          line.place,
          "this row stands for the same run\(header.place(of: .epoch) == nil ? "" : " and epoch") as line \(first.line)"
        )
      }
      seen[key] = seen[key] ?? line.place
    }
  }

  /// Every measure of the file must be there at some epoch.
  private func checkComplete(_ metrics: [EpochMetric], at place: Place) {
    for measure in measures where !metrics.contains(where: { measure == ImportedMeasure(of: $0) }) {
      problems.report(place, "this run has no value of \(measure.text) at any epoch")
    }
  }

  // MARK: One row

  private func line(_ row: [CSVTable.Field]) -> Line? {
    let factors = header.factors.compactMap { factor in value(row[factor.place], of: factor.name) }
    let seed = whole(row, .seed, standard: nil)
    let epoch = whole(row, .epoch, standard: 1, most: EpochMetric.lastEpoch)
    let splitField = header.place(of: .split).map { row[$0] }
    let split = splitField.flatMap { self.split($0) }
    let status = header.place(of: .status).map { self.status(row[$0]) } ?? Status.completed
    guard factors.count == header.factors.count, let seed, let epoch, let status, (split == nil) == (splitField == nil)
    else { return nil }
    let values = header.measures.compactMap { column -> (metric: EpochMetric, place: Place)? in
      let field = row[column.place]
      guard let own = column.split ?? split,
        let number = number(field, of: column.metric, mayLack: status != .completed)
      else { return nil }
      return (EpochMetric(epoch: epoch, split: own, metric: column.metric, value: number), field.place)
    }
    return Line(
      factors: factors, seed: seed, epoch: epoch, status: status, values: values, split: split,
      place: row[0].place)
  }

  private func value(_ field: CSVTable.Field, of name: String) -> ImportedFactor? {
    guard !field.text.isEmpty else {
      problems.report(field.place, "\(name) is empty; write none where nothing was set")
      return nil
    }
    guard field.text.first?.isWhitespace == false, field.text.last?.isWhitespace == false else {
      problems.report(field.place, "\(name) is '\(field.text)', with blanks at an end, which make it another value")
      return nil
    }
    return ImportedFactor(name: name, text: field.text)
  }

  private func whole(
    _ row: [CSVTable.Field], _ column: ImportColumn, standard: Int?, most: Int = .max
  ) -> Int? {
    guard let place = header.place(of: column) else { return standard }
    let field = row[place]
    if let number = Int(field.text), 0...most ~= number, String(number) == field.text { return number }
    let allowed = most == .max ? "of at least 0" : "from 0 to \(most)"
    problems.report(field.place, "\(column) is '\(field.text.clipped(to: 40))', allowed is a whole number \(allowed)")
    return nil
  }

  private func split(_ field: CSVTable.Field) -> Split? {
    if let split = ImportHeader.split(field.text) { return split }
    let allowed = Split.allCases.map(\.rawValue)
    problems.report(field.place, MapReader.unknown("split", field.text, of: "this row", allowed: allowed))
    return nil
  }

  private func status(_ field: CSVTable.Field) -> Status? {
    if let status = Status(rawValue: field.text) { return status }
    let allowed = Status.allCases.map(\.rawValue)
    problems.report(field.place, MapReader.unknown("status", field.text, of: "this row", allowed: allowed))
    return nil
  }

  // MARK: One number

  /// A value as the archive keeps it; nil where there is none, after reporting where there must be one.
  private func number(_ field: CSVTable.Field, of metric: Metric, mayLack: Bool) -> Double? {
    let text = field.text
    // Not every epoch is evaluated on every split; a run without any value is found later.
    if text.isEmpty {
      if !mayLack, header.place(of: .epoch) == nil { problems.report(field.place, "\(metric) is empty") }
      return nil
    }
    if ["nan", "inf", "-inf", "+inf", "infinity", "-infinity"].contains(text.lowercased()) {
      if !mayLack {
        problems.report(
          field.place, "\(metric) is \(text), which is no result; a column 'status' says that a run diverged")
      }
      return nil
    }
    guard let written = Double.read(SpecNode(.scalar(text, quoted: false), place: field.place), Problems()) else {
      let isComma = text.wholeMatch(of: /[-+]?[0-9]*,[0-9]+/) != nil
      let hint = isComma ? "; decimals have a point, not a comma" : ""
      problems.report(field.place, "\(metric) is '\(text)', expected a number\(hint)")
      return nil
    }
    let value = request.isPercent && metric.isWrittenInPercent ? written / 100 : written
    if let bounds = metric.bounds, !bounds.contains(value) {
      let hint = metric.isWrittenInPercent && !request.isPercent ? "; are these percent? Then say --percent" : ""
      problems.report(field.place, "\(metric) is \(text), allowed is \(bounds.words)\(hint)")
      return nil
    }
    return value
  }
}

extension ImportedMeasure {
  init(of metric: EpochMetric) { self.init(split: metric.split, metric: metric.metric) }
}

extension EpochMetric {
  /// Where it stands among the metrics of an outcome: by epoch, split and metric.
  fileprivate var place: (Int, Int, Int) {
    (epoch, Split.allCases.firstIndex(of: split) ?? 0, Metric.allCases.firstIndex(of: metric) ?? 0)
  }
}

extension Metric {
  /// Whether people write it in percent.
  fileprivate var isWrittenInPercent: Bool {
    switch self {
    case .error, .accuracy, .ece, .gap: true
    case .loss, .nll, .brier, .perplexity, .meanSquare, .sparsity, .dropFraction, .noiseMean, .noiseVariance,
      .weightNorm, .varianceRatio, .largestActivation, .boundedUnits, .gradientNorm, .learningRate, .penalty,
      .learnedRate:
      false
    }
  }

  /// What its values may be; nil for any number.
  fileprivate var bounds: Bounds<Double>? {
    switch self {
    case .error, .accuracy, .ece: .zeroToOne
    case .gap: Bounds("a number from -1 to 1") { abs($0) <= 1 }
    case .brier: Bounds("a number from 0 to 2") { $0 >= 0 && $0 <= 2 }
    case .perplexity: Bounds("a number of at least 1") { $0 >= 1 }
    case .meanSquare: .notNegative
    case .loss, .nll, .sparsity, .dropFraction, .noiseMean, .noiseVariance, .weightNorm, .varianceRatio,
      .largestActivation, .boundedUnits, .gradientNorm, .learningRate, .penalty, .learnedRate:
      nil
    }
  }
}
