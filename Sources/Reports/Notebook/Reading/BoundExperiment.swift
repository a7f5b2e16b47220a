import Experiments
import Specifications

/// The experiment of a cell, read from its file or from the cell itself.
package struct BoundExperiment: Sendable {
  /// The index of its cell.
  package let cell: Int
  /// How the notebook addresses it.
  package let name: String
  package let place: Place
  /// The experiment, or what is wrong with it.
  package let reading: Result<Experiment, SpecError>
  let aliases: [ExperimentCell.Alias]
  /// The archive that has its trials; nil where it is run.
  package let archive: ArchivedSource?

  init(
    _ experiment: ExperimentCell, at index: Int, in notebook: Notebook, texts: [String: String],
    archived: [ArchivedSource: ArchivedText]
  ) {
    cell = index
    place = notebook.cells[index].place
    aliases = experiment.aliases
    let (text, origin) = Self.text(experiment, in: notebook, texts: texts, archived: archived)
    archive = if case .archived(let source) = experiment.source { source } else { nil }
    let tier = archive == nil ? experiment.tier ?? Self.tier(of: notebook.names, in: text) : nil
    do throws(SpecError) {
      if case .file(let file) = experiment.source, texts[file.path] == nil {
        throw SpecError(file.place, file.missing)
      }
      if let archive, case .missing(let reason)? = archived[archive] {
        throw SpecError(archive.experiment.place, reason)
      }
      reading = .success(
        try Experiment.read(
          yaml: text, file: origin.file, overrides: experiment.overrides, tier: tier, scale: experiment.scale,
          source: archive.map { _ in text }))
    } catch {
      let moved = error.moved(lines: origin.line - 1, in: origin.file)
      reading = .failure(experiment.placed(moved, tier: tier, cell: notebook.cells[index].place))
    }
    let own: String? = if case .success(let read) = reading { read.name } else { nil }
    name = experiment.name ?? own ?? Self.writtenName(text) ?? experiment.stem ?? "cell \(index + 1)"
  }

  /// The YAML with the place of its first line.
  private static func text(
    _ experiment: ExperimentCell, in notebook: Notebook, texts: [String: String],
    archived: [ArchivedSource: ArchivedText]
  ) -> (String, Place) {
    switch experiment.source {
    case .inline(let text, let place): (text, place)
    case .file(let file):
      (
        texts[file.path] ?? "",
        Place(file: notebook.path(beside: file.path), line: 1, column: 1)
      )
    case .archived(let source):
      switch archived[source] {
      case .found(let text):
        (text, Place(file: "\(source.archive.path) (\(source.experiment.name))", line: 1, column: 1))
      case .missing, nil: ("", Place(file: source.archive.path, line: 1, column: 1))
      }
    }
  }

  /// The notebook's tier, where the experiment has tiers at all.
  private static func tier(of names: NotebookNames, in text: String) -> Tier? {
    guard let word = names.parameter("tier"), let tier = Tier(rawValue: word) else { return nil }
    do throws(SpecError) {
      return try YAMLReader.read(text, file: "")["tiers"] == nil ? nil : tier
    } catch {
      return nil
    }
  }

  private static func writtenName(_ text: String) -> String? {
    let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("name:") }
    return line.map { $0.dropFirst(5).trimmingSpaces }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The name that its trials are archived under; nil where it cannot be read.
  var archivedName: String? { if case .success(let experiment) = reading { experiment.name } else { nil } }

  /// The index of the configuration that an alias names.
  func configuration(_ alias: String) -> Int? {
    guard let label = aliases.first(where: { $0.name == alias })?.label, case .success(let experiment) = reading
    else { return nil }
    return experiment.configurations.first { $0.label == label }?.index
  }

  // MARK: Checks

  /// Reports aliases of labels that no configuration has.
  func checkAliases(_ problems: Problems) {
    guard case .success(let experiment) = reading else { return }
    let labels = experiment.configurations.map(\.label)
    for alias in aliases where !labels.contains(alias.label) {
      problems.report(
        alias.place,
        MapReader.unknown("configuration", alias.label, of: "'\(name)'", allowed: labels))
    }
  }

  /// Reports an alias that the cell does not give.
  func checkAlias(_ alias: String, at place: Place, _ problems: Problems) {
    guard !aliases.contains(where: { $0.name == alias }) else { return }
    problems.report(
      place, MapReader.unknown("configuration", alias, of: "'\(name)'", allowed: aliases.map(\.name)))
  }
}
