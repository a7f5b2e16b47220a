import CMarkdown
import Foundation

/// GitHub-flavoured Markdown, read by cmark-gfm with tables, footnotes, struck text and bare links.
struct MarkdownDocument {
  let text: String

  init(_ text: String) { self.text = text }

  private static let options = CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_TABLE_PREFER_STYLE_ATTRIBUTES

  /// Registering changes a list of the library, so it is done once.
  private static let isRegistered: Bool = {
    cmark_gfm_core_extensions_ensure_registered()
    return true
  }()

  /// The document as HTML; raw HTML and dangerous links are left out by the library.
  var html: String {
    withDocument { document, parser in
      guard let rendered = cmark_render_html(document, Self.options, cmark_parser_get_syntax_extensions(parser)) else {
        preconditionFailure("cmark-gfm renders no HTML")
      }
      defer { free(rendered) }
      return String(cString: rendered)
    }
  }

  /// The HTML of a text of one paragraph, without the paragraph around it.
  var inlineHTML: String {
    let html = html
    guard html.hasPrefix("<p>"), html.hasSuffix("</p>\n"), html.ranges(of: "<p>").count == 1 else { return html }
    return String(html.dropFirst(3).dropLast(5))
  }

  /// Everything that is entered while walking through the document.
  var nodes: [MarkdownNode] {
    withDocument { document, _ in
      guard let walk = cmark_iter_new(document) else { preconditionFailure("cmark-gfm gives no iterator") }
      defer { cmark_iter_free(walk) }
      let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      var nodes: [MarkdownNode] = []
      var line = 1
      var columns = LineColumns()
      var pictures = 0
      while true {
        let event = cmark_iter_next(walk)
        if event == CMARK_EVENT_DONE { return nodes }
        guard let node = cmark_iter_get_node(walk) else { continue }
        let isPicture = cmark_node_get_type(node) == CMARK_NODE_IMAGE
        guard event == CMARK_EVENT_ENTER else {
          if isPicture { pictures -= 1 }
          continue
        }
        line = max(line, Int(cmark_node_get_start_line(node)))
        let bytes = max(0, Int(cmark_node_get_start_column(node)) - 1)
        if columns.line != line {
          columns = LineColumns(line, lines.indices.contains(line - 1) ? lines[line - 1] : ""[...].utf8)
        }
        nodes.append(
          MarkdownNode(node, line: line, column: columns.before(bytes) + 1, isWithinPicture: pictures > 0))
        if isPicture { pictures += 1 }
      }
    }
  }

  private func withDocument<Value>(_ body: (OpaquePointer, OpaquePointer) -> Value) -> Value {
    precondition(Self.isRegistered)
    guard let parser = cmark_parser_new(Self.options) else { preconditionFailure("cmark-gfm gives no parser") }
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "autolink"] {
      cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
    }
    cmark_parser_feed(parser, text, text.utf8.count)
    guard let document = cmark_parser_finish(parser) else { preconditionFailure("cmark-gfm gives no document") }
    defer { cmark_node_free(document) }
    return body(document, parser)
  }
}

/// Where the characters of one line begin.
private struct LineColumns {
  private(set) var line = 0
  /// In bytes, rising.
  private var starts: [Int] = []

  init() {}

  init(_ line: Int, _ bytes: Substring.UTF8View) {
    self.line = line
    var byte = 0
    for character in String(decoding: bytes, as: UTF8.self) {
      starts.append(byte)
      byte += character.utf8.count
    }
  }

  /// How many characters begin before a byte.
  func before(_ byte: Int) -> Int {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] < byte { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// One node of a document with what checks need to know.
struct MarkdownNode: Hashable {
  /// The library's word, such as `heading` or `html_block`.
  let kind: String
  let line: Int
  let column: Int
  let literal: String
  let url: String
  /// The address without its percent escapes, as a file has it.
  var path: String { url.removingPercentEncoding ?? url }
  /// The text of all nodes within a heading or a picture; none for a picture in the text of another, which has it.
  let text: String

  /// Whether a mark stands within.
  var hasMark: Bool { MarkedText.occurs(in: text) }

  init(_ node: OpaquePointer, line: Int, column: Int, isWithinPicture: Bool) {
    kind = Self.string(cmark_node_get_type_string(node))
    self.line = line
    self.column = column
    literal = Self.string(cmark_node_get_literal(node))
    url = Self.string(cmark_node_get_url(node))
    text = kind == "heading" || kind == "image" && !isWithinPicture ? Self.text(of: node) : ""
  }

  private static func string(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }

  /// Walks, since the nodes of a text may lie within each other as deep as it is long.
  private static func text(of node: OpaquePointer) -> String {
    guard let walk = cmark_iter_new(node) else { preconditionFailure("cmark-gfm gives no iterator") }
    defer { cmark_iter_free(walk) }
    var text = ""
    while true {
      let event = cmark_iter_next(walk)
      if event == CMARK_EVENT_DONE { return text }
      if event == CMARK_EVENT_ENTER, let inner = cmark_iter_get_node(walk), inner != node {
        text += string(cmark_node_get_literal(inner))
      }
    }
  }
}
