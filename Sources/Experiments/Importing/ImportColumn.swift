import Specifications

/// What a column of an imported table holds.
enum ImportColumn: Hashable, Sendable {
  case seed, epoch, split, status
  case factor(String)
  /// A metric; without a split of its own it is of the split that the column `split` names.
  case measure(Split?, Metric)
  case ignored
}

/// Reads the header of an imported table: every column has a meaning, or is an error.
struct ImportHeader {
  let columns: [ImportColumn]

  /// Nil after reporting.
  init?(_ table: CSVTable, _ request: ImportRequest, _ problems: Problems) {
    let before = problems.found.count
    let names = table.header.map { request.renamed[$0.text] ?? $0.text }
    Self.checkNames(names, table, request, problems)
    columns = zip(names, table.header).map { name, field in
      Self.column(name, at: field.place, request, problems) ?? .ignored
    }
    guard problems.found.count == before else { return nil }
    Self.checkWhole(columns, table, problems)
    guard problems.found.count == before else { return nil }
  }

  /// Where a column stands; nil where there is none.
  func place(of column: ImportColumn) -> Int? { columns.firstIndex(of: column) }

  var factors: [(place: Int, name: String)] {
    columns.enumerated().compactMap { place, column in
      if case .factor(let name) = column { (place, name) } else { nil }
    }
  }

  var measures: [(place: Int, split: Split?, metric: Metric)] {
    columns.enumerated().compactMap { place, column in
      if case .measure(let split, let metric) = column { (place, split, metric) } else { nil }
    }
  }

  // MARK: One column

  private static func column(
    _ name: String, at place: Place, _ request: ImportRequest, _ problems: Problems
  ) -> ImportColumn? {
    if request.ignored.contains(name) { return .ignored }
    if request.factors.contains(name) {
      guard name.wholeMatch(of: /[A-Za-z][A-Za-z0-9_-]*/) != nil else {
        problems.report(
          place, "'\(name)' cannot name a factor: letters, digits, _ and - can; give another name with --rename")
        return nil
      }
      return .factor(name)
    }
    switch name {
    case "seed": return .seed
    case "epoch": return .epoch
    case "split": return .split
    case "status": return .status
    default:
      if let measure = measure(name) { return measure }
      problems.report(place, unknown(name, request))
      return nil
    }
  }

  /// `test.error`, `test_error`, `val_acc`, or `error` alone.
  private static func measure(_ name: String) -> ImportColumn? {
    if let metric = metric(name) { return .measure(nil, metric) }
    guard let mark = name.firstIndex(where: { $0 == "." || $0 == "_" }), let split = split(String(name[..<mark])),
      let metric = metric(String(name[name.index(after: mark)...]))
    else { return nil }
    return .measure(split, metric)
  }

  /// The measure that a column of this name would hold; nil for a name that lacks the split.
  static func named(_ name: String) -> ImportedMeasure? {
    guard case .measure(let split?, let metric) = measure(name) else { return nil }
    return ImportedMeasure(split: split, metric: metric)
  }

  /// The name of a split, or what PyTorch users often call it.
  static func split(_ text: String) -> Split? {
    switch text {
    case "train": .training
    case "val", "valid": .validation
    default: Split(rawValue: text)
    }
  }

  private static func metric(_ text: String) -> Metric? {
    let metric = text == "acc" ? .accuracy : Metric(rawValue: text)
    return metric.flatMap { $0.isOfNetwork ? $0 : nil }
  }

  private static var metrics: [String] { Metric.allCases.filter(\.isOfNetwork).map(\.rawValue) }

  private static func unknown(_ name: String, _ request: ImportRequest) -> String {
    let measures = Split.allCases.flatMap { split in metrics.map { "\(split.rawValue).\($0)" } }
    let known = ["seed", "epoch", "split", "status"] + request.factors + measures + metrics
    // Short names are near to everything.
    let found = name.count < 4 ? nil : Spelling.nearest(to: name.replacing("_", with: "."), among: known)
    let near = found.map { " (did you mean '\($0)'?)" }
    return "unknown column '\(name)'\(near ?? ""); if it tells configurations apart, name it in --factors; if it is a "
      + "measure, --rename '\(name)=SPLIT.METRIC' with one of \(metrics.joined(separator: ", ")); if neither, --ignore it"
  }

  // MARK: All of them

  private static func checkNames(
    _ names: [String], _ table: CSVTable, _ request: ImportRequest, _ problems: Problems
  ) {
    let start = table.header[0].place
    var known: Set<String> = []
    for (index, name) in names.enumerated() where !known.insert(name).inserted {
      problems.report(table.header[index].place, "the column '\(name)' stands twice")
    }
    for (option, list) in [("--factors", request.factors), ("--ignore", request.ignored)] where list.contains("seed") {
      problems.report(start, "\(option) names 'seed', which tells the runs of a configuration apart and pairs them")
    }
    let written = table.header.map(\.text)
    for name in request.renamed.keys.sorted() where !written.contains(name) {
      problems.report(start, missing(name, "--rename", among: written))
    }
    for (option, list) in [("--factors", request.factors), ("--ignore", request.ignored)] {
      for name in list where !names.contains(name) { problems.report(start, missing(name, option, among: names)) }
    }
  }

  private static func missing(_ name: String, _ option: String, among names: [String]) -> String {
    let near = Spelling.nearest(to: name, among: names).map { " (did you mean '\($0)'?)" } ?? ""
    return "\(option) names '\(name)', which is no column\(near); there are \(names.listed)"
  }

  private static func checkWhole(_ columns: [ImportColumn], _ table: CSVTable, _ problems: Problems) {
    let start = table.header[0].place
    if !columns.contains(.seed) {
      problems.report(
        start, "there is no column 'seed': runs are paired by it; --rename OLD=seed where it has another name")
    }
    let measures = columns.enumerated().compactMap { place, column -> (Int, Split?, Metric)? in
      if case .measure(let split, let metric) = column { (place, split, metric) } else { nil }
    }
    if measures.isEmpty { problems.report(start, "there is no measure, such as a column 'test.error'") }
    let isLong = columns.contains(.split)
    for (place, split, metric) in measures where (split == nil) != isLong {
      problems.report(
        table.header[place].place,
        isLong
          ? "the column 'split' says what '\(metric)' was measured on, so it must not name a split itself"
          : "what was '\(metric)' measured on? Name the column test.\(metric), or add a column 'split'")
    }
    for (index, column) in columns.enumerated() {
      if case .measure = column, columns[..<index].contains(column) {
        problems.report(table.header[index].place, "this column measures the same as another")
      }
    }
  }
}
