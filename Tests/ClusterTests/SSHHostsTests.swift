import Cluster
import Testing

struct SSHHostsTests {
  @Test func `a file names hosts, their slots and remarks`() throws {
    let hosts = try SSHHosts(text: "# ours\nnode1 4\nuser@node2   # one\n\n\tnode3\t16\r\n", file: "hosts").hosts
    #expect(hosts.map(\.name) == ["node1", "user@node2", "node3"])
    #expect(hosts.map(\.slots) == [4, 1, 16])
  }

  @Test(arguments: ["node1 0", "node1 many", "node1 2 3", "-oProxyCommand=sh 1", "# nothing"])
  func `anything else is refused with its line`(_ text: String) {
    let error = #expect(throws: RunFolderError.self) { _ = try SSHHosts(text: text, file: "hosts") }
    #expect(error?.description.hasPrefix("hosts") == true)
  }
}
