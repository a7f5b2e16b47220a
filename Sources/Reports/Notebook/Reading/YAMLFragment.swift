import Experiments
import Specifications

/// YAML that stands within another file: places are those of the file.
enum YAMLFragment {
  /// Reads a fragment whose first line is a line of the file; nil after reporting what is wrong.
  static func read(_ text: String, at place: Place, _ problems: Problems) -> SpecNode? {
    do {
      return try YAMLReader.read(text, file: place.file).moved(lines: place.line - 1)
    } catch {
      for problem in error.problems { problems.report(problem.place.moved(lines: place.line - 1), problem.message) }
      return nil
    }
  }
}

extension SpecNode {
  /// The same tree so many lines further down.
  fileprivate func moved(lines: Int) -> SpecNode {
    let place = place.moved(lines: lines)
    switch content {
    case .scalar: return SpecNode(content, place: place)
    case .list(let items): return SpecNode(.list(items.map { $0.moved(lines: lines) }), place: place)
    case .map(let entries):
      let moved = entries.map {
        SpecEntry(key: $0.key, value: $0.value.moved(lines: lines), place: $0.place.moved(lines: lines))
      }
      return SpecNode(.map(moved), place: place)
    }
  }
}

extension SpecError {
  /// The same problems so many lines further down, where they lie in that file.
  func moved(lines: Int, in file: String) -> SpecError {
    SpecError(
      problems.map { problem in
        problem.place.file == file && problem.place.line > 0
          ? Problem(place: problem.place.moved(lines: lines), message: problem.message) : problem
      })
  }
}
