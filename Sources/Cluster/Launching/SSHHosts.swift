import Foundation

/// Machines without a scheduler: one per line, the name as ssh takes it and how many elements it runs at once.
package struct SSHHosts: Hashable, Sendable {
  package struct Host: Hashable, Sendable {
    package let name: String
    package let slots: Int
  }

  package let hosts: [Host]

  /// Reads lines such as `node1 4`; one slot unless told, `#` begins a remark.
  package init(text: String, file: String) throws(RunFolderError) {
    var hosts: [Host] = []
    for (index, line) in text.trimmingPrefix("\u{FEFF}").split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
      guard let name = words.first else { continue }
      let slots = words.count == 1 ? 1 : Int(words[1]) ?? 0
      guard words.count <= 2, (1...1024).contains(slots), !name.hasPrefix("-") else {
        throw .plan(
          path: "\(file):\(index + 1)",
          "found '\(line)'; allowed is the name of a host and how many elements it runs at once, 1 to 1024")
      }
      hosts.append(Host(name: name, slots: slots))
    }
    guard !hosts.isEmpty else { throw .plan(path: file, "it names no host") }
    self.hosts = hosts
  }
}
