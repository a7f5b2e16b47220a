import Specifications

/// An experiment of a finished archive, whose trials a notebook shows and never runs.
package struct ArchivedSource: Hashable, Sendable {
  /// A folder of results or a file that `archive export` wrote, beside the notebook.
  package let archive: RequestedFile
  /// The name that the experiment has there.
  package let experiment: Named

  /// Whether it is one file, as `archive export` writes it.
  var isExport: Bool { archive.path.hasSuffix(".sqlar") }

  /// Reads `archive` and `experiment`, of which a cell has both or neither; nil after reporting one without the other.
  static func read(_ cell: inout CellReader) -> ArchivedSource?? {
    let (archive, experiment) = (cell.map.take("archive"), cell.map.take("experiment"))
    switch (archive, experiment) {
    case (nil, nil): return .some(nil)
    case (let node?, let name?):
      guard let file = RequestedFile(node, cell.problems), let text = String.read(name, cell.problems) else {
        return nil
      }
      return ArchivedSource(archive: file, experiment: Named(name: text, place: name.place))
    case (let node?, nil):
      cell.problems.report(node.place, "an archive has many experiments; name one with 'experiment: NAME'")
      return nil
    case (nil, let name?):
      cell.problems.report(name.place, "an experiment is named within an archive; give it with 'archive: PATH'")
      return nil
    }
  }
}

/// What an archive says of an experiment that a notebook asks for.
package enum ArchivedText: Hashable, Sendable {
  /// Its effective specification in YAML.
  case found(String)
  /// Why there is none, in a sentence.
  case missing(String)
}

extension Notebook {
  /// The experiments that it takes from finished archives.
  package var archivedSources: [ArchivedSource] {
    cells.compactMap { cell in
      guard case .experiment(let experiment) = cell.content, case .archived(let source) = experiment.source else {
        return nil
      }
      return source
    }
  }
}
