import Experiments
import Specifications

/// A cell with an experiment: a file beside the notebook or YAML in the cell, which is run, or one of a finished archive.
package struct ExperimentCell: Hashable, Sendable {
  /// How other cells address it; nil for the experiment's own name.
  package let name: String?
  package let source: Source
  package let tier: Tier?
  package let scale: Double?
  package let overrides: [String]
  /// Where each key stands; those of `set` in their order.
  private let places: Places
  /// Short names of configurations.
  let aliases: [Alias]
  let shown: [Part]

  package enum Source: Hashable, Sendable {
    case file(RequestedFile)
    /// YAML with the place of its first line.
    case inline(String, Place)
    case archived(ArchivedSource)
  }

  /// A short name for the configuration that has a label.
  struct Alias: Hashable, Sendable {
    let name: String
    let label: String
    let place: Place
  }

  private struct Places: Hashable {
    let tier: Place
    let scale: Place
    let overrides: [Place]

    init(_ map: MapReader, _ overrides: SpecNode?) {
      tier = map.place(of: "tier")
      scale = map.place(of: "scale")
      self.overrides = if case .list(let items) = overrides?.content { items.map(\.place) } else { [] }
    }
  }

  /// The same error, with what is wrong in a key of this cell at that key and in its words.
  ///
  /// `tier` is the one in effect, which the notebook's parameter may give; then its place is that of the cell.
  func placed(_ error: SpecError, tier: Tier?, cell: Place) -> SpecError {
    SpecError(
      error.problems.map { problem in
        if let tier, problem.place == .option(tier: tier) {
          return Problem(
            place: self.tier == nil ? cell : places.tier, message: "tier \(tier.rawValue): \(problem.message)")
        }
        if problem.place == .optionOfScale { return Problem(place: places.scale, message: "scale: \(problem.message)") }
        guard let index = overrides.firstIndex(where: { problem.place == .override($0) }),
          places.overrides.indices.contains(index)
        else { return problem }
        let message = problem.message.replacing("with --tier", with: "with the key 'tier' of the cell")
        return Problem(place: places.overrides[index], message: "set '\(overrides[index])': \(message)")
      })
  }

  /// What the page shows of it where it stands.
  enum Part: String, CaseIterable, Hashable, Sendable {
    case answer, table, figures, claims, nothing
  }

  /// The name of its file without ending, or the one in its archive; nil for YAML in the cell.
  var stem: String? {
    switch source {
    case .file(let file): file.path.split(separator: "/").last?.split(separator: ".").first.map(String.init)
    case .archived(let source): source.experiment.name
    case .inline: nil
    }
  }

  static func read(_ cell: inout CellReader) -> ExperimentCell? {
    let name = cell.map.ifPresent("name", String.self)
    let file = cell.map.take("file")
    let archived = ArchivedSource.read(&cell)
    let tier = cell.map.ifPresent("tier", Tier.self)
    let scale = cell.map.ifPresent("scale", Double.self, in: .positive)
    let written = cell.map.take("set")
    let overrides = written.map { [String].read($0, cell.problems) } ?? []
    let aliases = aliases(&cell)
    let shown = cell.words("show", default: [Part.answer])
    guard let name, let tier, let scale, let overrides, let shown, let archived,
      let source = source(cell, file: file, archived: archived)
    else { return nil }
    if archived != nil, tier != nil || scale != nil || !overrides.isEmpty {
      cell.problems.report(
        cell.raw.place, "trials of an archive are as they are; tier, scale and set belong to what is run")
      return nil
    }
    return ExperimentCell(
      name: name, source: source, tier: tier, scale: scale, overrides: overrides, places: Places(cell.map, written),
      aliases: aliases, shown: shown)
  }

  private static func source(_ cell: CellReader, file: SpecNode?, archived: ArchivedSource?) -> Source? {
    if let archived {
      guard file == nil, !cell.hasBody else {
        cell.problems.report(
          cell.raw.place, "an experiment cell has an archive, a file or YAML of its own, only one of them")
        return nil
      }
      return .archived(archived)
    }
    switch (file, cell.hasBody) {
    case (let node?, false): return RequestedFile(node, cell.problems).map { .file($0) }
    case (nil, true): return .inline(cell.filledBody, cell.raw.bodyPlace)
    case (let node?, true):
      cell.problems.report(node.place, "an experiment cell has either a file or YAML of its own, not both")
    case (nil, false):
      cell.problems.report(
        cell.raw.place, "an experiment cell needs 'file: NAME.yaml', YAML in its body, or an archive")
    }
    return nil
  }

  private static func aliases(_ cell: inout CellReader) -> [Alias] {
    guard let node = cell.map.take("configurations") else { return [] }
    guard case .map(let entries) = node.content else {
      cell.problems.report(node.place, "expected a map of alias: label, found \(node.kind)")
      return []
    }
    return entries.compactMap { entry in
      guard entry.key.wholeMatch(of: /[a-z0-9_]+/) != nil else {
        cell.problems.report(entry.place, "an alias has small letters, digits and _ only, found '\(entry.key)'")
        return nil
      }
      return String.read(entry.value, cell.problems).map {
        Alias(name: entry.key, label: $0, place: entry.value.place)
      }
    }
  }
}
