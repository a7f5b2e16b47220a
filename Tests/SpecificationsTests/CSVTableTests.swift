import Specifications
import Testing

struct CSVTableTests {
  private static func read(_ text: String) -> (table: CSVTable?, problems: [String]) {
    let problems = Problems()
    let table = CSVTable.read(text, file: "t.csv", problems)
    return (table, problems.found.map(\.description))
  }

  @Test(arguments: [
    "a,b\n1,2\n", "a,b\n1,2", "a,b\r\n1,2\r\n", "\u{FEFF}a,b\n1,2\n", "\"a\",\"b\"\n\"1\",\"2\"\n",
  ])
  func `line ends, a byte-order mark and quotes change nothing`(text: String) throws {
    let table = try #require(Self.read(text).table)
    #expect(table.header.map(\.text) == ["a", "b"])
    #expect(table.rows.map { $0.map(\.text) } == [["1", "2"]])
  }

  @Test
  func `quoted fields hold commas, quotes and line ends, and every field knows its place`() throws {
    let table = try #require(
      Self.read("a,b\n\"x, \"\"y\"\"\",\n\"two\nlines\",é,\n".replacing("é,\n", with: "é\n")).table)
    #expect(table.rows.map { $0.map(\.text) } == [["x, \"y\"", ""], ["two\nlines", "é"]])
    #expect(table.rows[0].map { "\($0.place)" } == ["t.csv:2:1", "t.csv:2:12"])
    #expect(table.rows[1].map { "\($0.place)" } == ["t.csv:3:1", "t.csv:4:8"])
  }

  @Test(arguments: [
    ("", "t.csv:1:1: the file is empty; the first line names the columns"),
    ("a;b\n1;2\n", "t.csv:1:1: columns are separated by semicolons; they must be by commas"),
    ("a\tb\n1\t2\n", "t.csv:1:1: columns are separated by tabs; they must be by commas"),
    ("a,b\n1,2,3\n", "t.csv:2:1: this record has 3 fields, the header has 2"),
    ("a,b\n1\n", "t.csv:2:1: this record has 1 fields, the header has 2"),
    ("a,b\n\n1,2\n", "t.csv:2:1: this line is blank"),
    ("a,b\n1,x\"y\n", "t.csv:2:4: a quote stands within a field; quote the whole field and double the quote"),
    ("a,b\n1,\"x\n", "t.csv:2:3: this quote is never closed"),
    ("a,b\n\"1\"x,2\n", "t.csv:2:4: 'x' follows a closing quote; a comma or the end of the line must"),
    ("a,b\r1,2\r", "t.csv:1:4: a carriage return stands alone; lines end with LF or CR LF"),
  ])
  func `what breaks the form has its place`(text: String, message: String) {
    let read = Self.read(text)
    #expect(read.table == nil)
    #expect(read.problems.first == message)
  }
}
