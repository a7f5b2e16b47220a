import Foundation
import Specifications

extension NotebookHTML {
  /// The text with its cells as HTML.
  var body: String {
    var html = dressed(MarkdownDocument(notebook.text.text).html)
    html = html.replacing(/<h([2-6])>\x{E000}(\d+)\x{E001} (.*?)<\/h[2-6]>/.dotMatchesNewlines()) { match in
      heading(level: String(match.1), index: Int(match.2) ?? 0, inner: String(match.3))
    }
    let cells = Concurrently.map(notebook.cells.count) { cell($0) }
    html = html.replacing(/<pre><code class="language-\x{E000}(\d+)\x{E001}">\s*<\/code><\/pre>/) { match in
      guard let mark = Int(match.1), case .cell(let index) = notebook.marks[mark].mark else { return "" }
      return cells[index]
    }
    return marks(in: html)
  }

  /// Colours ordinary code blocks of a language that is known.
  private func coloured(_ html: String) -> String {
    html.replacing(/<pre><code class="language-([a-z]+)">(.*?)<\/code><\/pre>/.dotMatchesNewlines()) { match in
      let code = Self.unescaped(String(match.2))
      return
        "<pre tabindex=\"0\"><code>\(CodeColouring.html(code, language: .init(fence: String(match.1))))</code></pre>"
    }
  }

  private static func unescaped(_ html: String) -> String {
    html.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&amp;", with: "&")
  }

  /// Replaces the marks of a piece of HTML by inline HTML.
  func marks(in html: String) -> String { MarkedText.replacing(in: html) { inline($0) } }

  /// Markdown of a cell as HTML.
  func fragment(_ text: MarkedText) -> String { marks(in: dressed(MarkdownDocument(text.text).html)) }

  /// One paragraph without its tags.
  func inlineFragment(_ text: MarkedText) -> String { marks(in: MarkdownDocument(text.text).inlineHTML) }

  /// A heading as it stands in the contents: nothing in it is a link or has a name.
  func plainInline(_ text: MarkedText) -> String {
    MarkedText.replacing(in: MarkdownDocument(text.text).inlineHTML) { inline($0, isPlain: true) }
      .replacing(/<\/?a[^>]*>/, with: "")
  }

  private func heading(level: String, index: Int, inner: String) -> String {
    guard case .heading(let heading) = notebook.marks[index].mark else { return "" }
    let number = numbering.headings[index] ?? ""
    let anchor = anchor(heading, number: number)
    return "<h\(level) id=\"\(anchor)\"><span class=\"number\">\(number)</span> \(inner)</h\(level)>"
  }

