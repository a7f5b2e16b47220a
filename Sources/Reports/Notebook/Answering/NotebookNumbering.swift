import Specifications

/// The numbers of sections, figures, tables, equations and exercises, and where each is mentioned.
struct NotebookNumbering: Hashable, Sendable {
  /// By label.
  private(set) var numbers: [NotebookLabel: String] = [:]
  /// The numbers of headings, by the index of their mark.
  private(set) var headings: [Int: String] = [:]
  /// The numbers of the exhibits of each cell, in their order.
  private(set) var exhibits: [Int: [String]] = [:]
  private(set) var exercises: [Int: String] = [:]
  private(set) var equations: [Int: String] = [:]
  /// Where a label is mentioned: mark and the section it stands in, in the order of the text.
  private(set) var mentions: [NotebookLabel: [Mention]] = [:]

  struct Mention: Hashable, Sendable {
    let mark: Int
    /// Empty ahead of the first section.
    let section: String
  }

  /// Numbers everything in the order of the text.
  init(_ notebook: Notebook, outputs: [CellOutput]) {
    var counter = Counter()
    // Marks within cells come behind all others in the notebook, and are numbered where they stand.
    let inOrder = notebook.marks.enumerated().sorted { first, second in
      let (one, other) = (first.element.place, second.element.place)
      return (one.line, one.column, first.offset) < (other.line, other.column, second.offset)
    }
    for (index, placed) in inOrder {
      switch placed.mark {
      case .heading(let heading):
        let number = counter.section(level: heading.level)
        headings[index] = number
        if let label = heading.label { numbers[label] = number }
      case .math(_, true, let label?):
        equations[index] = counter.next(.equation)
        numbers[label] = equations[index]
      case .reference(let label):
        mentions[label, default: []].append(Mention(mark: index, section: counter.current))
      case .cell(let cell): number(cell, notebook.cells[cell], outputs[cell], &counter)
      case .math, .value, .citation: break
      }
    }
  }

  private mutating func number(_ index: Int, _ cell: NotebookCell, _ output: CellOutput, _ counter: inout Counter) {
    if case .exercise = cell.content {
      exercises[index] = counter.next(.exercise)
      if let label = cell.label { numbers[label] = exercises[index] }
    }
    for block in output.blocks {
      guard case .exhibit(let exhibit) = block else { continue }
      let number = counter.next(exhibit.kind)
      exhibits[index, default: []].append(number)
      if let label = cell.label, label.kind == exhibit.kind, numbers[label] == nil { numbers[label] = number }
    }
  }

  private struct Counter {
    private var sections: [Int] = []
    private var counts: [NotebookLabel.Kind: Int] = [:]

    var current: String { sections.map(String.init).joined(separator: ".") }

    mutating func section(level: Int) -> String {
      let depth = max(1, level - 1)
      sections = Array((sections + Array(repeating: 0, count: depth)).prefix(depth))
      sections[depth - 1] += 1
      return current
    }

    mutating func next(_ kind: NotebookLabel.Kind) -> String {
      counts[kind, default: 0] += 1
      return "\(counts[kind, default: 0])"
    }
  }
}
