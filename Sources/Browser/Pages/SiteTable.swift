import Reports

/// A table of the site whose columns can be sorted by a script and stand in a sensible order without one.
///
/// Cells and rows have no end tags, which HTML lets out: ten thousand pages of trials are a twentieth smaller.
struct SiteTable {
  let name: String
  let caption: HTML
  let columns: [Column]
  let rows: [Row]
  /// Whether its heads sort, and a field above it filters.
  var isSortable = true

  struct Column {
    let title: String
    let holdsWords: Bool

    init(_ title: String, words: Bool = false) {
      self.title = title
      holdsWords = words
    }
  }

  struct Row {
    let cells: [Cell]
    /// For the script's filter: what it may be asked for beside its text, one choice per line.
    var facets: [String: String] = [:]
    var style: String?
  }

  struct Cell {
    let html: HTML
    /// By which the column is sorted, where the text itself would not do.
    let key: Double?
    /// How a script finds it that brings it up to date.
    let role: String?

    init(_ html: HTML, key: Double? = nil, role: String? = nil) { (self.html, self.key, self.role) = (html, key, role) }

    init(text: String, key: Double? = nil, role: String? = nil) { self.init("\(text)", key: key, role: role) }

    /// What stands where there is nothing: blank is not zero.
    static let nothing = Cell("–")
  }

  var html: HTML {
    let heads = columns.map { column -> HTML in
      let words: HTML = column.holdsWords ? " class=\"words\"" : ""
      return "<th scope=\"col\"\(words)>\(column.title)"
    }
    let kind: HTML = isSortable ? " class=\"sortable\"" : ""
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(name)">
      <table\(kind)>
      <caption><span>\(caption)</span></caption>
      <thead><tr>\(heads)
      <tbody>
      \(rows.map(row))</table>
      </div>

      """
  }

  private func row(_ row: Row) -> HTML {
    let facets = row.facets.sorted { $0.key < $1.key }.map { key, value -> HTML in " data-\(key)=\"\(value)\"" }
    let style = row.style.map { style -> HTML in " class=\"\(style)\"" }
    let cells = zip(row.cells, columns).enumerated().map { place, pair -> HTML in
      let (cell, column) = pair
      let key = cell.key.map { key -> HTML in " data-key=\"\("\(key)")\"" }
      let words: HTML = column.holdsWords ? " class=\"words\"" : ""
      let role = cell.role.map { role -> HTML in " data-role=\"\(role)\"" }
      return place == 0
        ? "<th scope=\"row\"\(key)>\(cell.html)" : "<td\(words)\(key)\(role)>\(cell.html)"
    }
    return "<tr\(style)\(facets)>\(cells)\n"
  }
}

extension HTML {
  /// A word in a box; its meaning never rests on colour alone.
  static func tag(_ tag: DataTable.Tag) -> HTML {
    let tone: HTML = tag.tone == .plain ? "" : " \(tag.tone.rawValue)"
    return "<span class=\"tag\(tone)\">\(tag.text)</span>"
  }

  /// A drawing that keeps its size and is moved sideways, by keyboard too, where the page is narrower.
  static func scrolled(_ drawing: HTML, name: String) -> HTML {
    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(name)\">\(drawing)</div>"
  }

  /// Terms with what holds for them.
  static func facts(_ facts: [(term: String, value: HTML)]) -> HTML {
    "<dl class=\"facts\">\(facts.map { fact -> HTML in "<dt>\(fact.term)<dd>\(fact.value)" })</dl>\n"
  }
}
