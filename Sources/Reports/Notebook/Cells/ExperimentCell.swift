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
    let overrides = cell.map.optional("set", default: [String]())
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
      name: name, source: source, tier: tier, scale: scale, overrides: overrides, aliases: aliases, shown: shown)
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