  /// Lets wide tables scroll by themselves, and finds pictures where they lie.
  private func dressed(_ html: String) -> String {
    coloured(html).replacing(/(?s)<table>\s*(<thead>.*?<\/thead>)/) { match in
      "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table: \(Self.columns(in: String(match.1)))\">"
        + "<table class=\"text\">\(match.1)"
    }.replacing("</table>", with: "</table></div>")
      .replacing(/<img src="([^"]*)"/) { match in "<img src=\"\(picture(String(match.1)))\"" }
      .replacing("<pre><code>", with: "<pre tabindex=\"0\"><code>")
  }

  /// The heads of a table in words, without their marks.
  private static func columns(in head: String) -> String {
    head.matches(of: /(?s)<th[^>]*>(.*?)<\/th>/).map { cell in
      String(cell.1).replacing(/<[^>]*>|\x{E000}\d+\x{E001}/, with: "").trimmingSpaces
    }.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// `address` is as the page has it, with escaped letters.
  private func picture(_ address: String) -> String {
    let plain = address.replacing("&#x27;", with: "'").replacing("&amp;", with: "&")
    let path = plain.removingPercentEncoding ?? plain
    guard let bytes = evaluated.bound.pictures[path] else { return address }
    guard isSingle else { return Markup.escaped(evaluated.address(ofPicture: path)) }
    let ending = path.split(separator: ".").last.map(String.init)?.lowercased() ?? "png"
    let type = ["svg": "svg+xml", "jpg": "jpeg"][ending] ?? ending
    return "data:image/\(type);base64,\(Data(bytes).base64EncodedString())"
  }

  // MARK: Marks

  /// What stands at a mark within a line.
  func inline(_ index: Int, isPlain: Bool = false) -> String {
    switch notebook.marks[index].mark {
    case .cell, .heading: ""
    case .value: value(index, isPlain: isPlain)
    case .math(let tex, let display, let label): math(tex, display: display, label: label, index: index)
    case .reference(let label):
      isPlain ? evaluated.referenceText(label) : reference(label, index: index)
    case .citation(let keys): isPlain ? "" : citation(keys)
    }
  }

  private func value(_ index: Int, isPlain: Bool) -> String {
    switch evaluated.values[index] {
    case .given(let value):
      let text = Markup.escaped(value.text)
      if isPlain { return text }
      let title = value.detail.map { " title=\"\(Markup.escaped($0))\"" } ?? ""
      guard let experiment = value.experiment else {
        return title.isEmpty ? text : "<span class=\"value\"\(title)>\(text)</span>"
      }
      return "<a class=\"value\" href=\"#\(NotebookTrials.anchor(experiment))\"\(title)>\(text)</a>"
    case .failed(let failure): return failed(failure, tag: "span")
    case nil: return ""
    }
  }

  /// An error in its place, with the name that the banner's link leads to.
  func failed(_ failure: CellFailure, tag: String) -> String {
    let index = failure.problems.first.flatMap { evaluated.failures.firstIndex(of: $0) }
    let name = failure.isConsequence ? "" : index.map { " id=\"failure-\($0 + 1)\"" } ?? ""
    let text = failure.problems.map { Markup.escaped($0.description) }.joined(separator: "<br>")
    return "<\(tag) class=\"failed\"\(name)><b>Error:</b> \(text)</\(tag)>"
  }

  private func math(_ tex: String, display: Bool, label: NotebookLabel?, index: Int) -> String {
    let math = mathML(tex, display: display)
    guard display else { return math }
    let number = numbering.equations[index].map { "<span class=\"number\">(\($0))</span>" } ?? ""
    let name = label.map { " id=\"\($0)\"" } ?? ""
    let title = numbering.equations[index].map { "Equation \($0)" } ?? "Formula"
    let frame = "<span class=\"formula\" tabindex=\"0\" role=\"group\" aria-label=\"\(title)\">"
    return "<span class=\"equation\"\(name)>\(frame)\(math)</span>\(number)</span>"
      + (label.map { mentions(of: $0, tag: "span") } ?? "")
  }

  /// The formula, which was checked when the notebook was read.
  private func mathML(_ tex: String, display: Bool) -> String {
    do throws(TeXError) { return try MathML.convert(tex, display: display) } catch {
      return "<code>\(Markup.escaped(tex))</code>"
    }
  }

  private func reference(_ label: NotebookLabel, index: Int) -> String {
    "<a class=\"reference\" id=\"at-\(label)-\(index)\" href=\"#\(label)\">"
      + evaluated.referenceText(label).replacing(" ", with: "&nbsp;") + "</a>"
  }

  /// Keys were checked when the notebook was bound to its bibliography.
  private func citation(_ keys: [String]) -> String {
    do throws(CitationError) { return try evaluated.bound.references?.citationHTML(keys) ?? "" } catch { return "" }
  }

  /// The way back: where a label is mentioned; empty when it is nowhere.
  func mentions(of label: NotebookLabel, tag: String) -> String {
    guard let mentions = numbering.mentions[label], !mentions.isEmpty else { return "" }
    var sections: Set<String> = []
    let links = mentions.filter { sections.insert($0.section).inserted }.map { mention in
      "<a href=\"#at-\(label)-\(mention.mark)\">"
        + (mention.section.isEmpty ? "at the beginning" : "Section&nbsp;\(mention.section)") + "</a>"
    }
    return "<\(tag) class=\"mentions\">Mentioned in \(links.joined(separator: ", ")).</\(tag)>"
  }
}
