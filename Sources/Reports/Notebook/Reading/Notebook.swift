import Experiments
import Specifications

/// A Markdown notebook as values: front matter, text with marks, cells, each with its place.
package struct Notebook: Sendable {
  /// The path as it was given.
  package let file: String
  package let frontMatter: FrontMatter
  /// The text below the front matter; as many empty lines stand in the place of the front matter.
  let text: MarkedText
  let marks: [PlacedMark]
  /// In the order of the text.
  package let cells: [NotebookCell]

  /// Reads a notebook with parameters changed as `name=value`; throws every problem with its place.
  package static func read(
    text source: String, file: String, parameters overrides: [String] = []
  ) throws(SpecError) -> Notebook {
    let problems = Problems()
    let lines = source.trimmingPrefix("\u{FEFF}").replacing("\r\n", with: "\n").split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .map(String.init)
    guard let frontMatter = FrontMatter.read(lines, file: file, overrides: overrides, problems) else {
      throw SpecError(problems.found)
    }
    var scanner = NotebookScanner(names: frontMatter.names, problems: problems)
    let body = lines[frontMatter.lines...].joined(separator: "\n")
    let place = Place(file: file, line: frontMatter.lines + 1, column: 1)
    let scanned = scanner.scan(body, at: place, isWhole: true)
    let cells = scanner.cells.map { NotebookCell.read($0, scanner: &scanner) }
    let notebook = Notebook(
      file: file, frontMatter: frontMatter,
      text: MarkedText(String(repeating: "\n", count: frontMatter.lines) + scanned.text), marks: scanner.marks,
      cells: cells.compactMap { $0 })
    notebook.check(problems, lost: scanner.lostLabels)
    guard problems.found.isEmpty else { throw SpecError(problems.found) }
    return notebook
  }

  /// The name of the file without folder and ending.
  package var name: String {
    let last = file.split(separator: "/").last.map(String.init) ?? file
    return last.hasSuffix(".md") ? String(last.dropLast(3)) : last
  }

  package var names: NotebookNames { frontMatter.names }
}

// MARK: - What can be checked without anything else

extension Notebook {
  /// Every label with its place, in the order of the text.
  var labels: [(label: NotebookLabel, place: Place)] {
    marks.flatMap { placed -> [(NotebookLabel, Place)] in
      switch placed.mark {
      case .math(_, _, let label?): [(label, placed.place)]
      case .heading(let heading): heading.label.map { [($0, placed.place)] } ?? []
      case .cell(let index): cells.indices.contains(index) ? cells[index].label.map { [($0, placed.place)] } ?? [] : []
      case .math, .value, .reference, .citation: []
      }
    }
  }

  private func check(_ problems: Problems, lost: [NotebookLabel]) {
    checkLabels(problems, lost: lost)
    checkHeadings(problems)
    checkExercises(problems)
    checkFormulas(problems)
    MarkdownChecks.check(self, problems)
  }

  private func checkLabels(_ problems: Problems, lost: [NotebookLabel]) {
    var first: [NotebookLabel: Place] = [:]
    for (label, place) in labels {
      if let earlier = first[label] {
        problems.report(place, "the label '\(label)' is given twice; first in line \(earlier.line)")
      } else {
        first[label] = place
      }
    }
    let known = labels.map(\.label.description)
    for placed in marks {
      guard case .reference(let label) = placed.mark, first[label] == nil, !lost.contains(label) else { continue }
      let near = Spelling.nearest(to: label.description, among: known).map { " (did you mean '@\($0)'?)" } ?? ""
      problems.report(placed.place, "nothing has the label '\(label)'\(near)")
    }
  }

  private func checkFormulas(_ problems: Problems) {
    for placed in marks {
      guard case .math(let tex, let display, _) = placed.mark else { continue }
      do throws(TeXError) { _ = try MathML.convert(tex, display: display) } catch {
        let before = tex.prefix(error.offset)
        let lines = before.count(where: \.isNewline)
        let columns = before.reversed().prefix { !$0.isNewline }.count
        let place =
          lines == 0
          ? placed.place.moved(columns: columns + (display ? 2 : 1))
          : Place(file: file, line: placed.place.line + lines, column: columns + 1)
        problems.report(place, "in the formula: \(error.message)")
      }
    }
  }

  /// `check-answer` finds an exercise by its id.
  private func checkExercises(_ problems: Problems) {
    var first: [String: Place] = [:]
    for cell in cells {
      guard case .exercise(let exercise) = cell.content else { continue }
      if let earlier = first[exercise.id] {
        problems.report(
          cell.place, "two exercises have the id '\(exercise.id)'; the first stands in line \(earlier.line)")
      } else {
        first[exercise.id] = cell.place
      }
    }
  }

  private func checkHeadings(_ problems: Problems) {
    var level = 1
    for placed in marks {
      guard case .heading(let heading) = placed.mark else { continue }
      if heading.level == 1 {
        problems.report(placed.place, "the title of the page stands in the front matter; begin sections with ##")
      } else if heading.level > level + 1 {
        problems.report(
          placed.place,
          "a heading of level \(heading.level) under one of level \(level) skips a level; write "
            + String(repeating: "#", count: level + 1))
      }
      level = max(heading.level, 1)
    }
  }
}
