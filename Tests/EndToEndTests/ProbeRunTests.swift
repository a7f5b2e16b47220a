import Foundation
import Testing

/// Probes from YAML to the page: records of their own, added whenever they are asked for.
@Suite(.serialized)
struct ProbeRunTests {
  private static let asked =
    Program.small
    + "\nprobes: [{ unitRemoval: { examples: 60 } }, { removalCurve: { orders: 2, split: validation, examples: 50 } }]\n"

  @Test
  func `asking later, by training again or from kept weights, gives the bytes of asking at once`() throws {
    try Program.inFolder { program in
      try program.write(Self.asked, to: "asked.yaml")
      try program.expect(0, "run", "asked.yaml", "--results", "once", "--jobs", "1")
      let expected = try program.run("export", "small", "--results", "once").output
      #expect(expected.contains(",probe,at\r\n") && expected.contains("accuracyDropMost.hidden1"))
      for keep in ["nothing", "weights"] {
        try program.expect(0, "run", "small.yaml", "+keep=\(keep)", "--results", keep)
        let later = try program.run("run", "asked.yaml", "--results", keep)
        #expect(later.messages.contains("4 archived ones asked anew"), "\(later.messages)")
        #expect(try program.run("export", "small", "--results", keep).output == expected)
      }
    }
  }

  @Test
  func `the page, a trial and the catalogue show the probes`() throws {
    try Program.inFolder { program in
      try program.write(Self.asked, to: "asked.yaml")
      try program.expect(0, "run", "asked.yaml")
      try program.expect(0, "report", "small")
      let page = try String(contentsOf: program.folder.appending(path: "results/small/index.html"), encoding: .utf8)
      #expect(
        page.contains("<h2 id=\"probes\">Probes</h2>")
          && page.contains("Removal of single units, up to 60 test examples"))
      let export = try program.run("export", "small").output
      let trial = try #require(export.split(separator: "\r\n").last?.prefix(8)).description
      let shown = try program.run("show", trial).output
      #expect(shown.contains("probe { unitRemoval: { examples: 60 } }") && shown.contains("accuracyDropHigh"))
      #expect(try program.run("explain", trial).output.contains("probed by { unitRemoval: { examples: 60 } }"))
      #expect(try program.run("catalog", "probe").output.contains("pairInteraction"))
    }
  }
}
