import Specifications

/// Everything beside experiments that a notebook asks the command for.
package struct NotebookRequests: Sendable {
  /// Ids of identities, each once, in the order of the text.
  package let identities: [String]
  package let queries: [Query]
  package let steps: [Walk]
  package let aliases: [Alias]
  /// What plots show of experiments beside their numbers, by the name of the experiment.
  package let pictures: [String: Set<Picture>]

  /// Pictures that are costly to come by.
  package enum Picture: Hashable, Sendable {
    /// Kept weights.
    case filters
    /// Examples of the data.
    case data
  }

  /// SQL of a cell with the place of its first line.
  package struct Query: Hashable, Sendable {
    package let cell: Int
    package let sql: String
    package let place: Place

    /// Where a word stands first within the SQL; its beginning when it does not.
    package func place(of word: String?) -> Place {
      guard let word, !word.isEmpty else { return place }
      for (number, line) in sql.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        if let range = line.firstRange(of: word) {
          return place.moved(lines: number, columns: line[..<range.lowerBound].count)
        }
      }
      return place
    }
  }

  /// A walk through a network.
  package struct Walk: Hashable, Sendable {
    package let cell: Int
    package let steps: StepsCell
    package let place: Place
  }

  /// A short name of a configuration.
  package struct Alias: Hashable, Sendable {
    package let experiment: String
    package let configuration: Int
    package let name: String
  }
}

extension BoundNotebook {
  package var requests: NotebookRequests {
    let cells = notebook.cells.enumerated()
    var identities: [String] = []
    func add(_ id: String) {
      if !identities.contains(id) { identities.append(id) }
    }
    for placed in notebook.marks {
      if case .value(let value) = placed.mark, case .identity(let id, _) = value.subject { add(id) }
      if case .cell(let index) = placed.mark, case .identity(let cell) = notebook.cells[index].content {
        add(cell.id.name)
      }
    }
    return NotebookRequests(
      identities: identities,
      queries: cells.compactMap { index, cell in
        guard case .table(let table) = cell.content, case .sql(let sql, let place) = table.source else { return nil }
        return NotebookRequests.Query(cell: index, sql: sql, place: place)
      },
      steps: cells.compactMap { index, cell in
        guard case .steps(let steps) = cell.content else { return nil }
        return NotebookRequests.Walk(cell: index, steps: steps, place: cell.place)
      },
      aliases: experiments.flatMap { experiment in
        experiment.aliases.compactMap { alias in
          experiment.configuration(alias.name).map {
            NotebookRequests.Alias(experiment: experiment.name, configuration: $0, name: alias.name)
          }
        }
      }, pictures: wantedPictures)
  }

  private var wantedPictures: [String: Set<NotebookRequests.Picture>] {
    var found: [String: Set<NotebookRequests.Picture>] = [:]
    for cell in notebook.cells {
      guard case .plot(let plot) = cell.content else { continue }
      if plot.recipe == PlotRecipe.filterSheet.name { found[plot.experiment.name, default: []].insert(.filters) }
      if plot.recipe == PlotRecipe.dataSheet.name { found[plot.experiment.name, default: []].insert(.data) }
    }
    for experiment in experiments {
      guard case .experiment(let cell) = notebook.cells[experiment.cell].content, cell.shown.contains(.figures)
      else { continue }
      found[experiment.name] = [.filters, .data]
    }
    return found
  }
}

extension EvaluatedNotebook {
  /// The name of the notebook's file without its ending.
  package var name: String { notebook.name }
}
