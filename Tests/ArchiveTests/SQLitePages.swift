/// Which bytes of an SQLite file hold something: the file format of sqlite.org/fileformat2.html, sections 1.3 to 1.6.
///
/// Counted are page headers, cell pointers and cells of all b-tree pages, and overflow pages as far as they are filled.
/// Not counted are free pages, the gap between pointers and cells, free blocks and fragments between cells, the
/// placeholder that a row holds for its id, and the file's header, whose counters and versions no fact depends on.
struct SQLitePages {
  private let bytes: [UInt8]
  private let size: Int

  init?(_ bytes: [UInt8]) {
    guard bytes.count > 100 else { return nil }
    let size = Int(bytes[16]) << 8 | Int(bytes[17])
    self.bytes = bytes
    self.size = size == 1 ? 65536 : size
  }

  /// The offsets of bytes in use, and those that no fact depends on.
  var contents: (used: [Int], unused: [Int]) {
    var used: [Int] = []
    var seen = Array(repeating: false, count: bytes.count)
    func use(_ range: Range<Int>) {
      for at in range where !seen[at] {
        seen[at] = true
        used.append(at)
      }
    }
    for page in 0..<bytes.count / size { visit(page, use) }
    return (used, seen.indices.filter { !seen[$0] })
  }

  private func visit(_ page: Int, _ use: (Range<Int>) -> Void) {
    let start = page * size
    let header = start + (page == 0 ? 100 : 0)
    guard [2, 5, 10, 13].contains(bytes[header]) else { return }
    let isLeaf = bytes[header] > 5
    let count = number(header + 3, 2)
    let pointers = header + (isLeaf ? 8 : 12)
    use(header..<header + 1)
    use(header + 3..<header + 5)
    use(pointers..<pointers + 2 * count)
    for index in 0..<count {
      let cell = start + number(pointers + 2 * index, 2)
      let end = cell + length(ofCell: cell, kind: bytes[header], use)
      let placeholder = bytes[header] == 13 ? placeholder(ofCell: cell) : nil
      use(cell..<(placeholder ?? end))
      if let placeholder { use(placeholder + 1..<end) }
    }
  }

  /// Where a row says "nothing" in place of its id, which stands before it.
  private func placeholder(ofCell cell: Int) -> Int? {
    var at = cell
    _ = varint(&at)
    _ = varint(&at)
    _ = varint(&at)
    return bytes[at] == 0 ? at : nil
  }

  /// The bytes of a cell on its page; what overflows is used where it lies.
  private func length(ofCell cell: Int, kind: UInt8, _ use: (Range<Int>) -> Void) -> Int {
    var at = cell + (kind == 2 || kind == 5 ? 4 : 0)
    let payload = varint(&at)
    // An inner page of a table has only the key there.
    if kind == 5 { return at - cell }
    if kind == 13 { _ = varint(&at) }
    let most = kind == 13 ? size - 35 : (size - 12) * 64 / 255 - 23
    guard payload > most else { return at + payload - cell }
    let least = (size - 12) * 32 / 255 - 23
    let fitting = least + (payload - least) % (size - 4)
    let local = fitting <= most ? fitting : least
    follow(number(at + local, 4), left: payload - local, use)
    return at + local + 4 - cell
  }

  private func follow(_ page: Int, left: Int, _ use: (Range<Int>) -> Void) {
    var (page, left) = (page, left)
    while page > 0, left > 0 {
      let start = (page - 1) * size
      let here = min(left, size - 4)
      use(start..<start + 4 + here)
      left -= here
      page = number(start, 4)
    }
  }

  private func number(_ at: Int, _ count: Int) -> Int { bytes[at..<at + count].reduce(0) { $0 << 8 | Int($1) } }

  private func varint(_ at: inout Int) -> Int {
    var value = 0
    for index in 0..<9 {
      let byte = bytes[at]
      at += 1
      if index == 8 { return value << 8 | Int(byte) }
      value = value << 7 | Int(byte & 0x7F)
      if byte < 0x80 { return value }
    }
    return value
  }
}
