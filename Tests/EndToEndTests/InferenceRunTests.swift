import Foundation
import Testing

/// Inference from YAML to the page: records of their own, added whenever they are asked for.
@Suite(.serialized)
struct InferenceRunTests {
  private static let asked =
    Program.small + "\ninference: [{ monteCarlo: { samples: 4 } }, maskLeftOn, { exhaustive: { mean: geometric } }]\n"

  @Test
  func `asking later, by training again or from kept weights, gives the bytes of asking at once`() throws {
    try Program.inFolder { program in
      try program.write(Self.asked, to: "asked.yaml")
      try program.expect(0, "run", "asked.yaml", "--results", "once", "--jobs", "1")
      let expected = try program.run("export", "small", "--results", "once").output
      #expect(expected.contains(",mode,samples\r\n") && expected.contains("exhaustive: { mean: geometric }"))
      for keep in ["nothing", "weights"] {
        try program.expect(0, "run", "small.yaml", "+keep=\(keep)", "--results", keep)
        let dry = try program.run("run", "asked.yaml", "--dry-run", "--why", "--results", keep)
        #expect(dry.output.contains("4 of those to train are archived and lack answers"), "\(dry.output)")
        #expect(dry.output.contains("archived, but lacks answers"), "\(dry.output)")
        let later = try program.run("run", "asked.yaml", "--results", keep)
        #expect(later.messages.contains("4 archived ones asked anew"), "\(later.messages)")
        #expect(try program.run("export", "small", "--results", keep).output == expected)
        let again = try program.run("run", "asked.yaml", "--results", keep)
        #expect(again.messages.contains("0 trials trained, 8 were in the archive"), "\(again.messages)")
      }
    }
  }

  @Test
  func `the page, a trial and the catalogue show the modes`() throws {
    try Program.inFolder { program in
      try program.write(Self.asked, to: "asked.yaml")
      try program.expect(0, "run", "asked.yaml")
      try program.expect(0, "report", "small")
      let page = try String(contentsOf: program.folder.appending(path: "results/small/index.html"), encoding: .utf8)
      #expect(page.contains("<h2 id=\"inference\">Inference modes</h2>") && page.contains("masks left on"))
      #expect(page.contains("error-by-samples.png"))
      let export = try program.run("export", "small").output
      let trial = try #require(export.split(separator: "\r\n").last?.prefix(8)).description
      let shown = try program.run("show", trial).output
      #expect(shown.contains("{ monteCarlo: { samples: 4 } }") && shown.contains("mutualInformation"))
      #expect(try program.run("catalog", "inference").output.contains("oneSiteLeftOn"))
    }
  }

  @Test
  func `a network with many units is not enumerated`() throws {
    try Program.inFolder { program in
      try program.write(Self.asked.replacing("hidden: [16]", with: "hidden: [21]"), to: "asked.yaml")
      let ended = try program.run("run", "asked.yaml")
      #expect(ended.code == 65, "\(ended.code)")
      #expect(ended.messages.contains("2^21 subnetworks; at most 20 units"), "\(ended.messages)")
    }
  }
}
