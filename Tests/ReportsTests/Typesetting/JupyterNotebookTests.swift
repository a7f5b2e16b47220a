import Foundation
import Testing

@testable import Reports

struct JupyterNotebookTests {
  /// The smallest PNG: one grey pixel.
  private static let pixel = Array(
    Data(
      base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
      ?? Data())

  private static let notebook = JupyterNotebook(
    title: "Dropout \"by\" itself", authors: ["A. Üser", "B"],
    cells: [
      .markdown("# Title\n\nWith $x_i$ and a backslash \\ and\ttab.\r\nEnd\n"),
      .code("name: rates\nseed: 1", outputs: []),
      .code(
        "",
        outputs: [
          .markdown("one *or*\ntwo\n"), .html("<b>1 < 2</b>", text: "1 < 2"),
          .png(pixel, text: "grey", width: 1, height: 2),
        ]),
    ])

  private func decoded() throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(Self.notebook.bytes)) as? [String: Any])
  }

  @Test
  func `cells keep their text, their order and their ids`() throws {
    let cells = try #require(try decoded()["cells"] as? [[String: Any]])
    #expect(cells.map { $0["id"] as? String } == ["cell-1", "cell-2", "cell-3"])
    #expect(cells.map { $0["cell_type"] as? String } == ["markdown", "code", "code"])
    #expect(
      cells[0]["source"] as? [String]
        == ["# Title\n", "\n", "With $x_i$ and a backslash \\ and\ttab.\n", "End\n"])
    #expect(cells[1]["source"] as? [String] == ["name: rates\n", "seed: 1"])
    #expect((cells[2]["source"] as? [String])?.isEmpty == true)
  }

  @Test
  func `outputs are Markdown, HTML and pictures, all with text beside them`() throws {
    let cells = try #require(try decoded()["cells"] as? [[String: Any]])
    let outputs = try #require(cells[2]["outputs"] as? [[String: Any]])
    #expect(outputs.map { $0["output_type"] as? String } == ["display_data", "display_data", "display_data"])
    let markdown = try #require(outputs[0]["data"] as? [String: [String]])
    #expect(markdown == ["text/markdown": ["one *or*\n", "two\n"], "text/plain": ["one *or*\n", "two\n"]])
    let html = try #require(outputs[1]["data"] as? [String: [String]])
    #expect(html == ["text/html": ["<b>1 < 2</b>"], "text/plain": ["1 < 2"]])
    let picture = try #require(outputs[2]["data"] as? [String: Any])
    #expect(Data(base64Encoded: picture["image/png"] as? String ?? "").map(Array.init) == Self.pixel)
  }

  @Test
  func `the same notebook has the same bytes, which end in a line feed`() {
    let text = String(decoding: Self.notebook.bytes, as: UTF8.self)
    #expect(Self.notebook.bytes == Self.notebook.bytes)
    #expect(text.hasPrefix("{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n   \"id\": \"cell-1\","))
    #expect(text.hasSuffix(" \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n"))
  }

  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["NBFORMAT_PYTHON"] != nil,
      "NBFORMAT_PYTHON names no Python that has nbformat"))
  func `Jupyter's own validator accepts the notebook and writes the same bytes`() throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "notebook-\(ProcessInfo.processInfo.processIdentifier).ipynb")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(Self.notebook.bytes).write(to: file)
    let script = """
      import sys, nbformat
      book = nbformat.read(sys.argv[1], as_version=nbformat.NO_CONVERT)
      nbformat.validate(book)
      assert (book.nbformat, book.nbformat_minor) == (4, 5)
      with open(sys.argv[1], encoding="utf-8") as file:
        assert nbformat.writes(book) + "\\n" == file.read(), nbformat.writes(book)
      """
    let python = Process()
    python.executableURL = URL(filePath: ProcessInfo.processInfo.environment["NBFORMAT_PYTHON"] ?? "")
    python.arguments = ["-W", "error::UserWarning", "-c", script, file.path]
    try python.run()
    python.waitUntilExit()
    #expect(python.terminationStatus == 0)
  }
}
